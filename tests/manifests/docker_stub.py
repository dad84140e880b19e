"""As much of a Docker Engine as Testcontainers needs to run one container: in the place of the image it runs the binary.

Files that are copied or mounted below /etc/sidemock/environments are its environments; ports 3000 and 8990 are mapped to free ones.
"""
import http.server
import io
import json
import os
import re
import subprocess
import tarfile
import tempfile
import threading
import urllib.parse

from server import binary, free_port

ENVIRONMENTS = "etc/sidemock/environments"
PORTS = {"3000/tcp": "MOCKOON_PORT", "8990/tcp": "MOCKOON_MANAGEMENT_PORT"}
IMAGE = {"Id": "sha256:" + "0" * 64, "RepoTags": [], "Os": "linux", "Architecture": "amd64", "Config": {"ExposedPorts": {port: {} for port in PORTS}}}


class Container:
    """What `create` asks for, and the process when it runs."""

    def __init__(self, wanted):
        self.wanted, self.process = wanted, None
        self.root = tempfile.TemporaryDirectory()
        self.ports = {port: free_port() for port in PORTS}
        os.makedirs(f"{self.root.name}/{ENVIRONMENTS}")
        for bind in wanted.get("HostConfig", {}).get("Binds") or []:
            source, target = bind.split(":")[:2]
            os.symlink(source, f"{self.root.name}/{target.lstrip('/')}")

    def copy(self, archive, path):
        with tarfile.open(fileobj=io.BytesIO(archive)) as files:
            files.extractall(f"{self.root.name}/{path.lstrip('/')}", filter="data")

    def start(self):
        given = dict(pair.split("=", 1) for pair in self.wanted.get("Env") or [])
        ours = {variable: str(self.ports[port]) for port, variable in PORTS.items()}
        data = {"MOCKOON_DATA": f"{self.root.name}/{ENVIRONMENTS}"}
        self.process = subprocess.Popen([binary()], env=given | ours | data, stdout=subprocess.DEVNULL)

    def stop(self):
        if self.process:
            self.process.terminate()
            self.process.wait(timeout=20)
        self.root.cleanup()

    def inspected(self):
        running = self.process is not None and self.process.poll() is None
        mapped = {port: [{"HostIp": "0.0.0.0", "HostPort": str(number)}] for port, number in self.ports.items()}
        return {"Id": "c" * 64, "Name": "/mocks", "Image": IMAGE["Id"], "Config": {"Labels": {}, "Hostname": "mocks", **self.wanted},
                "Created": "2026-01-01T00:00:00Z",
                "State": {"Status": "running" if running else "created", "Running": running, "StartedAt": "2026-01-01T00:00:00Z", "ExitCode": 0},
                "HostConfig": self.wanted.get("HostConfig", {}), "Mounts": [],
                "NetworkSettings": {"Ports": mapped, "Networks": {"bridge": {"IPAddress": "127.0.0.1"}}, "IPAddress": "127.0.0.1"}}


class Docker:
    """`with Docker() as url:`, for DOCKER_HOST."""

    def __enter__(self):
        docker = self
        self.container = None

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self):
                size = self.headers.get("Content-Length")
                body = self.rfile.read(int(size)) if size else self.chunks() if self.headers.get("Transfer-Encoding") else b""
                url = urllib.parse.urlsplit(self.path)
                path = re.sub(r"^/v[0-9.]+", "", url.path)
                status, result = docker.serve(self.command, path, dict(urllib.parse.parse_qsl(url.query)), body)
                sent = b"" if result is None else json.dumps(result).encode()
                self.send_response(status)
                self.send_header("Api-Version", "1.44")
                self.send_header("Content-Type", "application/json")
                if status != 204:
                    self.send_header("Content-Length", str(len(sent)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(sent)

            do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = answer

            def chunks(self):
                whole = b""
                while size := int(self.rfile.readline().strip() or b"0", 16):
                    whole += self.rfile.read(size)
                    self.rfile.readline()
                self.rfile.readline()
                return whole

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return f"tcp://127.0.0.1:{self.server.server_port}"

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()
        if self.container:
            self.container.stop()

    def serve(self, method, path, query, body):
        """(status, answer)"""
        if path == "/_ping":
            return 200, "OK"
        if path == "/version":
            return 200, {"Version": "27.0.0", "ApiVersion": "1.44", "MinAPIVersion": "1.24", "Os": "linux", "Arch": "amd64"}
        if path == "/info":
            return 200, {"ID": "stub", "ServerVersion": "27.0.0", "OSType": "linux", "OperatingSystem": "stub", "MemTotal": 1 << 30, "Labels": []}
        if path == "/containers/create":
            self.container = Container(json.loads(body))
            return 201, {"Id": "c" * 64, "Warnings": []}
        if path == "/containers/json":
            return 200, []
        if path == "/networks":
            return 200, [{"Name": "bridge", "Id": "b" * 64, "Driver": "bridge", "IPAM": {"Config": []}}]
        if path.startswith("/images/"):
            return 200, IMAGE
        if path.startswith("/networks/"):
            return 200, {"Name": "bridge", "Id": "b" * 64, "IPAM": {"Config": [{"Gateway": "127.0.0.1"}]}, "Containers": {}}
        if not path.startswith("/containers/") or self.container is None:
            return 404, {"message": f"no such thing here: {method} {path}"}
        action = path.split("/")[3] if path.count("/") > 2 else ""
        if action == "json":
            return 200, self.container.inspected()
        if action == "archive" and method == "PUT":
            self.container.copy(body, query["path"])
            return 200, None
        if action == "start":
            self.container.start()
            return 204, None
        if action in ("stop", "kill") or method == "DELETE":
            self.container.stop()
            return 204, None
        if action == "logs":
            return 200, None
        return 404, {"message": f"no such thing here: {method} {path}"}
