. tests/tap.sh
# SPDX-License-Identifier: ISC

# 125-links-killed.t as an ordinary user
root_only '125-links-killed.t is this'
rm -rf "$T"
exec setpriv --reuid=65534 --regid=65534 --clear-groups sh tests/t/125-links-killed.t
