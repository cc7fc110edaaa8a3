. tests/tap.sh
# SPDX-License-Identifier: ISC

# Who the payload is: user, groups, names, PID, and what it may not become.
status() { nucleus run --rm "$@" -- cat /proc/self/status >"$T/status" 2>"$T/err"; }
check() { # DESC: the invariants of every container
  for set in Inh Prm Eff Bnd Amb; do
    like "$T/status" "^Cap$set:.0000000000000000" "$1: no capability (Cap$set)"
  done
  like "$T/status" '^NoNewPrivs:.1' "$1: no new privileges"
  like "$T/status" '^Seccomp:.2' "$1: a filter"
}

status
check 'by default'
status --no-init
check '--no-init'
like "$T/status" '^Pid:.1$' '--no-init: it is PID 1'
status --rootless
check '--rootless'
status --rootless --user 1000:1000
check '--rootless --user'
like "$T/status" '^Uid:.1000.1000.1000.1000' '--rootless --user: its ids'
status --network host --allow-host-network
check '--network host'

works 'the host name is the name' -- nucleus run --rm --name some-name -- hostname
is "$(cat "$T/out")" some-name 'so it says'
works 'or --hostname' -- nucleus run --rm --name some-name --hostname other.name -- cat /etc/hostname
is "$(cat "$T/out")" other.name 'in /etc, too'
works 'or of the ID' -- nucleus run --rm -- hostname
like "$T/out" '^[0-9a-f]{12}$' 'its first 12 digits'
works '--flag=value' -- nucleus run --rm --hostname=x --pids=0 -- hostname
is "$(cat "$T/out")" x 'is --flag value'

works 'namespaces' -- nucleus run --rm --time-namespace -- sh -c 'cd /proc/self/ns && readlink *'
readlink /proc/self/ns/* | sed 's/^.*ns_.*//' | sort >"$T/host"
sort "$T/out" >"$T/inside"
if [ "$(id -u)" = 0 ]; then shared=1; else shared=0; fi # root's have no user namespace
is "$(comm -12 "$T/host" "$T/inside" | grep -vc '^time_for')" "$shared" 'none is shared but what should be'
works '--disable-cgroup-namespace' -- nucleus run --rm --disable-cgroup-namespace -- readlink /proc/self/ns/cgroup
is "$(cat "$T/out")" "$(readlink /proc/self/ns/cgroup)" 'leaves that one shared'
works '--network host' -- nucleus run --rm --network host --allow-host-network -- readlink /proc/self/ns/net
is "$(cat "$T/out")" "$(readlink /proc/self/ns/net)" 'leaves that one shared'
works 'no network' -- nucleus run --rm -- sh -c 'tail -n +3 /proc/net/dev | cut -d: -f1'
is "$(tr -d ' ' <"$T/out")" lo 'has a loopback, and nothing else'

works 'processes' -- nucleus run --rm -- sh -c 'echo /proc/[0-9]*'
is "$(cat "$T/out")" '/proc/1 /proc/2' 'only its own'
works 'PID 1' -- nucleus run --rm -- sh -c 'cat /proc/1/comm; for f in mem environ maps; do cat /proc/1/$f >/dev/null 2>&1 && echo "read $f"; done; ls /proc/1/root /proc/1/cwd 2>/dev/null; exit 0'
is "$(cat "$T/out")" nc-init 'is nc-init, and gives nothing away'
works 'a session of its own' -- nucleus run --rm -- sh -c '(: </dev/tty) 2>&1; cut -d" " -f6,7 /proc/self/stat'
like "$T/out" 'No such device' 'without a terminal'
works 'a limit on core dumps' -- nucleus run --rm -- sh -c 'ulimit -c; ulimit -l'
is "$(cat "$T/out")" '0
64' 'and on locked memory'
works '--memlock' -- nucleus run --rm --memlock 32K -- sh -c 'ulimit -l'
is "$(cat "$T/out")" 32 'sets the latter'

if [ "$(id -u)" != 0 ]; then
  works 'its user' -- nucleus run --rm -- sh -c 'id -u; id -g'
  is "$(cat "$T/out")" '0
0' 'is mapped to root'
  finish
fi

works '--user and --group' -- nucleus run --rm --user 1234 --group 2345 -- sh -c 'id -u; id -g; id -G; id -un; echo ~; touch ~/x /tmp/y && stat -c %u:%g ~ ~/x /tmp/y'
is "$(tr '\n' ' ' <"$T/out")" '1234 2345 2345 user /home/user 1234:2345 1234:2345 1234:2345 ' 'are its own, home included'
works '--user NAME:GROUP' -- nucleus run --rm --user nobody:tty -- sh -c 'id -u; id -g'
is "$(tr '\n' ' ' <"$T/out")" '65534 5 ' 'are looked up on the host'
works '--user NAME' -- nucleus run --rm --user daemon -- sh -c 'id -u; id -g'
is "$(tr '\n' ' ' <"$T/out")" "$(id -u daemon) $(id -g daemon) " 'brings its group'
works '--additional-group' -- nucleus run --rm --additional-group tty --additional-group 7777 --user 1:1 -- id -G
is "$(tr ' ' '\n' <"$T/out" | sort -n | tr '\n' ' ')" '1 5 7777 ' 'are added'
status
like "$T/status" '^Groups:[[:space:]]*$' 'the groups of the caller are not inherited'
mkdir "$T/context" && echo x >"$T/context/f"
works 'a context for a user' -- nucleus run --rm --user 1234:2345 --context "$T/context" -- sh -c 'echo y >>f && mkdir d && stat -c %u:%g . f d'
is "$(tr '\n' ' ' <"$T/out")" '1234:2345 1234:2345 1234:2345 ' 'is its own'

finish
