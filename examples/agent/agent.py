"""An agent as small as can be: it reads its context, computes, and prints an answer.

    nucleus run --context ./examples/agent -- python3 /context/agent.py

Then it looks around and prints what it can reach. It leaves with 3 if it finds something that a
container must not give it.
"""

import csv
import os
import socket
import sys
from collections import defaultdict


def answer(context):
    with open(os.path.join(context, "task.txt")) as f:
        print("task:", f.read().strip())
    spent = defaultdict(float)
    with open(os.path.join(context, "orders.csv"), newline="") as f:
        for order in csv.DictReader(f):
            spent[order["customer"]] += int(order["quantity"]) * float(order["price"])
    most = max(spent, key=spent.get)
    print(f"answer: {most} spent most, {spent[most]:.2f}; all of them owe {sum(spent.values()):.2f}")


def can(what, attempt):
    try:
        attempt()
    except OSError as e:
        print(f"  {what}: no ({e.strerror})")
        return False
    print(f"  {what}: yes")
    return True


def write(path):
    with open(path, "w") as f:
        f.write("x")


def connect():
    with socket.create_connection(("192.0.2.1", 80), timeout=1):
        pass


def look_around():
    with open("/proc/self/status") as f:
        status = dict(line.rstrip("\n").split(":\t", 1) for line in f if ":\t" in line)
    processes = [p for p in os.listdir("/proc") if p.isdigit()]
    print("what the agent sees:")
    print(f"  user {os.getuid()}, capabilities {status['CapEff']}, no new privileges"
          f" {status['NoNewPrivs']}, system call filter {status['Seccomp']}")
    print(f"  {len(processes)} processes, host name {socket.gethostname()}")
    print(f"  in /: {' '.join(sorted(os.listdir('/')))}")
    allowed = [can("write to /tmp", lambda: write("/tmp/x")),
               can("write to its context", lambda: write("/context/x"))]
    forbidden = [can("write to /usr", lambda: write("/usr/x")),
                 can("read /etc/shadow", lambda: open("/etc/shadow").close()),
                 can("reach the network", connect),
                 can("change the kernel", lambda: write("/proc/sys/kernel/core_pattern"))]
    return all(allowed) and not any(forbidden)


answer(os.path.dirname(os.path.abspath(__file__)))
sys.exit(0 if look_around() else 3)
