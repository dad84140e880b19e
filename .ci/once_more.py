#!/usr/bin/env python3
"""Runs tests, and those that fail once more by themselves: what passes then depends on the load of the machine, is named,
and does not fail the step.

    once_more.py cargo cargo test --locked --quiet --no-fail-fast
    once_more.py unittest python3 -m unittest

A run that ends without naming every test that failed (no compilation, a crash) is not repeated. A run that prints nothing
for ten minutes hangs: it is stopped with all its processes, and what still ran is in its last lines.
"""

import os
import re
import signal
import subprocess
import sys
import threading

SILENCE = 600


def cargo_failures(output):
    """Names of the tests that failed; None when something else went wrong too."""
    results = re.findall(r"^test result: FAILED\. \d+ passed; (\d+) failed", output, re.M)
    targets = re.search(r"^error: (\d+) targets? failed:", output, re.M)
    names = set(re.findall(r"^    ([a-z_0-9]+(?:::[a-z_0-9]+)*)$", output, re.M))
    whole = targets and int(targets[1]) == len(results) and sum(map(int, results)) == len(names)
    return names if whole else None


def unittest_failures(output):
    """The same for Python's unittest; the parts of one test (subTest) are that test."""
    names = set(re.findall(r"^(?:FAIL|ERROR): \S+ \(([\w.]+)\)", output, re.M))
    return names if re.search(r"^FAILED \(", output, re.M) else None


KINDS = {"cargo": (cargo_failures, ["--", "--exact"]), "unittest": (unittest_failures, [])}


def run(command):
    """Exit code and output, which is shown as it comes."""
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    process = subprocess.Popen(command, **pipes, start_new_session=True, text=True, errors="replace")

    def stop():
        print(f"\nHANGS: nothing printed for {SILENCE} s", flush=True)
        os.killpg(process.pid, signal.SIGKILL)

    output = []
    watch = threading.Timer(SILENCE, stop)
    watch.start()
    for line in process.stdout:
        watch.cancel()
        print(line, end="", flush=True)
        output.append(line)
        watch = threading.Timer(SILENCE, stop)
        watch.start()
    watch.cancel()
    return process.wait(), "".join(output)


def main(kind, command):
    failures, separator = KINDS[kind]
    code, output = run(command)
    if code == 0:
        return 0
    names = failures(output)
    if not names:
        return code
    print(f"once more: {' '.join(sorted(names))}", flush=True)
    code, _ = run([*command, *separator, *sorted(names)])
    if code == 0:
        print(f"UNSTEADY, passed alone: {' '.join(sorted(names))}")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
