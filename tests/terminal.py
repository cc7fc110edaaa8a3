# SPDX-License-Identifier: ISC
"""terminal.py: plays the terminal of the tests.

run [-s] [-i BYTES] CMD...   runs CMD on a terminal of 33 lines and 99 columns and prints what it
                     shows; -s: reads in small pieces only when CMD can write no more; -i: types
                     that many bytes, as many as go before it reads anything. Leaves with CMD's code, and 99 if
                     CMD has left other modes behind than it found.
receive SOCKET CMD...        runs CMD, takes the terminal that comes on SOCKET, types "typed" and
                     prints what it shows; leaves with CMD's code
"""
import array
import fcntl
import os
import pty
import select
import socket
import struct
import subprocess
import sys
import termios
import time


def read(fd, size):
    try:
        return os.read(fd, size)
    except OSError:  # EIO: nobody has the other side any more
        return b""


def type_some(fd, n):
    """Returns how many bytes of n are left to type."""
    try:
        return n - os.write(fd, b"typed\n" * 100)
    except BlockingIOError:
        return n


def drain(fd, pause, size, typed=0, finished=lambda: False):
    os.set_blocking(fd, False)
    while True:
        over = finished()  # asked before the look: what it wrote to its end is there by now
        ready = select.select([fd], [fd] if typed > 0 else [], [], 0.2)
        if ready[1]:
            typed = type_some(fd, typed)
        if ready[0]:
            time.sleep(pause)
            data = read(fd, size)
            if not data:
                return
            os.write(1, data)
        elif over:
            return


def type_until_stuck(fd, n):
    """Types up to n bytes, reading nothing, until no more go for a while. Returns how many are left."""
    os.set_blocking(fd, False)
    tries = 0
    while n > 0 and tries < 10:
        left = type_some(fd, n)
        tries = tries + 1 if left == n else 0
        n = left
        if tries:
            time.sleep(0.1)
    return n


def run(argv):
    pause, size, typed = 0, 65536, 0
    while argv[0] in ("-s", "-i"):
        if argv.pop(0) == "-s":
            pause, size = 0.0005, 1000
        else:
            typed = int(argv.pop(0))
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 33, 99, 0, 0))
    before = termios.tcgetattr(slave)
    pid = os.fork()
    if not pid:
        os.setsid()
        fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
        for fd in (0, 1, 2):
            os.dup2(slave, fd)
        os.execvp(argv[0], argv)
    typed = type_until_stuck(master, typed)
    status = []

    def finished():
        if not status:
            done, how = os.waitpid(pid, os.WNOHANG)
            if done:
                status.append(how)
        return bool(status)

    drain(master, pause, size, typed, finished)
    while not finished():
        time.sleep(0.05)
    if termios.tcgetattr(slave) != before:
        print("terminal.py: the modes are not what they were")
        return 99
    return os.waitstatus_to_exitcode(status[0]) % 256


def receive(path, argv):
    server = socket.socket(socket.AF_UNIX)
    server.bind(path)
    server.listen()
    child = subprocess.Popen(argv, stdin=subprocess.DEVNULL)
    with server.accept()[0] as peer:
        fds = array.array("i")
        _, control, _, _ = peer.recvmsg(4096, socket.CMSG_SPACE(fds.itemsize))
        fds.frombytes(control[0][2][: fds.itemsize])
    os.write(fds[0], b"typed\n")
    drain(fds[0], 0, 65536)
    return child.wait()


if __name__ == "__main__":
    if sys.argv[1] == "run":
        sys.exit(run(sys.argv[2:]))
    sys.exit(receive(sys.argv[2], sys.argv[3:]))
