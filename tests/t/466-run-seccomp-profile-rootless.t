. tests/tap.sh
# SPDX-License-Identifier: ISC

# 465-run-seccomp-profile.t as an ordinary user
root_only '465-run-seccomp-profile.t is this'
rm -rf "$T"
exec setpriv --reuid=65534 --regid=65534 --clear-groups sh tests/t/465-run-seccomp-profile.t
