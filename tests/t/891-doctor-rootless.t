. tests/tap.sh
# SPDX-License-Identifier: ISC

# 890-doctor.t as an ordinary user
root_only '890-doctor.t is this'
rm -rf "$T"
exec setpriv --reuid=65534 --regid=65534 --clear-groups sh tests/t/890-doctor.t
