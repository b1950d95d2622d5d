#!/usr/bin/env python3
"""How long a killed process takes to come back while the database is locked.

    scripts/bench/locked.py [--kills 120] [--seconds 10] [--unlocked] [--sentinelzero ./sentinelzero]

Makes a scratch home, starts a daemon and processes with the policy `always` and no pause, locks the SQLite database
from this process (BEGIN EXCLUSIVE), keeps bulk restarts going beside, and kills one process after the other with
SIGKILL. The time runs from the kill until a file that the successor makes has been seen; it is looked for every half
millisecond. So it holds the start of a shell, too. Needs python3 and a built SentinelZero.
"""
import argparse
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time

POLICY = "{ restart: always, delay: 0s, max_retries: -1 }"
PROCESSES = 10


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--kills", type=int, default=120)
    arguments.add_argument("--seconds", type=float, default=10, help="least time that the lock is held")
    arguments.add_argument("--unlocked", action="store_true", help="the same without the lock, to compare")
    arguments.add_argument("--sentinelzero", default="./sentinelzero")
    options = arguments.parse_args()
    folder = tempfile.mkdtemp(prefix="sz-locked-")
    try:
        measure(options, folder)
    finally:
        verb(options, folder, "down", "--all")
        shutil.rmtree(folder)


def verb(options, folder, *words):
    command = [options.sentinelzero, "--home", os.path.join(folder, "home"), *words]
    return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode


def measure(options, folder):
    # Each start makes a file whose name is its pid.
    starts = os.path.join(folder, "starts")
    os.mkdir(starts)
    lines = ["version: 1", "project: locked", "policies:", f"  at-once: {POLICY}", "processes:"]
    for number in range(PROCESSES):
        target = os.path.join(starts, str(number))
        os.mkdir(target)
        script = f": > {target}/$$$$; exec sleep 1000"  # a process file says $$ for one $
        lines.append(f"  p{number}: {{ command: [/bin/sh, -c, '{script}'], policy: at-once }}")
        lines.append(f"  q{number}: {{ command: [sleep, '1000'], group: bulk }}")
    file = os.path.join(folder, "locked.yaml")
    with open(file, "w", encoding="utf-8") as out:
        out.write("\n".join(lines) + "\n")
    if verb(options, folder, "up", "-f", file) != 0:
        sys.exit("the daemon could not be started")
    time.sleep(1)
    lock = None
    if not options.unlocked:
        path = os.path.join(folder, "home", "db", "sentinelzero.db")
        lock = sqlite3.connect(path, timeout=30, isolation_level=None)
        lock.execute("BEGIN EXCLUSIVE")
    begin = time.monotonic()
    over = threading.Event()

    def bulk():
        while not over.is_set():
            verb(options, folder, "restart", "--group", "bulk")

    beside = threading.Thread(target=bulk)
    beside.start()
    try:
        taken = kills(options, starts, begin)
    finally:
        over.set()
        beside.join()
    held = time.monotonic() - begin
    if lock is not None:
        lock.execute("ROLLBACK")
    report(options, taken, held)


def kills(options, starts, begin):
    taken = []
    number = 0
    while len(taken) < options.kills or time.monotonic() - begin < options.seconds:
        folder = os.path.join(starts, str(number % PROCESSES))
        number += 1
        before = set(os.listdir(folder))
        pid = current(folder, before)
        killed = time.monotonic_ns()
        os.kill(pid, signal.SIGKILL)
        while set(os.listdir(folder)) == before:
            time.sleep(0.0005)
        taken.append((time.monotonic_ns() - killed) / 1e6)
    return taken


def current(folder, names):
    """The pid that made its file last; older ones are gone."""
    return int(max(names, key=lambda name: os.stat(os.path.join(folder, name)).st_mtime_ns))


def report(options, taken, held):
    taken.sort()
    lock = "without a lock" if options.unlocked else f"database locked for {held:.1f} s"
    share = lambda part: taken[min(len(taken) - 1, int(part * len(taken)))]
    print(
        f"{len(taken)} kills, {lock}: p50 {share(0.5):.1f} ms, p99 {share(0.99):.1f} ms, "
        f"max {taken[-1]:.1f} ms (goal of p99: 50 ms)"
    )


if __name__ == "__main__":
    main()
