. tests/tap.sh
# SPDX-License-Identifier: ISC

# nucleus seccomp generate: from a trace to a profile that holds, and that has nothing to spare.
cp "$HELPER/try-least" "$T/try-least"
traced() { # log, what follows the options of nucleus run
  trace=$1
  shift
  nucleus run --seccomp-mode trace --seccomp-log "$trace" --volume "$T:/v:ro" "$@"
}
enforced() { # profile, the same
  profile=$1
  shift
  nucleus run --seccomp-profile "$profile" --volume "$T:/v:ro" "$@"
}
under() { # profile, program: without the container
  nc-profile -f 6 -- nc-seccomp -- "$2" 6<"$1"
}

refused 100 '^nucleus: fatal: it takes a command' 'no command' -- nucleus seccomp
refused 100 '^nucleus: fatal: unknown command: sing' 'no such command' -- nucleus seccomp sing
refused 100 '^nucleus: fatal: unknown option: --sing' 'no such option' -- nucleus seccomp --sing
refused 100 '^nucleus: fatal: it takes one or more traces' 'no trace' -- nucleus seccomp generate
refused 100 '^nucleus: fatal: it takes one or more traces' 'only an option' -- nucleus seccomp generate -o "$T/p"
refused 100 '^nucleus: fatal: -o needs a value' 'half an option' -- nucleus seccomp generate "$T/a" -o
refused 100 '^nucleus: fatal: unknown option: -x' 'an option that it has not' -- nucleus seccomp generate -x "$T/a"
refused 111 '^nc-learn: fatal: unable to open -x: No such file' 'what stands behind -- is a trace' -- \
  nucleus seccomp generate -- -x
works 'help' -- nucleus seccomp generate --help
like "$T/out" '^usage: nucleus seccomp' 'is help'

# a program that cannot spare one of its calls
works 'a trace' -- traced "$T/log" -- /v/try-least
works 'a profile of it' -- nucleus seccomp generate "$T/log" -o "$T/p.json"
works 'again, with the option before the trace' -- \
  nucleus seccomp generate --output "$T/p2.json" "$T/log"
ok 'is the same' -- cmp -s "$T/p.json" "$T/p2.json"
works 'the program runs under it' -- enforced "$T/p.json" -- /v/try-least
works 'control: another program' -- nucleus run -- true
run enforced "$T/p.json" -- true
isnt "$code" 0 'does not run under it'
python3 - "$T" <<'END'
import json, sys
profile = json.load(open(sys.argv[1] + "/p.json"))
entries = profile["syscalls"]
for i, entry in enumerate(entries):
    profile["syscalls"] = entries[:i] + entries[i + 1:]
    args = " ".join(str(arg["valueTwo"]) for arg in entry.get("args", []))
    with open("%s/less.%s" % (sys.argv[1], "_".join([entry["names"][0]] + args.split())), "w") as f:
        json.dump(profile, f)
END
works 'by hand, it runs under it' -- under "$T/p.json" "$T/try-least"
n=0
for less in "$T"/less.*; do
  n=$((n + 1))
  run under "$less" "$T/try-least"
  isnt "$code" 0 "not without ${less##*/less.}"
done
is "$n" "$(grep -c '"names"' "$T/p.json")" 'each of its entries was left out once'
ok 'there are many' -- test "$n" -ge 20

# merged: one trace has what the other has not
grep -v '"socket"' "$T/log" >"$T/log.a"
grep -v '"mmap"' "$T/log" >"$T/log.b"
for part in a b; do
  nucleus seccomp generate "$T/log.$part" -o "$T/$part.json"
  run under "$T/$part.json" "$T/try-least"
  isnt "$code" 0 "a part is not enough: $part"
done
works 'both' -- nucleus seccomp generate "$T/log.b" "$T/log.a" -o "$T/both.json"
ok 'are all' -- cmp -s "$T/both.json" "$T/p.json"

# another architecture of the same machine
cp "$HELPER/try-syscall" "$T/try-syscall"
works 'a trace of i386' -- traced "$T/log32" -- /v/try-syscall i386/20 getppid
cp "$T/out" "$T/want"
works 'a profile of it' -- nucleus seccomp generate "$T/log32" -o "$T/p32.json"
like "$T/p32.json" '"SCMP_ARCH_X86"' 'has its architecture'
unlike "$T/p.json" '"SCMP_ARCH_X86"' 'which others do not'
works 'it runs under it' -- enforced "$T/p32.json" -- /v/try-syscall i386/20 getppid
ok 'and does the same' -- cmp -s "$T/want" "$T/out"
grep -v '"arch":"x86"' "$T/log32" >"$T/log64"
nucleus seccomp generate "$T/log64" -o "$T/p64.json"
run enforced "$T/p64.json" -- /v/try-syscall i386/20 getppid
like "$T/out" '^i386/20 SIGSYS$' 'without it the call kills'

# a wait goes on after a stop, though the traced run had none
works 'a trace of sleep' -- traced "$T/log.sleep" -- sleep 0.1
works 'a profile of it' -- nucleus seccomp generate "$T/log.sleep" -o "$T/sleep.json"
stopped() { # profile, seconds: the code of a sleep that is stopped once
  env -i PATH="$PATH" nc-profile -f 6 -- nc-seccomp -- sleep "$2" 6<"$1" &
  await 60 grep -q nanosleep "/proc/$!/wchan" || return 99
  kill -STOP $!
  await 60 grep -q '^State:.T' "/proc/$!/status" || return 99
  kill -CONT $!
  wait $!
}
works 'a stopped sleep goes on' -- stopped "$T/sleep.json" 3
jq 'del(.syscalls[] | select(.names == ["restart_syscall"]))' "$T/sleep.json" >"$T/less.json"
leaves 1 'not without restart_syscall' -- stopped "$T/less.json" 1000

# handlers return, though the trace has not seen how
cp "$HELPER/try-signals" "$T/try-signals"
works 'a trace of signals' -- traced "$T/log.signals" -- /v/try-signals 10
works 'a profile of it' -- nucleus seccomp generate "$T/log.signals" -o "$T/signals.json"
works 'signals are handled' -- enforced "$T/signals.json" -- /v/try-signals 10
jq 'del(.syscalls[] | select(.names == ["rt_sigreturn"]))' "$T/signals.json" >"$T/less.json"
leaves 139 'not without rt_sigreturn' -- enforced "$T/less.json" -- /v/try-signals 10

# real software
cat >"$T/work.py" <<'END'
import os, socket, subprocess, tempfile, threading
a, b = socket.socketpair()
a.send(b"x")
assert b.recv(1) == b"x"
server = socket.socket()
server.bind(("127.0.0.1", 0))
server.listen()
client = socket.create_connection(server.getsockname())
client.close()
with tempfile.TemporaryDirectory() as d:
    with open(d + "/f", "w") as f:
        f.write("x" * 100000)
    os.rename(d + "/f", d + "/g")
    assert len(open(d + "/g").read()) == 100000
seen = []
threads = [threading.Thread(target=seen.append, args=(i,)) for i in range(4)]
for t in threads:
    t.start()
for t in threads:
    t.join()
assert sorted(seen) == [0, 1, 2, 3]
assert subprocess.run(["echo", "done"], stdout=subprocess.PIPE).stdout == b"done\n"
print("worked")
END
cat >"$T/worse.py" <<'END'
import os
os.chroot("/tmp")
END
for i in 1 2 3; do
  traced "$T/py.$i" -- python3 /v/work.py >"$T/out" 2>"$T/err" || told "$T/err" stderr
done
like "$T/out" '^worked$' 'python3 is traced'
works 'a profile of it' -- nucleus seccomp generate "$T/py.1" "$T/py.2" "$T/py.3" -o "$T/py.json"
pin=$(sha256sum "$T/py.json")
works 'it runs under it, pinned' -- enforced "$T/py.json" --seccomp-profile-sha256 "${pin%% *}" -- python3 /v/work.py
like "$T/out" '^worked$' 'and does the same'
refused 1 'OSError: \[Errno 38\]|Function not implemented' 'what it did not do is refused' -- \
  enforced "$T/py.json" -- python3 /v/worse.py
echo >>"$T/py.json"
refused 125 'unable to trust the policy' 'a profile that was changed since' -- \
  enforced "$T/py.json" --seccomp-profile-sha256 "${pin%% *}" -- python3 /v/work.py

finish
