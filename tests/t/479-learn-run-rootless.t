. tests/tap.sh
# SPDX-License-Identifier: ISC

# 478-learn-run.t as an ordinary user
root_only '478-learn-run.t is this'
rm -rf "$T"
exec setpriv --reuid=65534 --regid=65534 --clear-groups sh tests/t/478-learn-run.t
