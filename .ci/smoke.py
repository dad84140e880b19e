#!/usr/bin/env python3
"""Runs the image as a strict cluster would and checks that it serves, is quick, small and stops when told.

    unshare --net python3 .ci/smoke.py IMAGE     (its own network namespace, so that ports 3000 and 8990 are free)

The container runs under podman with runc: arbitrary user id, read-only root, no capabilities, no new privileges, 32 MiB.
Where podman cannot start containers (CI machines are containers themselves), the image's root file system is run by
chroot and setpriv with the same restrictions as far as they can be had; the output says which of the two it was.
"""
import glob
import hashlib
import http.client
import http.server
import json
import os
import random
import re
import shutil
import signal
import sys
import tempfile
import threading
import time
import zlib

from containers import MEMORY, STORAGE, Chroot, Podman, run

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
MAX_IMAGE = 15_000_000
MAX_READY_SECONDS = 1.0
# MiB; with the journal's 1,000 entries there.
MAX_RESIDENT = 20
TOKEN = "smoke-token-" + "".join(random.choices("abcdefghijkmnpqrstuvwxyz", k=12))

passed, failed = 0, 0


def check(what, good, detail=""):
    """Counts and prints one check."""
    global passed, failed
    passed, failed = passed + bool(good), failed + (not good)
    print(f"  {'ok  ' if good else 'FAIL'} {what}{': ' + str(detail) if detail != '' else ''}", flush=True)
    return good


def get(port, path, timeout=5, **headers):
    """(status, body); status 0 when nothing answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode("utf-8", "replace")
    except OSError as error:
        return 0, str(error)
    finally:
        connection.close()


def wait_ready(process, seconds=10):
    """Seconds from the start of the process until /readyz answers 200; None if it does not."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if get(8990, "/readyz")[0] == 200:
            now = uptime()
            return now - started_at(process.pid())
        time.sleep(0.005)
    return None


def uptime():
    """Seconds since the machine started."""
    with open("/proc/uptime") as file:
        return float(file.read().split()[0])


def started_at(pid):
    """The uptime at which the process started."""
    with open(f"/proc/{pid}/stat") as file:
        return int(file.read().rsplit(")", 1)[1].split()[19]) / os.sysconf("SC_CLK_TCK")


def status_of(pid):
    with open(f"/proc/{pid}/status") as file:
        return dict(line.rstrip("\n").split(":", 1) for line in file if ":" in line)


def memory_limit(pid):
    """The memory limit of the cgroup that the process is in."""
    with open(f"/proc/{pid}/cgroup") as file:
        for line in file.read().splitlines():
            _, controllers, path = line.split(":", 2)
            names = {"memory": "/sys/fs/cgroup/memory%s/memory.limit_in_bytes", "": "/sys/fs/cgroup%s/memory.max"}
            name = names.get(controllers)
            if name and os.path.exists(name % path):
                with open(name % path) as limit:
                    return limit.read().strip()
    return "none"


def why(container):
    """What is known about a container that did not get ready."""
    return container.error or container.log()[-2000:] or "it printed nothing"


class Upstream(http.server.BaseHTTPRequestHandler):
    """What the proxying environment forwards to."""

    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"from upstream")

    def log_message(self, *_):
        pass


def readable(path):
    """Mounted files must be readable by any user id, as a kubelet's are."""
    os.chmod(path, 0o755)
    for name in glob.glob(path + "/*"):
        os.chmod(name, 0o644)
    return path


def demo(start):
    print("the demo, as `docker run -p 3000:3000 IMAGE` starts it")
    container = start(None, {}, {})
    try:
        ready = wait_ready(container)
        if not check("ready", ready is not None, "" if ready else why(container)):
            return
        check("user 65532", status_of(container.pid())["Uid"].split()[0] == "65532")
        check("the mock port answers", 200 <= get(3000, "/")[0] < 500, get(3000, "/")[0])
        check("the admin API wants a token", get(3000, "/mockoon-admin")[0] == 401, get(3000, "/mockoon-admin")[0])
        code = container.stop(signal.SIGINT)
        check("SIGINT ends it with 0", code == 0, code)
    finally:
        container.remove()


def confined(start):
    user = random.randint(100_000, 2_000_000)
    print(f"a mounted environment: user {user}, read-only, no capabilities, {MEMORY >> 20} MiB")
    directory, admin = tempfile.mkdtemp(), tempfile.mkdtemp()
    shutil.copy(f"{ROOT}/k8s/examples/overlay/shop.json", directory)
    upstream = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Upstream)
    threading.Thread(target=upstream.serve_forever, daemon=True).start()
    proxying = {"name": "Proxy", "port": 3001, "routes": [], "proxyMode": True,
                "proxyHost": f"http://upstream.test:{upstream.server_port}"}
    with open(f"{directory}/through.json", "w") as file:
        json.dump(proxying, file)
    with open(f"{admin}/token", "w") as file:
        file.write(TOKEN + "\n")
    mounts = {readable(directory): "/etc/sidemock/environments", readable(admin): "/etc/sidemock/admin"}
    container = start(user, mounts, {"MOCKOON_ADMIN_API_TOKEN_FILE": "/etc/sidemock/admin/token"})
    try:
        ready = wait_ready(container)
        if not check("ready", ready is not None, "" if ready else why(container)):
            return
        check(f"ready in under {MAX_READY_SECONDS:g} s", ready < MAX_READY_SECONDS, f"{ready * 1000:.0f} ms after the process started")
        pid = container.pid()
        status = status_of(pid)
        check("runs as that user", status["Uid"].split() == [str(user)] * 4)
        check("no capabilities", int(status["CapEff"], 16) == 0, status["CapEff"].strip())
        check("no new privileges", status["NoNewPrivs"].strip() == "1")
        if isinstance(container, Podman):
            check("memory limit in force", memory_limit(pid) == str(MEMORY), memory_limit(pid))
        code, body = get(3000, "/products/7")
        check("the mounted environment answers", code == 200 and '"id": "7"' in body, f"{code} {body[:60]}")
        code, body = get(3001, "/via-proxy")
        check("host names resolve (proxy by name)", (code, body) == (200, "from upstream"), f"{code} {body[:60]}")
        check("admin API without token", get(3000, "/mockoon-admin/logs")[0] == 401, get(3000, "/mockoon-admin/logs")[0])
        code = get(3000, "/mockoon-admin/logs", Authorization=f"Bearer {TOKEN}")[0]
        check("admin API with the mounted token", code == 200, code)
        metrics_exist(get(8990, "/metrics")[1])
        for _ in range(2000):
            get(3000, "/products/7")
        status = status_of(pid)
        resident, highest = (int(status[name].split()[0]) / 1024 for name in ("VmRSS", "VmHWM"))
        check(f"resident under {MAX_RESIDENT} MiB with a full journal", resident < MAX_RESIDENT, f"{resident:.1f}, {highest:.1f} at most")
        check("alive after 2000 requests", get(8990, "/livez")[0] == 200)
        check("the token is in no log line", TOKEN not in container.log())
        began = time.monotonic()
        code = container.stop(signal.SIGTERM)
        check("SIGTERM ends it with 0", code == 0, f"exit code {code} after {time.monotonic() - began:.1f} s")
    finally:
        container.remove()
        upstream.shutdown()


SHOP = '{"name": "Shop", "port": 3000, "routes": [{"type": "http", "method": "get", "endpoint": "version", "responses": [{"body": "%d"}]}]}'


def push(mounted, version, text):
    """What a kubelet does to a mounted ConfigMap: files are links through ..data, which is renamed into its place."""
    os.mkdir(f"{mounted}/..{version}")
    with open(f"{mounted}/..{version}/shop.json", "w") as file:
        file.write(text)
    readable(f"{mounted}/..{version}")
    os.symlink(f"..{version}", f"{mounted}/..data_tmp")
    os.rename(f"{mounted}/..data_tmp", f"{mounted}/..data")
    if not os.path.lexists(f"{mounted}/shop.json"):
        os.symlink("..data/shop.json", f"{mounted}/shop.json")


def pushed(start):
    print("a ConfigMap that is swapped: waited for, and asked by the image itself")
    directory = tempfile.mkdtemp()
    os.chmod(directory, 0o755)
    push(directory, 1, SHOP % 1)
    target = "/etc/sidemock/environments"
    container = start(random.randint(100_000, 2_000_000), {directory: target}, {})
    try:
        if not check("ready", wait_ready(container) is not None, "" if get(8990, "/readyz")[0] == 200 else why(container)):
            return
        code, output = container.execute("healthcheck")
        check("healthcheck exits 0", (code, output.strip()) == (0, "ready"), f"{code} {output.strip()}")
        digest = hashlib.sha256((SHOP % 2).encode()).hexdigest()[:16]
        asked = f"/readyz?file=shop.json&hash={digest}"
        code, body = get(8990, asked)
        check("503 for content that does not serve yet", code == 503, f"{code} {body.strip()[:120]}")
        began = time.monotonic()
        threading.Timer(0.7, push, (container.live(target), 2, SHOP % 2)).start()
        code, body = get(8990, asked + "&wait=30s", timeout=40)
        took = time.monotonic() - began
        served = get(3000, "/version")
        check("wait holds until the swapped ConfigMap serves", (code, served) == (200, (200, "2")) and took > 0.6, f"{code} after {took:.1f} s, then {served}")
        code = container.stop(signal.SIGTERM)
        check("SIGTERM ends it with 0", code == 0, code)
        check("no message about an end as it should be", container.termination_message() == "")
    finally:
        container.remove()


def words(start):
    print("what it says besides serving")
    for arguments, expected, said in [(["--version"], 0, "sidemock "), (["--help"], 0, "healthcheck"), (["--port"], 64, "--port"),
                                      (["healthcheck"], 1, "port 8990")]:
        container = start(None, {}, {}, arguments)
        try:
            code = container.wait()
            check(f"{arguments[0]} exits {expected}", code == expected and said in container.log(), f"{code} {container.log().splitlines()[:1]}")
        finally:
            container.remove()
    directory = tempfile.mkdtemp()
    with open(f"{directory}/broken.json", "w") as file:
        file.write('{"routes": [}')
    container = start(None, {readable(directory): "/etc/sidemock/environments"}, {})
    try:
        code, message = container.wait(), container.termination_message()
        check("a broken environment exits 65", code == 65, code)
        check("the termination message names file and reason", "broken.json" in message and "line 1" in message, message[:160])
    finally:
        container.remove()


def audited(image):
    """The list of dependencies that scanners look for: zlib-packed JSON in the section .dep-v0."""
    container = run("buildah", *STORAGE, "from", image).stdout.strip()
    with open(run("buildah", *STORAGE, "mount", container).stdout.strip() + "/sidemock", "rb") as file:
        packages = dependencies(file.read())
    run("buildah", *STORAGE, "rm", container)
    names = {package["name"] for package in packages}
    check("the image carries its list of dependencies", {"sidemock", "hyper", "tokio", "rustls"} <= names, f"{len(packages)} crates")


def dependencies(program):
    """What stands in .dep-v0 of a 64-bit ELF file."""
    number = lambda at, size: int.from_bytes(program[at:at + size], "little")
    table, size, count, names = number(0x28, 8), number(0x3A, 2), number(0x3C, 2), number(0x3E, 2)
    sections = [(number(at, 4), number(at + 0x18, 8), number(at + 0x20, 8)) for at in range(table, table + size * count, size)]
    for name, offset, length in sections:
        text = program[sections[names][1] + name:]
        if text[:text.index(b"\0")] == b".dep-v0":
            return json.loads(zlib.decompress(program[offset:offset + length]))["packages"]
    return []


def metrics_exist(text):
    """Dashboard and alerts ask for metrics that the server has."""
    asked = set()
    for name in ["files/dashboard.json", "templates/monitoring.yaml"]:
        with open(f"{ROOT}/helm/sidemock/{name}") as file:
            asked |= {re.sub("_(bucket|sum|count)$", "", name) for name in re.findall(r"\bsidemock_\w+", file.read())}
    missing = sorted(name for name in asked if name not in text)
    check("metrics of dashboard and alerts exist", not missing, ", ".join(missing))


def main():
    image = sys.argv[1]
    run("ip", "link", "set", "lo", "up")
    size = int(run(*Podman.command, "image", "inspect", image, "--format", "{{.Size}}").stdout or 0)
    check(f"image of at most {MAX_IMAGE / 1e6:g} MB", 0 < size <= MAX_IMAGE, f"{size / 1e6:.2f} MB")
    probe = Podman(image, None, {}, {})
    probe.remove()
    runner = Chroot if probe.error or os.environ.get("SIDEMOCK_RUNNER") == "chroot" else Podman
    if probe.error:
        print(f"podman: {probe.error}")
    print(f"runs under: {runner.name}")
    demo(lambda *arguments: runner(image, *arguments))
    confined(lambda *arguments: runner(image, *arguments))
    pushed(lambda *arguments: runner(image, *arguments))
    words(lambda *arguments: runner(image, *arguments))
    audited(image)
    print(f"image: {passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
