. tests/tap.sh
# SPDX-License-Identifier: ISC

# 880-pause.t as an ordinary user
root_only '880-pause.t is this'
rm -rf "$T"
exec setpriv --reuid=65534 --regid=65534 --clear-groups sh tests/t/880-pause.t
