"""The server itself, for what only real processes can show. SUT names the binary; without it, it is the one of `cargo build`."""
import http.client
import os
import socket
import subprocess
import tempfile
import time

from rendering import ROOT


def binary():
    path = os.path.join(ROOT, os.environ.get("SUT") or "target/debug/sidemock")
    if not os.path.exists(path):
        raise FileNotFoundError(f"no server to run at {path}: cargo build, or set SUT")
    return path


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


class Server:
    """`with Server({"MOCKOON_...": ...}) as server:`; without MOCKOON_DATA it serves the demo. It is ready then."""

    def __init__(self, variables):
        self.port, self.management = free_port(), free_port()
        self.log = tempfile.TemporaryFile("w+")
        ours = {"MOCKOON_PORT": str(self.port), "MOCKOON_MANAGEMENT_PORT": str(self.management), "MOCKOON_ADMIN_API_TOKEN": "token"}
        self.process = subprocess.Popen([binary()], env=ours | variables, stdout=self.log, stderr=subprocess.STDOUT)

    def __enter__(self):
        end = time.monotonic() + 30
        while self.readiness() != 200:
            if self.process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"not ready: {self.output()}")
            time.sleep(0.02)
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.log.close()

    def manage(self, path, timeout=30):
        """(status, body) of the management port; status 0 when nothing answers."""
        return self.get(path, self.management, timeout)

    def get(self, path, port=None, timeout=30):
        """(status, body) of the first environment, or of another port; status 0 when nothing answers."""
        connection = http.client.HTTPConnection("127.0.0.1", port or self.port, timeout=timeout)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        except OSError as error:
            return 0, str(error)
        finally:
            connection.close()

    def readiness(self):
        return self.manage("/readyz", timeout=2)[0]

    def terminate(self):
        self.process.terminate()

    def wait(self):
        return self.process.wait(timeout=30)

    def output(self):
        self.log.seek(0)
        return self.log.read()
