"""How others fare while hostile clients are at work: what attack.py and floods.py have in common.

Each kind of client runs several times at once for some seconds. Printed for each: how long the probes and another route
took, resident memory at most and afterwards, and what became of the clients. It fails when the server ends or panics, an
honest request is not answered, memory goes beyond the budget and what the process weighs at rest, or SIGTERM does not end
it; with `--judge` also when a probe takes longer than 100 ms or the other route 250 ms (p99), which is meant for an optimised
binary on a quiet machine. Probes are asked from processes of their own: what Python waits for itself is not counted.
A client is a function of `stop` (it returns when that is set) and of what it tells each outcome to.
"""

import argparse
import json
import multiprocessing
import os
import signal
import statistics
import subprocess
import tempfile
import threading
import time
from pathlib import Path

import soak
from soak import FIRST_PORT, MANAGEMENT, TOKEN, ask, resident

PLACES = [(MANAGEMENT, "/livez"), (MANAGEMENT, "/readyz"), (FIRST_PORT, "/ok")]


def options(clients, budget):
    """The arguments that both have."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--threads", default="2")
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--clients", type=int, default=clients)
    parser.add_argument("--budget", default=budget)
    parser.add_argument("--judge", action="store_true", help="fail beyond 100 ms (probes) and 250 ms (p99 of /ok): optimised binary, quiet machine")
    parser.add_argument("names", nargs="*", default=["*"], help="which ones; may hold *")
    return parser.parse_args()


def probe(port, path, stop, results):
    answers = []
    while not stop.is_set():
        began = time.monotonic()
        try:
            status, _ = ask(port, "GET", path, timeout=10)
        except OSError as error:
            status = type(error).__name__
        answers.append((1000 * (time.monotonic() - began), status))
        time.sleep(0.02)
    results.put((path, answers))


def beside(name, server, arguments, client):
    """Runs clients of one kind beside the probes; gives what was wrong."""
    answers, stop, results = {}, multiprocessing.Event(), multiprocessing.Queue()

    def became(what):
        answers[what] = answers.get(what, 0) + 1

    probes = [multiprocessing.Process(target=probe, args=(*place, stop, results)) for place in PLACES]
    clients = [threading.Thread(target=client, args=(stop, became), daemon=True) for _ in range(arguments.clients)]
    for one in probes + clients:
        one.start()
    most, end = 0, time.monotonic() + arguments.seconds
    while time.monotonic() < end and server.poll() is None:
        most = max(most, resident(server.pid))
        time.sleep(0.05)
    stop.set()
    seen = dict(results.get() for _ in probes)
    for one in probes + clients:
        one.join(40)
    if server.poll() is not None:
        return [f"{name}: the server ended with {server.returncode}"]
    shown, mistakes = [], []
    for _, path in PLACES:
        wrong = sorted({str(status) for _, status in seen[path] if status != 200})
        times = sorted(took for took, _ in seen[path]) or [0]
        last, allowed = (times[-1], 100) if path != "/ok" else (times[len(times) * 99 // 100], 250)
        if wrong or not seen[path] or arguments.judge and last > allowed:
            mistakes.append(f"{name}: {path} took {last:.0f} ms, {len(seen[path])} answers, wrong ones: {wrong}")
        shown.append(f"{path} {statistics.median(times):.0f}/{last:.0f} ms")
    often = sorted(answers.items(), key=lambda item: -item[1])[:3]
    print(f"{name}: {', '.join(shown)}; {most:.0f} MiB at most, {at_rest(server.pid):.0f} after; {often}", flush=True)
    if most > arguments.base + arguments.limit:
        mistakes.append(f"{name}: {most:.0f} MiB resident; {arguments.base:.0f} at rest and a budget of {arguments.limit}")
    return mistakes


def at_rest(pid):
    """What is resident once the server has had a moment to give memory back."""
    rest = resident(pid)
    for _ in range(20):
        time.sleep(0.1)
        rest, before = resident(pid), rest
        if rest >= before:
            break
    return rest


def judge(sites, arguments, work):
    """Serves these environments within the budget while `work` gives what was wrong of the server that it is given; the
    program's exit code."""
    arguments.limit = int(arguments.budget.removesuffix("MB"))
    directory = tempfile.mkdtemp(prefix="sidemock-soak-")
    files = []
    for site in sites:
        files.append(Path(directory, f"{site['name']}.json"))
        files[-1].write_text(json.dumps(site))
    log = open(f"{directory}/log", "wb")
    variables = {
        "MOCKOON_DATA": ",".join(map(str, files)), "MOCKOON_MANAGEMENT_PORT": str(MANAGEMENT), "MOCKOON_ADMIN_API_TOKEN": TOKEN,
        "MOCKOON_LOG_LEVEL": "warn", "MOCKOON_MEMORY_BUDGET": arguments.budget, "MOCKOON_WORKER_THREADS": arguments.threads,
        "MOCKOON_REQUEST_TIMEOUT": "5s",
    }
    server = subprocess.Popen([os.environ.get("SUT", "target/release/sidemock")], env=variables, stdout=log, stderr=log)
    mistakes = []
    try:
        soak.wait_until_ready(server, log)
        arguments.base = resident(server.pid)
        print(f"at rest {arguments.base:.0f} MiB; median/most (p99 of /ok) of each probe")
        mistakes += work(server)
    finally:
        mistakes += end(server)
        if "panicked" in Path(log.name).read_text(errors="replace"):
            mistakes.append(f"a panic; log in {log.name}")
    print("\n".join(mistakes) or "nothing was wrong")
    return int(bool(mistakes))


def end(server):
    """SIGTERM, as a pod is ended."""
    if server.poll() is not None:
        return []
    began = time.monotonic()
    server.send_signal(signal.SIGTERM)
    try:
        print(f"SIGTERM: exit code {server.wait(20)} after {time.monotonic() - began:.1f} s")
        return []
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
        return ["no end within 20 s of SIGTERM"]
