#!/usr/bin/env python3
"""All environments of a directory behind one port: do all answer, how long does the start take, how much memory is it?

    front_door.py PROGRAM [DIRECTORY]     (../shared/environments by default)
"""
import glob
import http.client
import json
import os
import socket
import subprocess
import sys
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


def main():
    program = os.path.abspath(sys.argv[1])
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
