#!/bin/sh
# A container by hand: each line gives one thing up. Run as root: chain.sh prog args...
exec \
  nc-unshare -p -m -n -u -i -c -h by-hand -- \
  nc-mount --system --etc 0:0 --proc /proc --dev /dev --perms 1777 --tmpfs /tmp --remount-ro / -- \
  nc-caps -- \
  nc-landlock -- \
  nc-init -- \
  nc-exec -e HOME=/tmp -s -l core=0 -- \
  nc-seccomp -- \
  "$@"
