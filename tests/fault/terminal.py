# SPDX-License-Identifier: ISC
"""terminal.py CMD...: runs CMD on a terminal, prints what that shows, and types ^D when its own
input ends. Leaves with CMD's code, or 99 if CMD has left other modes behind than it found."""
import os
import pty
import select
import subprocess
import sys
import termios

master, slave = pty.openpty()
before = termios.tcgetattr(slave)
child = subprocess.Popen(sys.argv[1:], stdin=slave, stdout=slave)
watched = [master, 0]
while True:
    ended = child.poll() is not None
    ready = select.select(watched, [], [], 0 if ended else 0.02)[0]
    if ended and master not in ready:
        break
    if master in ready:
        os.write(1, os.read(master, 65536).replace(b"\r", b""))
    if 0 in ready and not os.read(0, 1):
        watched.remove(0)
        os.write(master, b"\x04")
if termios.tcgetattr(slave) != before:
    sys.exit(99)
sys.exit(child.returncode if child.returncode >= 0 else 128 - child.returncode)
