#!/usr/bin/env python3
"""What a pod of the chart's size does with more than fits into it: large bodies, full journals, subscribers that do not read.

    SUT=target/release/sidemock python3 tests/soak/small_pod.py [--memory 128] [--only NAME]

Each case starts a server in a memory cgroup of its own (see soak.py). Fails when the server ends, gives no answer or another
one than was expected, or does not obey SIGTERM."""
import argparse
import collections
import http.client
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from soak import FIRST_PORT, MB, TOKEN, Cgroup, ask, connect, environment, resident, route

# Beyond the ports of twelve environments.
MANAGEMENT = FIRST_PORT + 20
PLAIN = {"Content-Type": "text/plain"}


def post(port, size):
    """The status; or that the server refused it before all was sent, as it may."""
    try:
        return ask(port, "POST", "/sink", b"x" * size, PLAIN)[0]
    except (ConnectionError, http.client.RemoteDisconnected) as error:
        return type(error).__name__


def many_environments(said):
    for _ in range(20):
        for at in range(12):
            said[post(FIRST_PORT + at, MB)] += 1


def many_environments_at_once(said):
    def one(at):
        for _ in range(20):
            said[post(FIRST_PORT + at, MB)] += 1

    threads = [threading.Thread(target=one, args=(at,)) for at in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def one_huge_body(said):
    said[post(FIRST_PORT, 99 * MB)] += 1


def many_bodies(said):
    for _ in range(200):
        said[post(FIRST_PORT, MB)] += 1


def unread_subscribers(said):
    head = f"GET /mockoon-admin/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {TOKEN}\r\n\r\n".encode()
    subscribers = [connect(FIRST_PORT) for _ in range(100)]
    for subscriber in subscribers:
        subscriber.sendall(head)
    for _ in range(10):
        said[post(FIRST_PORT, 3 * MB)] += 1
    for subscriber in subscribers:
        subscriber.close()


# What is done, how many environments there are, settings, and the answers that are right.
CASES = {
    "12 environments, twenty 1 MB POSTs to each": (many_environments, 12, {}, {200}),
    "the same from 12 clients at once": (many_environments_at_once, 12, {}, {200, 503}),
    "one 99 MB POST": (one_huge_body, 1, {}, {413, "ConnectionResetError", "BrokenPipeError"}),
    "200 POSTs of 1 MB, bodies up to 32 MB": (many_bodies, 1, {"MOCKOON_MAX_REQUEST_BODY_SIZE": "32MB"}, {200}),
    "100 unread subscribers, ten 3 MB POSTs": (unread_subscribers, 1, {}, {200}),
}


def wait_until_ready(server):
    for _ in range(300):
        try:
            if ask(MANAGEMENT, "GET", "/readyz", timeout=5)[0] == 200:
                return
        except OSError:
            pass
        if server.poll() is not None:
            break
        time.sleep(0.1)
    raise SystemExit("the server does not get ready")


def run(name, memory):
    act, count, settings, right = CASES[name]
    group = Cgroup(memory)
    with tempfile.TemporaryDirectory(prefix="sidemock-pod-") as folder:
        for at in range(count):
            file = Path(folder, f"{at:02}.json")
            file.write_text(json.dumps(environment(f"e{at}", FIRST_PORT + at, [route("post", "sink", "taken"), route("get", "ok", "ok")])))
        variables = {
            "MOCKOON_DATA": folder, "MOCKOON_MANAGEMENT_PORT": str(MANAGEMENT), "MOCKOON_ADMIN_API_TOKEN": TOKEN,
            "MOCKOON_LOG_LEVEL": "warn", **settings,
        }
        if not group.path:
            variables["MOCKOON_MEMORY_BUDGET"] = f"{memory * 6 // 10}MB"
        with open(Path(folder, "log"), "wb") as log:
            server = subprocess.Popen(
                [os.environ.get("SUT", "target/release/sidemock")], env=variables, stdout=log, stderr=log, preexec_fn=group.enter)
        said = collections.Counter()
        try:
            wait_until_ready(server)
            rest = resident(server.pid)
            act(said)
            after = resident(server.pid)
            time.sleep(10)
            later = resident(server.pid)
            alive = ask(FIRST_PORT, "GET", "/ok")[0] == 200 and ask(MANAGEMENT, "GET", "/livez")[0] == 200
            server.send_signal(signal.SIGTERM)
            good = alive and server.wait(20) == 0 and set(said) <= right
        finally:
            if server.poll() is None:
                server.kill()
                server.wait()
        peak = int(group.peak.read_text()) / MB if group.path else float("nan")
        group.remove()
    print(f"{name}: {dict(said)}; resident {rest:.1f}, then {after:.1f}, ten seconds later {later:.1f} MiB; cgroup peak {peak:.1f} of {memory} MiB; {'good' if good else 'BAD'}", flush=True)
    return good


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--memory", type=int, default=128)
    arguments.add_argument("--only", default="", help="part of a name")
    arguments = arguments.parse_args()
    results = [run(name, arguments.memory) for name in CASES if arguments.only in name]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
