. tests/tap.sh
# SPDX-License-Identifier: ISC

# What people run must not notice the filter. Each program works in $W, which it may write,
# on its own files and on loopback. RUN confines it, RUN_AS the same as a user that is not root
# (tests/contained does both in containers); tests/packages names what must be there.
RUN=${RUN:-nc-seccomp --}
RUN_AS=${RUN_AS:-nc-seccomp -- setpriv --reuid=postgres --regid=postgres --init-groups --}
W=$T/w
mkdir -p "$W"

# within DESC PROG [NEEDED…] <script: works if the script, run by PROG, leaves with 0 and
# nothing complained that it is not permitted
within() {
  desc=$1 prog=$2
  shift
  cat >"$W/script"
  for needed; do
    PATH=$PATH:/usr/sbin command -v "$needed" >/dev/null ||
      { skip "$needed is not installed" "$desc" && return; }
  done
  # shellcheck disable=SC2086  # a list of words
  works "$desc" -- $RUN "$prog" "$W/script"
  unlike "$T/err" '[Nn]ot permitted|EPERM|Bad system call|not implemented' "$desc: no complaint"
}

export HOME="$W" LC_ALL=C TMPDIR="$W" GIT_CONFIG_NOSYSTEM=1 W

within 'sh: pipelines, jobs, here-documents' sh <<'E2'
set -e
cd "$W"
[ "$(seq 1000 | sort -rn | head -n 1)" = 1000 ]
sleep 0.1 & wait $!
cat <<END >here
$(id -u)
END
trap 'echo caught >trapped' USR1; kill -USR1 $$; [ "$(cat trapped)" = caught ]
ulimit -n 100
E2

within 'bash: process substitution, arrays, coproc' bash <<'E2'
set -e
diff <(seq 5) <(printf '%s\n' {1..5})
coproc cat; echo x >&"${COPROC[1]}"; read -r -u "${COPROC[0]}" y; [ "$y" = x ]
a=(1 2 3); [ "${#a[@]}" = 3 ]
E2

within 'coreutils and findutils' sh <<'E2'
set -e
cd "$W" && mkdir -p c && cd c
touch a && cp -a a b && mv b d && ln a l && ln -s a s && install -m 600 a i && mkfifo f
chmod 640 a && chown "$(id -u):$(id -g)" a && touch -d @0 a && truncate -s 10 a && sync a
dd if=/dev/zero of=z bs=1k count=64 conv=fsync 2>dd && cp --sparse=always --reflink=auto z y && cmp z y
stat -f . >/dev/null && stat a >/dev/null && df . >/dev/null && du -s . >/dev/null && ls -laR . >/dev/null
nproc >/dev/null && uname -a >/dev/null && date >/dev/null && id >/dev/null && timeout 60 true && nice true
shred -u i && split -b 1k z p. && cat p.* | sha256sum >/dev/null && tee t </dev/null && tail -c 1 z >/dev/null
timeout 1 tail -f a >/dev/null || [ $? = 124 ]
find . -type f -newer s -o -name 'p.*' -print0 | xargs -0 -P 4 -n 1 rm -f
cd .. && rm -r c
E2

within 'perl: fork, sockets, files' perl <<'E2'
use strict; use IO::Socket::INET; use File::Temp; use Time::HiRes qw(sleep); use POSIX;
my $s = IO::Socket::INET->new(Listen => 1, LocalAddr => "127.0.0.1") or die $!;
if (!(my $p = fork)) { my $c = IO::Socket::INET->new(PeerAddr => "127.0.0.1", PeerPort => $s->sockport) or die; print $c "x\n"; exit 0 }
my $c = $s->accept or die; <$c> eq "x\n" or die; wait; die if $?;
sleep 0.01; POSIX::setlocale(LC_ALL, ""); File::Temp->new; `id` or die;
E2

within 'tar, gzip, xz, zstd' sh xz zstd <<'E2'
set -e
cd "$W" && mkdir -p in && seq 100000 >in/a && ln -s a in/s
for z in gzip xz zstd; do tar -I "$z" -cf "a.$z" in && mkdir -p "out.$z" && tar -C "out.$z" -xf "a.$z" && diff -r in "out.$z/in"; done
xz -T2 -k -f in/a && zstd -T2 -q -f in/a && gzip -kf in/a
E2

within 'git: clone, commit, gc' sh git <<'E2'
set -e
cd "$W" && git init -q -b main r && cd r && git config user.name n && git config user.email e@x
for i in 1 2 3; do seq $i 1000 >f && git add f && git commit -q -m "$i"; done
git checkout -q -b side && git merge -q main && git rebase -q main && git stash list
cd .. && git clone -q "file://$W/r" c && cd c && git log -p >/dev/null && git gc -q --prune=now && git fsck --no-progress && git worktree add -q ../t
E2

within 'gcc and make -j' sh gcc make <<'E2'
set -e
mkdir -p "$W/m" && cd "$W/m"
cat >a.c <<END
#include <stdio.h>
#include <pthread.h>
static void *f(void *x) { return x; }
int main(void) { pthread_t t; if (pthread_create(&t, 0, f, 0) || pthread_join(t, 0)) return 1; return puts("made") < 0; }
END
printf 'all: a b\na b: a.c\n\tgcc -g -O2 -pipe -pthread -o $@ a.c\n' >Makefile
make -s -j 2 && ./a >/dev/null && gcc -static -flto -pthread -o s a.c && ./s >/dev/null
E2

within 'a musl program: threads, fork, files' sh musl-gcc <<'E2'
set -e
mkdir -p "$W/mu" && cd "$W/mu"
cat >a.c <<END
#include <pthread.h>
#include <semaphore.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
extern char **environ;
static void *f(void *x) { return x; }
int main(void) {
  pthread_t t; pid_t p; int w; struct stat st; sem_t s;
  char *argv[] = {"true", 0};
  if (pthread_create(&t, 0, f, 0) || pthread_join(t, 0) || sem_init(&s, 1, 1) || sem_wait(&s)) return 1;
  if (posix_spawnp(&p, "true", 0, 0, argv, environ) || waitpid(p, &w, 0) < 0 || w) return 2;
  if (stat("a.c", &st) || faccessat(AT_FDCWD, "a.c", R_OK, AT_EACCESS) || fchmodat(AT_FDCWD, "a.c", 0600, 0)) return 3;
  return system("true");
}
END
musl-gcc -static -o a a.c && ./a
E2

within 'python: threads, subprocess, asyncio, sqlite, multiprocessing' python3 <<'E2'
import asyncio, ctypes, multiprocessing, os, random, select, signal, socket, sqlite3, ssl
import subprocess, tempfile, threading, time, mmap, concurrent.futures, resource, selectors, fcntl
from multiprocessing import shared_memory

def square(x): return x * x

async def serve():
    async def echo(r, w):
        w.write(await r.readline()); await w.drain(); w.close()
    s = await asyncio.start_server(echo, "127.0.0.1", 0)
    r, w = await asyncio.open_connection(*s.sockets[0].getsockname())
    w.write(b"x\n"); assert await r.readline() == b"x\n"; w.close()
    p = await asyncio.create_subprocess_exec("true"); assert await p.wait() == 0
    s.close()

def main():
    t = [threading.Thread(target=time.sleep, args=(0.01,)) for _ in range(8)]
    [x.start() for x in t]; [x.join() for x in t]
    assert subprocess.run(["sh", "-c", "echo x"], capture_output=True).stdout == b"x\n"
    subprocess.run(["true"], check=True, start_new_session=True, cwd="/", close_fds=True, umask=0o22)
    asyncio.run(serve())
    d = sqlite3.connect(tempfile.mktemp()); d.execute("pragma journal_mode=wal"); d.execute("create table t(x)"); d.execute("insert into t values(1)"); d.commit()
    for how in "fork", "spawn", "forkserver":
        c = multiprocessing.get_context(how)
        with c.Pool(2) as p: assert p.map(square, [2, 3]) == [4, 9]
        l = c.Lock(); l.acquire(); l.release(); c.Semaphore(2); q = c.Queue(); q.put(1); assert q.get() == 1
    m = shared_memory.SharedMemory(create=True, size=4096); m.buf[0] = 1; m.close(); m.unlink()
    with concurrent.futures.ProcessPoolExecutor(2) as e: assert list(e.map(square, [4])) == [16]
    mmap.mmap(-1, 4096).close(); resource.getrlimit(resource.RLIMIT_NOFILE); random.SystemRandom().random()
    socket.getaddrinfo("127.0.0.1", 80); socket.if_nameindex(); os.getrandom(8); os.memfd_create("x")
    os.sched_getaffinity(0); os.pidfd_open(os.getpid()); selectors.DefaultSelector().close(); ssl.create_default_context()
    os.posix_spawn("/bin/true", ["true"], os.environ); os.wait(); ctypes.CDLL(None).getpid(); os.cpu_count()
    signal.setitimer(signal.ITIMER_REAL, 10); signal.setitimer(signal.ITIMER_REAL, 0); fcntl.flock(os.open("/dev/null", 0), fcntl.LOCK_SH)

if __name__ == "__main__": main()
E2

within 'node: http on loopback, worker threads, child processes' node <<'E2'
const http = require("http"), { Worker } = require("worker_threads"), cp = require("child_process"), fs = require("fs"), os = require("os"), zlib = require("zlib"), crypto = require("crypto"), cluster = require("cluster");
process.on("uncaughtException", e => { console.error(e); process.exit(1); });
const server = http.createServer((q, r) => r.end("x")).listen(0, "127.0.0.1", () =>
  http.get({ port: server.address().port, host: "127.0.0.1" }, r => r.on("data", d => {
    if (String(d) !== "x") process.exit(2);
    server.close();
    new Worker("require('worker_threads').parentPort.postMessage(7)", { eval: true }).on("message", m => {
      if (m !== 7) process.exit(3);
      if (cp.execFileSync("sh", ["-c", "echo y"]).toString() !== "y\n") process.exit(4);
      cp.fork("-e", [], { execArgv: ["-e", "process.send(1)"] }).on("message", async () => {
        fs.watch(os.tmpdir()).close(); os.networkInterfaces(); os.cpus(); zlib.gzipSync("x"); crypto.pbkdf2Sync("a", "b", 1, 8, "sha256");
        await fs.promises.writeFile(os.tmpdir() + "/n", "x"); await fs.promises.copyFile(os.tmpdir() + "/n", os.tmpdir() + "/n2");
        await fs.promises.rm(os.tmpdir() + "/n"); os.setPriority(0); process.exit(0);
      });
    });
  })));
setTimeout(() => process.exit(9), 300000).unref();
E2

within 'npm: scripts' sh npm <<'E2'
set -e
mkdir -p "$W/n" && cd "$W/n"
echo '{"name":"n","version":"1.0.0","scripts":{"build":"node -p 1+1"}}' >package.json
[ "$(npm run --silent --no-update-notifier --offline build)" = 2 ]
E2

within 'jq' sh jq <<'E2'
[ "$(echo '{"a":[1,2]}' | jq -c '.a|map(.+1)')" = '[2,3]' ]
E2

# The servers give up being root by themselves, or refuse to be it: they are another user at once.
chmod 711 "$T" "$W"
mkdir -p "$W/nginx" "$W/pg"
[ "$(id -u)" != 0 ] || chown postgres "$W/nginx" "$W/pg"
[ "$(id -u)" = 0 ] || [ "$RUN" != 'nc-seccomp --' ] || RUN_AS=$RUN
RUN=$RUN_AS

within 'nginx, with workers, and curl' sh nginx curl <<'E2'
set -e
PATH=$PATH:/usr/sbin
cd "$W/nginx" && mkdir t && echo page >t/index.html
port=$((18450 + $$ % 10000)) # another run of the tests has another
cat >conf <<END
worker_processes 2; pid $W/nginx/pid; error_log stderr warn; daemon off;
events { worker_connections 64; }
http { access_log off; sendfile on; aio threads; client_body_temp_path b; proxy_temp_path p; fastcgi_temp_path f; uwsgi_temp_path u; scgi_temp_path s;
  server { listen unix:$W/nginx/sock; root $W/nginx/t; } server { listen 127.0.0.1:$port; root $W/nginx/t; } }
END
nginx -p "$W/nginx" -c "$W/nginx/conf" & n=$!
i=0; until curl -s -o /dev/null --unix-socket sock http://x/ || [ $((i += 1)) = 600 ]; do sleep 0.1; done
[ "$(curl -s --unix-socket sock http://x/)" = page ]
[ "$(curl -s "http://127.0.0.1:$port/")" = page ]
nginx -p "$W/nginx" -c "$W/nginx/conf" -s reload
sleep 0.3
[ "$(curl -s "http://127.0.0.1:$port/")" = page ]
kill -QUIT $n && wait $n
E2

pg=$(find /usr/lib/postgresql -name initdb 2>/dev/null | sort -V | tail -n 1)
if [ -z "$pg" ]; then
  skip 'PostgreSQL is not installed' 'PostgreSQL'
else
  export PG="${pg%/initdb}"
  cat >"$W/pg.sh" <<'E2'
set -e
cd "$W/pg"
export PGCTLTIMEOUT=300
"$PG/initdb" -D d -A trust -U p --no-instructions >init 2>&1 || { cat init >&2; exit 1; }
"$PG/pg_ctl" -s -D d -w -l log -o "-h '' -k $W/pg -c max_parallel_workers_per_gather=2 -c effective_io_concurrency=0" start || { cat log >&2; exit 1; }
"$PG/psql" -q -h "$W/pg" -U p -v ON_ERROR_STOP=1 postgres <<END
create table t as select generate_series(1, 50000) x; create index on t(x); analyze t;
set parallel_setup_cost = 0; set parallel_tuple_cost = 0; set min_parallel_table_scan_size = 0;
\\o /dev/null
select sum(x) from t;
END
[ "$("$PG/psql" -At -h "$W/pg" -U p -c 'vacuum' -c 'checkpoint' -c 'select count(*) from t' postgres | tail -n 1)" = 50000 ]
"$PG/pg_ctl" -s -D d -w -m fast stop
! grep -Ei 'not permitted|not implemented|PANIC' log >&2
E2
  # shellcheck disable=SC2086  # lists of words
  works 'PostgreSQL: a cluster, parallel queries, vacuum' -- $RUN sh "$W/pg.sh"
  unlike "$T/err" 'not permitted' 'PostgreSQL: no complaint'
fi

finish
