. tests/tap.sh
# SPDX-License-Identifier: ISC

# 463-profile-docker.t as an ordinary user
root_only '463-profile-docker.t is this'
rm -rf "$T"
exec setpriv --reuid=65534 --regid=65534 --clear-groups sh tests/t/463-profile-docker.t
