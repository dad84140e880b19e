"""Servers that are measured side by side: sidemock, nginx (Debian's nginx-light), the reference (@mockoon/cli). Each runs on
the first core alone with one thread that serves; whoever loads it runs on the second."""
import contextlib
import http.client
import json
import os
import shutil
import signal
import subprocess
import tempfile
import time

from memory import cpu_ms, environment, free_port, memory, response, route

SERVER_CORE, CLIENT_CORE = '0', '1'
TOKEN = 'a-token-for-measuring-only'
JSON = [{'key': 'Content-Type', 'value': 'application/json'}]
BODY = json.dumps({'pad': 'x' * 990})
REFERENCE = os.path.expanduser('~/.cache/mockoon-reference/node_modules/@mockoon/cli/bin/run.js')


class Server:
    """A process that serves at `port`, until it is closed."""

    def __init__(self, command, port, env=None, workers=False):
        self.port, self.workers = port, workers
        env = {'PATH': os.environ['PATH'], 'HOME': os.environ.get('HOME', '/'), **(env or {})}
        self.process = subprocess.Popen(['taskset', '-c', SERVER_CORE, *command], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(1200):
            with contextlib.suppress(OSError):
                connection = http.client.HTTPConnection('127.0.0.1', port, timeout=5)
                connection.connect()
                connection.close()
                break
            if self.process.poll() is not None:
                raise SystemExit(f'{command[0]} ended with {self.process.returncode}')
            time.sleep(0.05)
        time.sleep(0.5)

    def pids(self):
        """The process, and those that it has started: nginx serves with these."""
        with open(f'/proc/{self.process.pid}/task/{self.process.pid}/children') as f:
            return [self.process.pid, *map(int, f.read().split())]

    def cpu(self):
        """Milliseconds that it has run."""
        return sum(map(cpu_ms, self.pids()))

    def resident(self):
        """KiB."""
        return sum(memory(pid)[0] for pid in self.pids())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(5)
        self.process.kill()
        self.process.wait()


class Folder:
    """Where the files of a measurement are, and how servers are started on them."""

    def __init__(self, binary):
        self.binary, self.path = binary, tempfile.mkdtemp(prefix='bench-')
        self.number = 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.path, ignore_errors=True)

    def write(self, name, content):
        """The path of a new file."""
        file = os.path.join(self.path, name)
        with open(file, 'w' if isinstance(content, str) else 'wb') as f:
            f.write(content)
        return file

    def environment(self, value):
        """The path of an environment's file, and its port."""
        self.number += 1
        port = free_port()
        return self.write(f'environment-{self.number}.json', json.dumps({**value, 'port': port})), port

    def sidemock(self, *values, port=None, **settings):
        """With these environments; the port is that of the first one, unless it is said."""
        written = [self.environment(value) for value in values]
        env = {'MOCKOON_DATA': ','.join(file for file, _ in written), 'MOCKOON_ADMIN_API_TOKEN': TOKEN, 'MOCKOON_LOG_LEVEL': 'warn',
               'MOCKOON_MANAGEMENT_PORT': str(free_port()), 'MOCKOON_WORKER_THREADS': '1', **settings}
        return Server([self.binary], port or written[0][1], env)

    def reference(self, value):
        file, port = self.environment(value)
        return Server(['node', REFERENCE, 'start', '--data', file, '--disable-log-to-file', '--admin-api-token', TOKEN], port)

    def nginx(self, servers, port):
        """With these `server` blocks."""
        self.number += 1
        folder = os.path.join(self.path, f'nginx-{self.number}')
        os.mkdir(folder)
        paths = ' '.join(f'{kind}_temp_path {folder}/{kind};' for kind in ('client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'))
        conf = self.write(f'nginx-{self.number}.conf', f'''daemon off; worker_processes 1; pid {folder}/pid; error_log /dev/null;
            worker_rlimit_nofile 20000; user root; events {{ worker_connections 16000; }}
            http {{ access_log off; sendfile on; keepalive_requests 1000000000; default_type application/json; {paths} {servers} }}''')
        return Server(['nginx', '-p', folder, '-c', conf], port)

    def certificate(self):
        """The paths of a key and its certificate."""
        key, certificate = (os.path.join(self.path, name) for name in ('key.pem', 'certificate.pem'))
        subprocess.run(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', key,
                        '-out', certificate, '-days', '3', '-subj', '/CN=localhost'], capture_output=True, check=True)
        return key, certificate


def mock(*routes, **more):
    """An environment of these routes, which adds no headers of its own."""
    return {**environment(1), 'headers': [], 'routes': list(routes), 'rootChildren': [{'type': 'route', 'uuid': one['uuid']} for one in routes], **more}


def one_answer(**more):
    """A static answer of 1 kB at `/a`."""
    return route_with('a', body=BODY, headers=JSON, **more)


def route_with(endpoint, kind='http', streaming=None, interval=0, **answer):
    """A route with one response, of which these fields are set."""
    return {**route('get', endpoint, ''), 'type': kind, 'streamingMode': streaming, 'streamingInterval': interval,
            'responses': [{**response(''), **answer}]}
