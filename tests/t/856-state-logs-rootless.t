. tests/tap.sh
# SPDX-License-Identifier: ISC

# 855-state-logs.t as an ordinary user
root_only '855-state-logs.t is this'
rm -rf "$T"
exec setpriv --reuid=65534 --regid=65534 --clear-groups sh tests/t/855-state-logs.t
