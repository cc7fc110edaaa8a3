#!/bin/sh
# SPDX-License-Identifier: ISC
#
# tests/fault/detached.sh [-c] TOOLS CMD...
#
# Runs CMD, which starts the container "fault" and goes; -c: which creates it, and nc-state starts
# it. When our input ends, prints what the log of the container has, and removes it. Leaves with
# CMD's code, or 125 if it could not be started; where all that was well, with
#   96  CMD says that it has failed, and the container goes on
#   97  the container cannot be removed
#   98  what CMD printed is no ID
#   111 the container has ended by itself; its log goes to stderr
# TOOLS has nc-state twice: as "state" it is no link to inject, and no fault is for it.
set -eu

create=''
[ "$1" != -c ] || { create=1 && shift; }
tools=$1
shift

runs() { [ -n "$("$tools/state" list -q)" ]; }
goes_on() { "$tools/state" list -aj | grep -qE '"status": ?"(created|running)"'; }
is_there() { [ -L "$NUCLEUS_STATE_DIR/names/fault" ]; }
remove() { ! is_there || "$tools/state" remove -f fault >/dev/null || ! is_there || exit 97; }

soon() { # CMD...: is it so, if not at once?
  n=0
  until "$@"; do
    [ $((n += 1)) -le 100 ] || return 1
    sleep 0.02
  done
}

has_ended() { ! goes_on; }

fail() { # code
  # one whose start was cancelled takes a moment
  ! soon has_ended || exit "$1"
  remove
  exit 96
}

# What nc-monitor has to say, too, once it has told that the container runs
log() {
  "$tools/state" logs fault | awk '/^nc-monitor: / { print >"/dev/stderr"; next } { print }'
}

has() { "$tools/state" logs fault | grep -q "$1"; }

code=0
id=$("$@") || code=$?
[ "$code" = 0 ] || fail "$code"
case $id in *[!0-9a-f]*) exit 98 ;; ????????????????????????????????) ;; *) exit 98 ;; esac
if [ -n "$create" ] && ! "$tools/nc-state" start fault >/dev/null; then
  remove
  exit 125
fi
# s6-log may take a while
while runs && ! has '^end$'; do sleep 0.02; done
! runs || cat
if runs; then
  log
  remove
else
  soon has '^nc-monitor: fatal: ' || :
  log
  remove
  exit 111
fi
