#!/usr/bin/env python3
"""Honest requests in the middle of a hostile load, in a cgroup as small as the chart's limit.

    SUT=target/release/sidemock python3 tests/soak/soak.py [--minutes 10] [--memory 128]

Starts the server in a memory cgroup (where there is one that we may make; else MOCKOON_MEMORY_BUDGET alone bounds it), lets
every kind of hostile client loose on it, and asks honest questions between. Fails when an honest request fails, the server
ends, a probe takes long, or memory grows in the second half.
"""

import argparse
import base64
import http.client
import json
import os
import random
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from pathlib import Path

TOKEN = "soak"
MB = 1 << 20
FIRST_PORT = int(os.environ.get("SOAK_PORT", "23100"))
MANAGEMENT = FIRST_PORT + 9


def response(body, **fields):
    return {"uuid": "", "body": body, "statusCode": 200, "headers": [], "bodyType": "INLINE", "default": True, **fields}


def route(method, endpoint, body="", kind="http", **fields):
    return {
        "uuid": f"00000000-0000-4000-8000-{abs(hash((method, endpoint, kind))) % 10**12:012d}", "type": kind,
        "method": method, "endpoint": endpoint, "responses": [response(body, **fields)],
    }


def environment(name, port, routes, **fields):
    return {
        "uuid": "", "lastMigration": 33, "name": name, "port": port, "hostname": "127.0.0.1", "routes": routes,
        "rootChildren": [{"type": "route", "uuid": r["uuid"]} for r in routes], "folders": [], "headers": [],
        "data": [{"uuid": "", "id": "item", "name": "items", "value": "[]"}], "callbacks": [], **fields,
    }


def environments():
    items = dict(bodyType="DATABUCKET", databucketID="item")
    honest = [
        route("get", "ok", "ok"),
        route("post", "echo", "{{body 'name'}} {{queryParam 'q'}}"),
        route("", "items", kind="crud", **items),
        route("", "talk", "{{body}}", kind="ws"),
    ]
    hostile = [
        route("post", "sink", "taken"),
        route("post", "double", "{{{body}}}{{{body}}}"),
        route("get", "loop", "{{#repeat 100000000}}x{{/repeat}}"),
        route("get", "pad", "{{padStart 'x' 500000000 'y'}}"),
        route("post", "walk", "{{#each (bodyRaw)}}{{@index}}{{#each this}}{{this}}{{/each}}{{/each}}"),
        route("", "things", kind="crud", **items),
        route("", "ws", "{{body}}", kind="ws"),
    ]
    return [
        environment("honest", FIRST_PORT, honest),
        environment("hostile", FIRST_PORT + 1, hostile),
        environment("mirror", FIRST_PORT + 2, [], proxyMode=True, proxyHost=f"http://127.0.0.1:{FIRST_PORT + 2}"),
    ]


def connect(port, timeout=20):
    connection = socket.create_connection(("127.0.0.1", port), timeout=timeout)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def ask(port, method, path, body=None, headers=None, timeout=20):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def frame(opcode, payload):
    size = len(payload)
    head = bytes([0x80 | opcode]) + (bytes([0x80 | size]) if size < 126 else b"\xff" + size.to_bytes(8, "big"))
    return head + b"\0\0\0\0" + payload


def websocket(port, path, timeout=20):
    connection = connect(port, timeout)
    key = base64.b64encode(os.urandom(16)).decode()
    connection.sendall(
        f"GET {path} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        f"Sec-WebSocket-Key: {key}\r\n\r\n".encode())
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        byte = connection.recv(1)
        if not byte:
            raise ConnectionError("no handshake")
        head += byte
    return connection


# Hostile clients. Each runs again and again; whatever the server does to it is fine.

def posts(stop):
    size = random.choice([MB, 2 * MB, 5 * MB])
    ask(FIRST_PORT + 1, "POST", random.choice(["/sink", "/double"]), b"x" * size, {"Content-Type": "text/plain"})


def huge_post(stop):
    ask(FIRST_PORT + 1, "POST", "/sink", b"x" * (99 * MB), {"Content-Type": "application/octet-stream"})
    time.sleep(1)


def nested_json(stop):
    body = random.choice([b"[" * MB, b'{"items":[' + b"{}," * 300000 + b"{}]}", b"[[]," * 100000 + b"[]" + b"]" * 100000])
    ask(FIRST_PORT + 1, "POST", "/walk", body, {"Content-Type": "application/json"})


def endless_bodies(stop):
    open_ones = []
    for _ in range(60):
        connection = connect(FIRST_PORT + 1)
        connection.sendall(b"POST /sink HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n" + b"x" * random.choice([1, 200000]))
        open_ones.append(connection)
    while open_ones and not stop.is_set():
        time.sleep(1)
        for connection in list(open_ones):
            try:
                connection.sendall(b"x")
            except OSError:
                open_ones.remove(connection)
    for connection in open_ones:
        connection.close()


def crowds(stop):
    """Bodies that are small and stop half-way."""
    open_ones = []
    for _ in range(200):
        connection = connect(FIRST_PORT + 1, 5)
        open_ones.append(connection)
        connection.sendall(b"POST /sink HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n" + b"x" * 12000)
    stop.wait(5)
    for connection in open_ones:
        connection.close()


def pings(stop):
    connection = websocket(FIRST_PORT + 1, "/ws", 3)
    burst = frame(9, b"p" * 125) * 200
    while not stop.is_set():
        connection.sendall(burst)


def unfinished_messages(stop):
    connection = websocket(FIRST_PORT + 1, "/ws", 3)
    connection.sendall(frame(1, b"m" * (4 * MB))[:-1])
    stop.wait(3)


def subscribers(stop):
    head = f"GET /mockoon-admin/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {TOKEN}\r\n\r\n".encode()
    open_ones = [connect(FIRST_PORT + 1) for _ in range(40)]
    for connection in open_ones:
        connection.sendall(head)
    stop.wait(30)
    for connection in open_ones:
        connection.close()


def unread_answers(stop):
    body = b"y" * (2 * MB)
    head = b"POST /double HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n" % len(body)
    open_ones = []
    for _ in range(8):
        connection = connect(FIRST_PORT + 1, 5)
        connection.sendall(head + body)
        open_ones.append(connection)
    stop.wait(10)
    for connection in open_ones:
        connection.close()


def unread_logs(stop):
    connection = connect(FIRST_PORT + 1, 5)
    connection.sendall(f"GET /mockoon-admin/logs?limit=100 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {TOKEN}\r\n\r\n".encode())
    stop.wait(5)
    connection.close()


def bombs(stop):
    ask(FIRST_PORT + 1, "GET", random.choice(["/loop", "/pad"]))


def filters(stop):
    ask(FIRST_PORT + 1, "POST", "/things", json.dumps({"t": "a" * 16000}), {"Content-Type": "application/json"})
    ask(FIRST_PORT + 1, "GET", "/things?t_like=(%3F%3D.*0)(%3F%3D.*Z).%7B8%7D")
    if random.random() < 0.05:
        ask(FIRST_PORT + 1, "DELETE", "/things")


def mirrors(stop):
    ask(FIRST_PORT + 2, "GET", "/anything")


def malformed(stop):
    for target in (b"GET mockoon HTTP/1.1\r\nHost: x\r\n\r\n", b"CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n", b"\x00\x01\r\n\r\n"):
        for port in (MANAGEMENT, FIRST_PORT + 1):
            with connect(port, 5) as connection:
                connection.sendall(target)
                connection.recv(4096)
    stop.wait(0.1)


HOSTILE = [
    posts, posts, huge_post, nested_json, endless_bodies, crowds, crowds, pings, pings, unfinished_messages, unfinished_messages,
    subscribers, unread_answers, unread_logs, bombs, filters, mirrors, malformed,
]


def hostile(client, stop, runs):
    while not stop.is_set():
        try:
            client(stop)
            runs[client.__name__] = runs.get(client.__name__, 0) + 1
        except (OSError, http.client.HTTPException):
            runs[client.__name__] = runs.get(client.__name__, 0) + 1
            stop.wait(0.05)
        except Exception:  # a mistake of this script
            traceback.print_exc()
            os._exit(2)


class Honest:
    """Asks and notes what was wrong and how long it took."""

    def __init__(self):
        self.failures, self.times = [], {}

    def run(self, stop):
        number = 0
        while not stop.is_set():
            number += 1
            self.check("ok", lambda: self.expect(ask(FIRST_PORT, "GET", "/ok"), 200, b"ok"))
            self.check("echo", lambda: self.echo(number))
            self.check("crud", self.crud)
            self.check("talk", lambda: self.talk(number))
            self.check("livez", lambda: self.expect(ask(MANAGEMENT, "GET", "/livez", timeout=5), 200, b"ok\n"))
            self.check("readyz", lambda: self.expect(ask(MANAGEMENT, "GET", "/readyz", timeout=5), 200, b"ready\n"))
            stop.wait(0.02)

    def check(self, name, question):
        began = time.monotonic()
        try:
            question()
        except Exception as error:
            self.failures.append(f"{name}: {error!r}")
        self.times.setdefault(name, []).append(time.monotonic() - began)

    @staticmethod
    def expect(answer, status, body):
        if answer != (status, body):
            raise ValueError(f"{answer[0]} {answer[1][:200]!r}")

    def echo(self, number):
        body = json.dumps({"name": f"n{number}"})
        answer = ask(FIRST_PORT, "POST", f"/echo?q={number}", body, {"Content-Type": "application/json"})
        self.expect(answer, 200, f"n{number} {number}".encode())

    def crud(self):
        kind = {"Content-Type": "application/json"}
        status, made = ask(FIRST_PORT, "POST", "/items", '{"a": 1}', kind)
        if status != 201:
            raise ValueError(f"{status} {made[:200]!r}")
        item = json.loads(made)["id"]
        status, read = ask(FIRST_PORT, "GET", f"/items/{item}")
        if status != 200 or json.loads(read)["a"] != 1:
            raise ValueError(f"{status} {read[:200]!r}")
        status, _ = ask(FIRST_PORT, "DELETE", f"/items/{item}")
        if status != 200:
            raise ValueError(f"delete: {status}")

    def talk(self, number):
        with websocket(FIRST_PORT, "/talk") as connection:
            said = f"hello {number}".encode()
            connection.sendall(frame(1, said))
            expected = bytes([0x81, len(said)]) + said
            heard = b""
            while len(heard) < len(expected):
                part = connection.recv(1024)
                if not part:
                    raise ConnectionError("it ended")
                heard += part
            if heard != expected:
                raise ValueError(f"{heard[:100]!r}")
            connection.sendall(frame(8, (1000).to_bytes(2, "big")))


class Cgroup:
    """A memory cgroup of the first or second version; `None` files where none can be made."""

    def __init__(self, megabytes):
        name = f"sidemock-soak-{os.getpid()}"
        self.path = self.peak = None
        for root, limit, peak in (
            (Path("/sys/fs/cgroup/memory"), "memory.limit_in_bytes", "memory.max_usage_in_bytes"),
            (Path("/sys/fs/cgroup"), "memory.max", "memory.peak"),
        ):
            path = root / name
            try:
                path.mkdir()
                (path / limit).write_text(str(megabytes * MB))
                self.path, self.peak = path, path / peak
                return
            except OSError:
                if path.is_dir():
                    path.rmdir()

    def enter(self):
        if self.path:
            (self.path / "cgroup.procs").write_text(str(os.getpid()))

    def remove(self):
        if self.path:
            time.sleep(0.5)
            self.path.rmdir()


def resident(pid):
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise ProcessLookupError("the server has ended")


def wait_until_ready(server, log):
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and server.poll() is None:
        try:
            if ask(MANAGEMENT, "GET", "/readyz", timeout=5)[0] == 200:
                return
        except OSError:
            pass
        time.sleep(0.1)
    sys.exit(Path(log.name).read_text()[-2000:])


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--minutes", type=float, default=10)
    arguments.add_argument("--memory", type=int, default=128)
    arguments.add_argument("--only", help="names of hostile clients, separated by commas")
    arguments = arguments.parse_args()
    group = Cgroup(arguments.memory)
    directory = tempfile.mkdtemp(prefix="sidemock-soak-")
    files = []
    for whole in environments():
        files.append(f"{directory}/{whole['name']}.json")
        Path(files[-1]).write_text(json.dumps(whole))
    log = open(f"{directory}/log", "wb")
    variables = {
        "MOCKOON_DATA": ",".join(files), "MOCKOON_MANAGEMENT_PORT": str(MANAGEMENT), "MOCKOON_ADMIN_API_TOKEN": TOKEN,
        "MOCKOON_LOG_LEVEL": os.environ.get("SOAK_LOG", "warn"), "MOCKOON_REQUEST_TIMEOUT": "10s",
    }
    if not group.path:
        print("no cgroup can be made here: the memory budget alone bounds the server")
        variables["MOCKOON_MEMORY_BUDGET"] = f"{arguments.memory * 6 // 10}MB"
    server = subprocess.Popen(
        [os.environ.get("SUT", "target/release/sidemock")], env=variables, stdout=log, stderr=log, preexec_fn=group.enter)
    verdict = 1
    try:
        wait_until_ready(server, log)
        verdict = soak(arguments, server, group)
    finally:
        if server.poll() is None:
            server.send_signal(signal.SIGTERM)
            began = time.monotonic()
            try:
                code = server.wait(20)
                print(f"SIGTERM: exit code {code} after {time.monotonic() - began:.1f} s")
                verdict = verdict or int(code != 0)
            except subprocess.TimeoutExpired:
                print("SIGTERM: no end within 20 s")
                server.kill()
                server.wait()
                verdict = 1
        else:
            print(f"the server ended with {server.returncode}; log in {log.name}")
            print(Path(log.name).read_text()[-2000:])
        if "panicked" in Path(log.name).read_text(errors="replace"):
            print(f"a panic; log in {log.name}")
            verdict = 1
        group.remove()
    return verdict


def soak(arguments, server, group):
    stop, runs, honest = threading.Event(), {}, Honest()
    chosen = [client for client in HOSTILE if not arguments.only or client.__name__ in arguments.only.split(",")]
    threads = [threading.Thread(target=hostile, args=(client, stop, runs), daemon=True) for client in chosen]
    threads.append(threading.Thread(target=honest.run, args=(stop,), daemon=True))
    print(f"at rest {resident(server.pid):.1f} MiB")
    for thread in threads:
        thread.start()
    end = time.monotonic() + 60 * arguments.minutes
    samples, said = [], time.monotonic()
    while time.monotonic() < end and server.poll() is None:
        samples.append(resident(server.pid))
        if time.monotonic() - said > 30:
            said = time.monotonic()
            print(f"  {samples[-1]:.1f} MiB, {len(honest.failures)} failures, {sum(map(len, honest.times.values()))} honest", flush=True)
        time.sleep(0.25)
    stop.set()
    for thread in threads:
        thread.join(30)
    if server.poll() is not None:
        return 1
    for name, times in sorted(honest.times.items()):
        times.sort()
        print(f"{name}: {len(times)} times, median {1000 * statistics.median(times):.1f} ms, "
              f"p99 {1000 * times[len(times) * 99 // 100]:.1f} ms, most {1000 * times[-1]:.1f} ms")
    print("hostile: " + ", ".join(f"{name} {count}" for name, count in sorted(runs.items())))
    quarters = [samples[len(samples) * i // 4:len(samples) * (i + 1) // 4] for i in range(4)]
    print("memory by quarters: " + ", ".join(
        f"median {statistics.median(q):.1f} (from {min(q):.1f} to {max(q):.1f})" for q in quarters) + " MiB")
    if group.path and group.peak.exists():
        print(f"most memory of the cgroup: {int(group.peak.read_text()) / MB:.1f} MiB of {arguments.memory}")
    growth = statistics.median(quarters[3]) - statistics.median(quarters[2])
    for _ in range(40):
        if resident(server.pid) < 20:
            break
        time.sleep(0.25)
    print(f"growth in the second half {growth:+.1f} MiB; at rest again {resident(server.pid):.1f} MiB")
    print(f"honest requests that failed: {len(honest.failures)}")
    for failure in honest.failures[:10]:
        print(f"  {failure}")
    return int(bool(honest.failures) or abs(growth) > 5)


if __name__ == "__main__":
    sys.exit(main())
