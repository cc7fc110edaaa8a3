. tests/tap.sh
# SPDX-License-Identifier: ISC

# 582-landlock-config.t as an ordinary user
root_only '582-landlock-config.t is this'
rm -rf "$T"
exec setpriv --reuid=65534 --regid=65534 --clear-groups sh tests/t/582-landlock-config.t
