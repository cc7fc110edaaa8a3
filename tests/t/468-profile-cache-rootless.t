. tests/tap.sh
# SPDX-License-Identifier: ISC

# 462-profile-cache.t as an ordinary user
root_only '462-profile-cache.t is this'
rm -rf "$T"
exec setpriv --reuid=65534 --regid=65534 --clear-groups sh tests/t/462-profile-cache.t
