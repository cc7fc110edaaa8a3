. tests/tap.sh
# SPDX-License-Identifier: ISC

# What nucleus run refuses: by code, by message, and with nothing left in the state folder.
nothing_left() {
  ok "$1: nothing is left" -- [ -z "$(find "$NUCLEUS_STATE_DIR" -mindepth 2 2>/dev/null)" ]
}

refused 100 'usage: nucleus COMMAND' 'no command' -- nucleus
refused 100 'unknown command: nonsense' 'a command that is none' -- nucleus nonsense
refused 125 'unknown flag: --no-such-flag' 'an unknown flag' -- nucleus run --no-such-flag -- true
refused 125 'unknown flag.*--no-such-flag=1' 'an unknown flag with a value' -- nucleus run --no-such-flag=1 -- true
refused 125 'unknown flag: -x' 'an unknown short flag' -- nucleus run -x -- true
refused 125 'unknown flag, or one without a value: --rm=1' 'a value for a flag without' -- nucleus run --rm=1 -- true
refused 125 'no program to run' 'no program' -- nucleus run --rm
refused 125 'no program to run' 'no program behind --' -- nucleus run --rm --
for flag in --context --context-mode --context-include --context-exclude --volume --tmpfs --rootfs \
  --workdir -e --env --name --hostname --user --group --additional-group --memory --swap --cpus \
  --cpu-weight --pids --io-limit --memlock --network --pid-file --console-socket \
  --caps-policy --caps-policy-sha256; do
  refused 125 "$flag needs a value" "$flag without a value" -- nucleus run $flag
  refused 125 "the value of $flag is empty" "$flag with an empty one" -- nucleus run $flag '' -- true
done
nothing_left 'bad usage'

refused 125 'not a context mode: move' 'a context mode that is none' -- nucleus run --context . --context-mode move -- true
refused 125 'need --context' 'patterns without a context' -- nucleus run --context-include .git -- true
refused 125 'bound whole' 'patterns for a bound context' -- nucleus run --context . --context-mode bind --context-exclude x -- true
refused 125 'not a format for --print: yaml' 'a format that is none' -- nucleus run --print=yaml -- true
refused 125 'not a network: bridge' 'a network that there is not' -- nucleus run --network bridge -- true
refused 125 'needs --allow-host-network' 'the host network unasked' -- nucleus run --network host -- true
refused 125 'not NAME=VALUE: FOO' 'a variable without a value' -- nucleus run -e FOO -- true
refused 125 "not a variable's name: A-B" 'a variable of a bad name' -- nucleus run -e A-B=1 -- true
refused 125 'the number --user 1000 needs a group' 'a number without a group' -- nucleus run --user 1000 -- true
refused 125 'not in /etc/passwd: nobody-at-all' 'a user that is not there' -- nucleus run --user nobody-at-all -- true
refused 125 'not in /etc/group: nogroup-at-all' 'a group that is not there' -- nucleus run --user 0:nogroup-at-all -- true
refused 125 'needs root' 'more groups in a user namespace' -- nucleus run --rootless --additional-group 5 -- true
refused 125 'not SRC:DEST' 'a volume without a destination' -- nucleus run --volume /tmp -- true
refused 125 'more than one colon' 'a volume of four parts' -- nucleus run --volume /tmp:/a:/b:ro -- true
nothing_left 'what the script refuses'

# what the links refuse
refused 125 'unable to open /does/not/exist: No such file' 'a context that is not there' -- nucleus run --context /does/not/exist -- true
refused 125 "unable to open $T/file: Not a directory" 'a context that is a file' -- sh -c ">$T/file; exec nucleus run --context $T/file -- true"
refused 125 'unable to open /does/not/exist' 'a volume that is not there' -- nucleus run --volume /does/not/exist:/x -- true
refused 125 'unable to open /does/not/exist' 'a rootfs that is not there' -- nucleus run --rootfs /does/not/exist -- true
refused 125 'not a container name: -x' 'a name that begins with -' -- nucleus run --name -x -- true
refused 125 'not a container name: a/b' 'a name with a slash' -- nucleus run --name a/b -- true
refused 125 'not a container name: \.\.' 'the name ..' -- nucleus run --name .. -- true
refused 125 'not a host name: a_b' 'a host name that is none' -- nucleus run --hostname a_b -- true
refused 125 'unable to (change|open|enter).*nowhere' 'a working directory that is not there' -- nucleus run --workdir /nowhere -- true
refused 125 '(/proc/self/fd|Too many levels|Symbolic link loop)' 'a working directory behind a descriptor' -- sh -c 'exec 7</; exec nucleus run --workdir /proc/self/fd/7 -- true'
for source in / /etc /proc /sys /dev /run /boot /var/log /home /root; do
  ls "$source" >/dev/null 2>&1 || continue # not for this user to open
  refused 125 "refusing $source" "$source as a volume" -- nucleus run --volume "$source:/x" -- true
  refused 125 "refusing $source" "$source as a context" -- nucleus run --context "$source" -- true
done
for target in /etc /usr/x /bin /proc/self /sys /dev/shm /lib64/x /run/secrets; do
  refused 125 "$target: /[a-z0-9/]* is reserved" "a volume on $target" -- nucleus run --volume "$T:$target" -- true
done
refused 125 'must not contain' 'a destination that climbs' -- nucleus run --volume "$T:/x/../etc" -- true
refused 125 'must be an absolute path' 'a relative destination' -- nucleus run --volume "$T:x" -- true
refused 125 'usage: nc-cgroup' 'memory that is no size' -- nucleus run --memory much -- true
refused 125 'usage: nc-cgroup' 'no CPU at all' -- nucleus run --cpus 0 -- true
refused 125 'usage: nc-cgroup' 'a weight beyond 10000' -- nucleus run --cpu-weight 10001 -- true
refused 125 'unable to open.*pid' 'a PID file in no folder' -- nucleus run --pid-file /nowhere/pid -- true
nothing_left 'what the links refuse'

leaves 127 'a program that is not there' -- nucleus run -- /nonexistent
like "$T/err" 'unable to exec /nonexistent: No such file or directory' 'and which'
leaves 127 'a program that is not in PATH' -- nucleus run -- nonexistent-program
leaves 126 'a program that cannot be executed' -- nucleus run -- /etc/hosts
leaves 126 'a folder as a program' -- nucleus run -- /usr
nothing_left 'what could not be executed'

mkdir "$T/planted"
ln -s "$T/planted" "$T/link"
refused 125 "state folder $T/link" 'a state folder that is a symlink' -- env NUCLEUS_STATE_DIR="$T/link" nucleus run -- true
chmod 777 "$T/planted"
refused 125 "state folder $T/planted.*writable by nobody else" 'one that others may write to' -- env NUCLEUS_STATE_DIR="$T/planted" nucleus run -- true
if [ "$(id -u)" = 0 ]; then
  chmod 700 "$T/planted" && chown 65534 "$T/planted"
  refused 125 "state folder $T/planted" 'one of another user' -- env NUCLEUS_STATE_DIR="$T/planted" nucleus run -- true
  chown 0 "$T/planted"
fi

finish
