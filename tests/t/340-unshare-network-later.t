. tests/tap.sh
# SPDX-License-Identifier: ISC

# -N: the waiting parent makes the network namespace meanwhile, and nc-caps joins it.
for words in '-N true' '-pnN true' '-pUN true' '-nN true'; do
  # shellcheck disable=SC2086  # a list of words
  refused 100 'fatal: -N needs -p and goes with neither -n nor -U' "nc-unshare $words" -- nc-unshare $words
done
root_only 'joins what no user namespace owns'

net=$(readlink /proc/self/ns/net)
run nc-unshare -pN -- nc-caps -- sh -c 'readlink /proc/self/ns/net; cut -d: -f1 /proc/net/dev | tail -n +3 | tr -d " "; ls /proc/self/fd | wc -l'
is "$code" 0 'it runs'
isnt "$(sed -n 1p "$T/out")" "$net" 'in a new network namespace'
is "$(sed -n 2p "$T/out")" lo 'with a loopback interface and no other'
run nc-unshare -pN -- nc-caps -- python3 -c 'import socket
s = socket.create_server(("127.0.0.1", 0)); socket.create_connection(s.getsockname(), 5); print("connected")'
is "$(cat "$T/out")" connected 'which is up'
run sh -c 'ls /proc/self/fd | wc -l'
want=$(cat "$T/out")
run nc-unshare -pN -- nc-caps -- sh -c 'ls /proc/self/fd | wc -l'
is "$(cat "$T/out")" "$want" 'no descriptor of ours stays open'

# it cannot be forgotten
for rest in 'true' 'nc-init -- true' 'nc-exec -- true' 'nc-seccomp -- true'; do
  # shellcheck disable=SC2086
  refused 111 'a network namespace was made, but nothing has joined it: nc-caps does' "a chain without nc-caps is not left: $rest" -- nc-unshare -pN -- $rest
done
refused 111 'NC_NETNS is not a descriptor: x' 'a descriptor that is none' -- env NC_NETNS=x nc-caps true
refused 111 'nc-caps: fatal: unable to ' 'a socket that is none' -- env NC_NETNS=0 nc-caps true

finish
