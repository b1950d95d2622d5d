#!/usr/bin/env python3
"""How long an apply takes that changes one process of many.

    scripts/bench/apply.py [--processes 500] [--rounds 10] [--sentinelzero ./sentinelzero]

Makes a scratch home and a process file, brings it up, then changes one field of one process again and again and times
`config apply` from the shell. Every other round changes a field that is taken on in place, the others one that needs a
restart; last come rounds in which nothing changed. Checks that the pids of all others are the same at the end. Needs
python3 and a built SentinelZero.
"""
import argparse
import json
import os
import shutil
import statistics
import subprocess
import tempfile
import time


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--processes", type=int, default=500)
    arguments.add_argument("--rounds", type=int, default=10)
    arguments.add_argument("--sentinelzero", default="./sentinelzero")
    options = arguments.parse_args()
    folder = tempfile.mkdtemp(prefix="sz-apply-")
    try:
        measure(options, folder)
    finally:
        verb(options, folder, "down", "--all")
        shutil.rmtree(folder)


def verb(options, folder, *words):
    command = [options.sentinelzero, "--home", os.path.join(folder, "home"), *words]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=False)
    return done.returncode, done.stdout


def write(options, folder, timeout, seconds):
    lines = ["version: 1", "project: many", "processes:"]
    for number in range(options.processes):
        chosen = number == options.processes // 2
        stop = f"{timeout}s" if chosen else "5s"
        sleep = seconds if chosen else 100000
        lines.append(f"  p{number}: {{ command: [sleep, '{sleep}'], stop: {{ timeout: {stop} }} }}")
    file = os.path.join(folder, "many.yaml")
    with open(file, "w", encoding="utf-8") as out:
        out.write("\n".join(lines) + "\n")
    return file


def pids(options, folder):
    answer = json.loads(verb(options, folder, "list", "--format", "json")[1])
    return {one["name"]: one["pid"] for one in answer["processes"]}


def timed(options, folder, file):
    begin = time.monotonic()
    code, out = verb(options, folder, "config", "apply", "-f", file, "--format", "json")
    took = time.monotonic() - begin
    if code != 0:
        raise SystemExit(f"config apply ended with {code}")
    touched = [one["name"] for one in json.loads(out)["changes"] if one["action"] != "untouched"]
    return took, touched


def measure(options, folder):
    begin = time.monotonic()
    if verb(options, folder, "up", "-f", write(options, folder, 5, 100000))[0] != 0:
        raise SystemExit("up failed")
    print(f"{options.processes} processes up, with the start of the daemon: {time.monotonic() - begin:.2f} s")
    before = pids(options, folder)
    chosen = f"p{options.processes // 2}"
    kinds = {"in place": [], "restart": [], "nothing": []}
    timeout, seconds = 5, 100000
    for number in range(options.rounds * 2):
        kind = "restart" if number % 2 else "in place"
        timeout, seconds = (timeout, seconds + 1) if number % 2 else (timeout + 1, seconds)
        took, touched = timed(options, folder, write(options, folder, timeout, seconds))
        if touched != [chosen]:
            raise SystemExit(f"touched {touched}")
        kinds[kind].append(took)
    for _ in range(options.rounds):
        took, touched = timed(options, folder, write(options, folder, timeout, seconds))
        if touched:
            raise SystemExit(f"touched {touched}")
        kinds["nothing"].append(took)
    after = pids(options, folder)
    if [name for name in before if name != chosen and before[name] != after.get(name)]:
        raise SystemExit("a process that did not change has another pid")
    for kind, times in kinds.items():
        print(f"{kind}: p50 {statistics.median(times):.3f} s, min {min(times):.3f}, max {max(times):.3f}")
    print("load", os.getloadavg())


main()
