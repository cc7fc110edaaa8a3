. tests/tap.sh
# SPDX-License-Identifier: ISC

# 460-profile.t as an ordinary user
root_only '460-profile.t is this'
rm -rf "$T"
exec setpriv --reuid=65534 --regid=65534 --clear-groups sh tests/t/460-profile.t
