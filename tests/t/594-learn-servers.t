. tests/tap.sh
# SPDX-License-Identifier: ISC

# One recorded run of a real server makes its three policies, and under them, pinned, it works.
PATH=$PATH:$(find /usr/lib/postgresql -maxdepth 2 -name bin 2>/dev/null | tail -n 1)
for program in initdb nginx python3 node curl; do
  command -v $program >/dev/null || skip_all "no $program"
done
mkdir -m 755 "$T/work"

cat >"$T/work/postgres" <<'END'
initdb -D /tmp/data --auth=trust >/dev/null
pg_ctl -D /tmp/data -l /tmp/log -w -o '-k /tmp -h 127.0.0.1' start >/dev/null || { cat /tmp/log && exit 1; }
psql -h /tmp -d postgres -qAtc 'create table t (n int); insert into t select generate_series(1, 10000); checkpoint'
psql -h 127.0.0.1 -d postgres -qAtc 'select sum(n) from t'
pg_ctl -D /tmp/data -w -m fast stop >/dev/null
END
cat >"$T/work/nginx" <<'END'
mkdir /tmp/www
echo 50005000 >/tmp/www/index.html
cat >/tmp/nginx.conf <<C
pid /tmp/pid; error_log /tmp/error; worker_processes 2;
events {}
http {
  access_log /tmp/access; client_body_temp_path /tmp/b; proxy_temp_path /tmp/p;
  fastcgi_temp_path /tmp/f; uwsgi_temp_path /tmp/u; scgi_temp_path /tmp/s;
  server { listen 127.0.0.1:8080; root /tmp/www; }
}
C
nginx -c /tmp/nginx.conf
sh /work/served 8080
nginx -c /tmp/nginx.conf -s quit 2>/dev/null
while [ -e /tmp/pid ]; do sleep 0.1; done
END
# What happens now and then only is made to happen: a trace has what was seen, and nothing else.
# A server that has failed leaves /tmp/gone, and is not waited for.
cat >"$T/work/served" <<'END'
curl -s "http://127.0.0.1:1/" || :
try=0
while [ $((try += 1)) -le 120 ]; do
  sleep 0.5
  curl -s "http://127.0.0.1:$1/" && exit
  [ ! -e /tmp/gone ] || exit 1
done
exit 1
END
cat >"$T/work/python" <<'END'
mkdir /tmp/www && cd /tmp/www
echo 50005000 >index.html
{ python3 -m http.server --bind 127.0.0.1 8000 2>/dev/null || : >/tmp/gone; } &
sh /work/served 8000
END
cat >"$T/work/node" <<'END'
node -e '
  require("http").createServer((_, r) => r.end("50005000\n")).listen(8001, "127.0.0.1")
    .on("error", () => require("fs").writeFileSync("/tmp/gone", ""))' &
sh /work/served 8001
END

contained() { # server, flags
  server=$1
  shift
  timeout -k 5 300 nucleus run --rm --user 1000:1000 --volume "$T/work:/work:ro" -e "PATH=$PATH" "$@" -- \
    sh -eu "/work/$server"
}
pinned() { # kind, flag: the words that give the policy
  echo "--$2 $T/$server.$1 --$2-sha256 $(sha256sum "$T/$server.$1" | cut -d' ' -f1)"
}

for server in postgres nginx python node; do
  works "$server runs, recorded" -- contained $server --seccomp-mode trace --seccomp-log "$T/$server.trace"
  is "$(cat "$T/out")" 50005000 "$server serves"
  works "$server: a profile" -- nucleus seccomp generate "$T/$server.trace" -o "$T/$server.seccomp"
  works "$server: rules" -- nucleus landlock generate "$T/$server.trace" -o "$T/$server.landlock"
  works "$server: capabilities" -- nucleus caps generate "$T/$server.trace" -o "$T/$server.caps"
  for again in '' ', again'; do
    # shellcheck disable=SC2046 # words
    works "$server runs under them$again" -- contained $server $(pinned seccomp seccomp-profile) \
      $(pinned landlock landlock-policy) $(pinned caps caps-policy)
    is "$(cat "$T/out")" 50005000 "$server serves$again"
  done
  # and they are what decides: without the call, or the rule, there is nothing to be served
  jq 'del(.syscalls[] | select(.names == ["bind"]))' "$T/$server.seccomp" >"$T/less"
  run contained $server --seccomp-profile "$T/less"
  isnt "$(cat "$T/out")" 50005000 "$server does not without bind"
done
finish
