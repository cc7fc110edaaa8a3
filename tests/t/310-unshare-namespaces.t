. tests/tap.sh
# SPDX-License-Identifier: ISC

root_only 'the rootless twin is 330-unshare-user.t'

# links NAME…: the namespaces of the process that reads this
namespaces='pid mnt net uts ipc cgroup time user'
cat >"$T/show" <<'E2'
for n in pid mnt net uts ipc cgroup time user; do echo "$n $(readlink /proc/self/ns/$n)"; done
E2
sh "$T/show" >"$T/host"

for pair in p:pid m:mnt n:net u:uts i:ipc c:cgroup U:user; do
  option=${pair%:*} name=${pair#*:}
  run nc-unshare "-$option" sh "$T/show"
  is "$code" 0 "-$option works"
  is "$(diff "$T/host" "$T/out" | sed -n 's/^> \([a-z]*\) .*/\1/p')" "$name" "-$option: a new $name namespace and no other"
done
run nc-unshare -pT sh "$T/show"
is "$(diff "$T/host" "$T/out" | sed -n 's/^> \([a-z]*\) .*/\1/p' | xargs)" 'pid time' '-pT: a new time namespace'
run nc-unshare -pmnuicTU sh "$T/show"
is "$(diff "$T/host" "$T/out" | sed -n 's/^> \([a-z]*\) .*/\1/p' | xargs)" "$namespaces" 'all at once'
run nc-unshare true
is "$code" 0 'and none at all'

# -p: what goes on is PID 1
run nc-unshare -p sh -c 'echo $$'
is "$(cat "$T/out")" 1 'PID 1'

# -u
host=$(hostname)
run nc-unshare -u -h box.example hostname
is "$(cat "$T/out")" box.example '-h sets the host name'
is "$(hostname)" "$host" "and the host's stays"
run env NC_NAME=fromname nc-unshare -u hostname
is "$(cat "$T/out")" fromname 'NC_NAME is the default'
run env NC_NAME=fromname nc-unshare -p hostname
is "$(cat "$T/out")" "$host" 'but not without -u'
run env NC_NAME=fromname nc-unshare -pu -h mine hostname
is "$(cat "$T/out")" mine '-h is stronger'

# -n
run nc-unshare -n sh -c 'cat /proc/net/dev | tail -n +3 | cut -d: -f1 | tr -d " "; python3 -c "
import socket
s = socket.socket(); s.bind((\"127.0.0.1\", 0)); s.listen()
c = socket.create_connection(s.getsockname(), 5); print(\"connected\")"'
is "$(xargs <"$T/out")" 'lo connected' '-n: loopback only, and up'

# -i
id=$(ipcmk -Q | sed 's/.* //')
run ipcs -q
like "$T/out" " $id " 'control: the host has a message queue'
run nc-unshare -i ipcs -q
unlike "$T/out" " $id " '-i: it is not seen'
ipcrm -q "$id"

# -m: a copy; what is mounted in it stays in it
mkdir "$T/mnt"
run nc-unshare -m sh -c "mount --make-rprivate / && mount -t tmpfs none '$T/mnt' && mountpoint -q '$T/mnt'"
is "$code" 0 '-m: a mount'
ok 'which the host does not see' -- sh -c "! mountpoint -q '$T/mnt'"

# -T
run nc-unshare -pT cat /proc/self/timens_offsets
is "$code" 0 '-T: the clocks can be asked'

# -U
run nc-unshare -U cat /proc/self/uid_map /proc/self/gid_map /proc/self/setgroups
is "$(xargs <"$T/out")" '0 0 1 0 0 1 deny' '-U maps one id each, to 0'
run nc-unshare -U -M 1000:100 sh -c 'id -u; id -g'
is "$(xargs <"$T/out")" '1000 100' '-M says to which'

finish
