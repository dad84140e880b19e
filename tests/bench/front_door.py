#!/usr/bin/env python3
"""All environments of a directory behind one port: do all answer, how long does the start take, how much memory is it?

    front_door.py PROGRAM [DIRECTORY]     (../shared/environments by default)
    front_door.py PROGRAM --cost          CPU time of a static answer at the door of 100 environments, against its own port
"""
import glob
import http.client
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
TOKEN = "bench"


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def ask(port, host, path, token=None):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"Host": host, **({"Authorization": f"Bearer {token}"} if token else {})}
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    return answer.status, dict(answer.getheaders()), answer.read()


def until_ready(port, process):
    while process.poll() is None:
        try:
            if ask(port, "x", "/readyz")[0] == 200:
                return
        except OSError:
            time.sleep(0.002)
    sys.exit(f"ended with {process.returncode}")


def memory(process):
    with open(f"/proc/{process.pid}/status") as status:
        return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmRSS"))


def cpu_time(process):
    """Nanoseconds that the threads of a process have run."""
    total = 0
    for file in glob.glob(f"/proc/{process.pid}/task/*/schedstat"):
        with open(file) as stat:
            total += int(stat.read().split()[0])
    return total


def load(port, host, count, batch=16):
    """Asks `count` times over one connection, some requests at a time; every answer is as long as the first one."""
    request = f"GET /profile HTTP/1.1\r\nHost: {host}\r\n\r\n".encode()
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(request)
        first = connection.recv(65_536)
        assert first.startswith(b"HTTP/1.1 200"), first
        for _ in range(count // batch):
            connection.sendall(request * batch)
            left = len(first) * batch
            while left > 0:
                left -= len(connection.recv(left))


def cost(program, rounds=15, count=20_000):
    """Prints the median of what a request costs, in turn by both ways."""
    own, front, management = free_port(), free_port(), free_port()
    body = json.dumps({"text": "x" * 1000})
    route = {"type": "http", "method": "get", "endpoint": "profile", "responses": [{"statusCode": 200, "body": body}]}
    with tempfile.TemporaryDirectory() as directory:
        for number in range(100):
            with open(f"{directory}/{number:03}.json", "w") as file:
                json.dump({"name": f"mock-{number}", "port": own if number == 50 else 0, "routes": [route]}, file)
        variables = {
            "MOCKOON_DATA": directory, "MOCKOON_FRONT_PORT": str(front), "MOCKOON_MANAGEMENT_PORT": str(management),
            "MOCKOON_ADMIN_API_TOKEN": TOKEN, "MOCKOON_LOG_LEVEL": "error", "MOCKOON_WORKER_THREADS": "1",
        }
        process = subprocess.Popen([program], env=variables)
        try:
            until_ready(management, process)
            spent = {own: [], front: []}
            for _ in range(rounds):
                for port, host in [(own, f"127.0.0.1:{own}"), (front, "mock-50")]:
                    before = cpu_time(process)
                    load(port, host, count)
                    spent[port].append((cpu_time(process) - before) / count / 1000)
            at_own, at_door = (statistics.median(spent[port]) for port in (own, front))
            print(f"own port {at_own:.2f} us a request, door of 100 environments {at_door:.2f} us: {at_door / at_own - 1:+.1%}")
        finally:
            process.terminate()
            process.wait()


def main():
    program = os.path.abspath(sys.argv[1])
    if "--cost" in sys.argv:
        return cost(program)
    directory = sys.argv[2] if len(sys.argv) > 2 else f"{ROOT}/../shared/environments"
    files = sorted(glob.glob(f"{directory}/**/*.json", recursive=True))
    front, management = free_port(), free_port()
    variables = {
        "MOCKOON_DATA": ",".join(files), "MOCKOON_FRONT_PORT": str(front), "MOCKOON_FRONT_ONLY": "true",
        "MOCKOON_MANAGEMENT_PORT": str(management), "MOCKOON_ADMIN_API_TOKEN": TOKEN, "MOCKOON_LOG_LEVEL": "error",
    }
    began = time.monotonic()
    process = subprocess.Popen([program], env=variables)
    try:
        until_ready(management, process)
        started, at_rest = time.monotonic() - began, memory(process)
        table = f"/mockoon-admin/x/front-door?environment={os.path.basename(files[0])}"
        table = json.loads(ask(front, "x", table, TOKEN)[2])
        hosts = {}
        for row in table["routes"]:
            hosts.setdefault(row["environment"]["file"], []).append(row["host"])
        silent = []
        for file in files:
            environment = json.load(open(file, encoding="utf-8"))
            headers = {pair["key"].lower(): pair["value"] for pair in environment.get("headers", []) if pair["key"]}
            for host in hosts.get(os.path.basename(file), [None]):
                status, got, _ = ask(front, host or "nobody", "/")
                lower = {key.lower() for key in got}
                if "x-sidemock-front-door" in lower or not set(headers) <= lower:
                    silent.append((file, host, status))
        print(f"{len(files)} environments, {sum(map(len, hosts.values()))} hosts behind one port: "
              f"{len(silent)} do not answer, ready after {started * 1000:.0f} ms, "
              f"{at_rest:.1f} MiB at rest, {memory(process):.1f} MiB after all were asked")
        print(*silent, sep="\n", end="")
        return 1 if silent else 0
    finally:
        process.terminate()
        process.wait()


if __name__ == "__main__":
    sys.exit(main())
