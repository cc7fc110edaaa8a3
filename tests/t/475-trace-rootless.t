. tests/tap.sh
# SPDX-License-Identifier: ISC

# 470-trace.t as an ordinary user
root_only '470-trace.t is this'
rm -rf "$T"
exec setpriv --reuid=65534 --regid=65534 --clear-groups sh tests/t/470-trace.t
