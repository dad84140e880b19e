#!/usr/bin/env python3
"""Runs the image as a strict cluster would and checks that it serves, is quick, small and stops when told.

    unshare --net python3 .ci/smoke.py IMAGE     (its own network namespace, so that ports 3000 and 8990 are free)

The container runs under podman with runc: arbitrary user id, read-only root, no capabilities, no new privileges, 32 MiB.
Where podman cannot start containers (CI machines are containers themselves), the image's root file system is run by
chroot and setpriv with the same restrictions as far as they can be had; the output says which of the two it was.
"""
import glob
import http.client
import http.server
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
MEMORY = 32 * 1024 * 1024
MAX_IMAGE = 15_000_000
MAX_READY_SECONDS = 1.0
TOKEN = "smoke-token-" + "".join(random.choices("abcdefghijkmnpqrstuvwxyz", k=12))
STORAGE = os.environ.get("SIDEMOCK_STORAGE", "").split()

passed, failed = 0, 0


def check(what, good, detail=""):
    """Counts and prints one check."""
    global passed, failed
    passed, failed = passed + bool(good), failed + (not good)
    print(f"  {'ok  ' if good else 'FAIL'} {what}{': ' + str(detail) if detail != '' else ''}", flush=True)
    return good


def run(*command, **options):
    return subprocess.run(command, text=True, capture_output=True, **options)


def get(port, path, **headers):
    """(status, body); status 0 when nothing answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
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


class Podman:
    """One container under podman."""

    name = "podman with runc"
    command = ["podman", *STORAGE, "--cgroup-manager", "cgroupfs"]

    def __init__(self, image, user, mounts, environment):
        runtime = ["--runtime", "runc"] if shutil.which("runc") else []
        self.command = [*Podman.command, *runtime]
        arguments = ["--network", "host", "--log-driver", "k8s-file"]
        arguments += ["--read-only", "--cap-drop", "all", "--security-opt", "no-new-privileges"]
        arguments += ["--memory", str(MEMORY), "--memory-swap", str(MEMORY), "--ulimit", "nofile=4096:4096"]
        arguments += ["--ulimit", "nproc=4096:4096", "--add-host", "upstream.test:127.0.0.1"]
        arguments += ["--user", f"{user}:{user}"] if user else []
        for source, target in mounts.items():
            arguments += ["--volume", f"{source}:{target}:ro"]
        for key, value in environment.items():
            arguments += ["--env", f"{key}={value}"]
        created = run(*self.command, "create", *arguments, image)
        self.id = created.stdout.strip()
        started = run(*self.command, "start", self.id) if created.returncode == 0 else created
        self.error = started.stderr.strip() if started.returncode else ""

    def pid(self):
        return int(run(*self.command, "inspect", self.id, "--format", "{{.State.Pid}}").stdout)

    def log(self):
        done = run(*self.command, "logs", self.id)
        return done.stdout + done.stderr

    def stop(self, number):
        """Sends the signal; the exit code, or None if it took more than 12 s."""
        run(*self.command, "kill", "--signal", str(int(number)), self.id)
        try:
            code = run(*self.command, "wait", self.id, timeout=12).stdout.strip()
        except subprocess.TimeoutExpired:
            code = None
        return int(code) if code else None

    def remove(self):
        run(*self.command, "rm", "--force", "--time", "0", self.id)


class Chroot:
    """The image's root file system, confined by setpriv and chroot."""

    name = "chroot with setpriv (podman cannot start containers here; no memory limit, a root file system the user cannot write)"
    rootfs = None

    def __init__(self, image, user, mounts, environment):
        if Chroot.rootfs is None:
            Chroot.rootfs = tempfile.mkdtemp()
            container = run("buildah", *STORAGE, "from", image).stdout.strip()
            mounted = run("buildah", *STORAGE, "mount", container).stdout.strip()
            shutil.copytree(mounted, Chroot.rootfs, dirs_exist_ok=True, symlinks=True)
            os.makedirs(Chroot.rootfs + "/etc", exist_ok=True)
            with open(Chroot.rootfs + "/etc/hosts", "w") as file:
                file.write("127.0.0.1 localhost upstream.test\n")
        for target in ["environments", "admin"]:
            shutil.rmtree(f"{Chroot.rootfs}/etc/sidemock/{target}", ignore_errors=True)
        for source, target in mounts.items():
            shutil.copytree(source, Chroot.rootfs + target)
        user = str(user or 65532)
        self.log_file = tempfile.TemporaryFile("w+")
        self.error = ""
        self.process = subprocess.Popen(
            ["setpriv", "--no-new-privs", "chroot", f"--userspec={user}:{user}", "--groups=", Chroot.rootfs, "/sidemock"],
            env={"PATH": os.environ["PATH"], **environment}, stdout=self.log_file, stderr=self.log_file, cwd="/")

    def pid(self):
        return self.process.pid

    def log(self):
        self.log_file.seek(0)
        return self.log_file.read()

    def stop(self, number):
        self.process.send_signal(number)
        try:
            return self.process.wait(12)
        except subprocess.TimeoutExpired:
            return None

    def remove(self):
        self.process.kill()


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
        print(f"  resident memory: {int(status['VmRSS'].split()[0]) / 1024:.1f} MiB now, "
              f"{int(status['VmHWM'].split()[0]) / 1024:.1f} MiB at most")
        check("alive after 2000 requests", get(8990, "/livez")[0] == 200)
        check("the token is in no log line", TOKEN not in container.log())
        began = time.monotonic()
        code = container.stop(signal.SIGTERM)
        check("SIGTERM ends it with 0", code == 0, f"exit code {code} after {time.monotonic() - began:.1f} s")
    finally:
        container.remove()
        upstream.shutdown()


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
    print(f"image: {passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
