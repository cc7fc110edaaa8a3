# SPDX-License-Identifier: ISC
# The same, started by an ordinary user.
export RUN=tests/contained RUN_AS='tests/contained -u'
set -- sh tests/t/450-seccomp-ordinary-software.t
[ "$(id -u)" != 0 ] || set -- setpriv --reuid=65534 --regid=65534 --clear-groups -- "$@"
exec "$@"
