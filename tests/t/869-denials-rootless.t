. tests/tap.sh
# SPDX-License-Identifier: ISC

# 868-denials.t as an ordinary user
root_only '868-denials.t is this'
rm -rf "$T"
exec setpriv --reuid=65534 --regid=65534 --clear-groups sh tests/t/868-denials.t
