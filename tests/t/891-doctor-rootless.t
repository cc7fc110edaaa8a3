. tests/tap.sh
# SPDX-License-Identifier: ISC

# 890-doctor.t as an ordinary user
[ "$(id -u)" = 0 ] || skip_all '890-doctor.t is this'
rm -rf "$T"
exec setpriv --reuid=65534 --regid=65534 --clear-groups sh tests/t/890-doctor.t
