#!/usr/bin/env python3
"""Counts the instructions that a request takes in user space, which do not depend on who else uses the machine.

    tests/bench/instructions.py [BINARY] [--only S1,S5] [--session] [--door] [--setting NAME=VALUE] [--profile-to FILE]
    tests/bench/instructions.py [BINARY] --check | --write

Starts the binary (default target/release/sidemock) under callgrind with one worker on the environments of
../shared/bench/scenarios.py, or as a proxy before an upstream (`--only proxy`), warms it up, and counts while a known number of requests comes. `--check` compares with what
instructions.json beside this file holds and fails when a scenario takes 3 % more; `--write` records anew. `--session` sends
every request with the name of a session, `--door` through the front door of a hundred environments, `--setting` gives the server one more variable, `--profile-to` keeps what callgrind_annotate reads."""
import argparse
import contextlib
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import types

HERE = os.path.dirname(os.path.abspath(__file__))
SHARED = os.path.join(HERE, '..', '..', '..', 'shared', 'bench')
RECORDED = os.path.join(HERE, 'instructions.json')
GUARDED = ['S1', 'S5', 'S8', 'S9']
ALL = ['S1', 'S5', 'S6', 'S7', 'S8', 'S9', 'proxy']
# A share of the recorded figure; two runs of one binary differ by less than a tenth of it.
MARGIN = 0.03
# Rounds of one request on each connection.
CONNECTIONS, WARM, ROUNDS = 16, 40, 60
TOKEN = 'a-token-for-measuring-only'
SESSION = 'counted'


class Proxied:
    """1 kB that comes from an upstream, which answers all requests alike: a scenario of this file's own."""
    key = 'proxy'
    BODY = json.dumps({'pad': 'x' * 990}).encode()
    ANSWER = (b'HTTP/1.1 200 OK\r\nServer: upstream\r\nDate: Sat, 28 Nov 2026 15:00:00 GMT\r\nContent-Type: application/json\r\nContent-Length: 1001\r\n'
              b'Last-Modified: Sat, 28 Nov 2026 14:00:00 GMT\r\nConnection: keep-alive\r\nETag: "65a0-3f8"\r\nAccept-Ranges: bytes\r\n\r\n' + BODY)

    def env(self):
        import peers
        upstream = socket.create_server(('127.0.0.1', 0), backlog=2 * CONNECTIONS)
        threading.Thread(target=self.accept, args=(upstream,), daemon=True).start()
        return peers.mock(proxyMode=True, proxyHost=f'http://127.0.0.1:{upstream.getsockname()[1]}')

    def accept(self, upstream):
        while True:
            threading.Thread(target=self.serve, args=(upstream.accept()[0],), daemon=True).start()

    def serve(self, connection):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        got = b''
        while more := connection.recv(65536):
            *heads, got = (got + more).split(b'\r\n\r\n')
            connection.sendall(self.ANSWER * len(heads))

    def requests(self, _):
        return [types.SimpleNamespace(method='GET', path='/a', headers={'User-Agent': 'counter', 'Accept': '*/*'}, body=None)]

    def check(self, _request, status, _headers, body, _who):
        return None if (status, body) == (200, self.BODY) else f'status {status}, {len(body)} bytes'


def free_port():
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        return probe.getsockname()[1]


def request_bytes(request, session):
    """The request as it goes over the wire."""
    body = (request.body or '').encode()
    headers = {'Host': 'localhost', **request.headers}
    if request.body is not None:
        headers['Content-Length'] = str(len(body))
    if session:
        headers['X-Sidemock-Session'] = SESSION
    head = f'{request.method} {request.path} HTTP/1.1\r\n' + ''.join(f'{k}: {v}\r\n' for k, v in headers.items())
    return head.encode() + b'\r\n' + body


def read_answer(connection):
    """(status, body) of one answer with a Content-Length."""
    data = b''
    while (end := data.find(b'\r\n\r\n')) < 0 or len(data) < end + 4 + length_of(data[:end]):
        more = connection.recv(65536)
        if not more:
            raise SystemExit('the server closed a connection')
        data += more
    return int(data[9:12]), data[end + 4:]


def length_of(head):
    found = re.search(rb'(?i)\r\ncontent-length: *(\d+)', head)
    return int(found[1]) if found else 0


def load(connections, scenario, rounds, session):
    """Sends one request on every connection, reads all answers, and so on; the first round's answers are checked."""
    requests = scenario.requests('sut')
    wire = [request_bytes(request, session) for request in requests]
    for turn in range(rounds):
        first = turn * len(connections)
        for offset, connection in enumerate(connections):
            connection.sendall(wire[(first + offset) % len(wire)])
        for offset, connection in enumerate(connections):
            status, body = read_answer(connection)
            wrong = turn == 0 and scenario.check(requests[offset % len(wire)], status, {}, body, 'sut')
            if wrong:
                raise SystemExit(f'{scenario.key}: {wrong}')


def until_it_answers(process, port):
    for _ in range(1200):
        if process.poll() is not None:
            break
        with contextlib.suppress(OSError), socket.create_connection(('127.0.0.1', port), 1):
            return
        time.sleep(0.1)
    raise SystemExit('the server does not listen')


def write_environments(folder, environment, port, door):
    """Writes what is served, and gives the variables that say so: one environment with a port, or with `door` a hundred
    behind one, of which one is called as the requests' host."""
    if not door:
        files = {'environment.json': {**environment, 'port': port}}
    else:
        named = lambda n: {'name': 'localhost' if n == 50 else f'mock-{n}', 'uuid': f'00000000-0000-4000-8000-{n:012}'}
        files = {f'{n:03}.json': {**environment, **named(n), 'port': 0} for n in range(100)}
    for name, content in files.items():
        file = os.path.join(folder, name)
        with open(file, 'w') as f:
            json.dump(content, f)
        # A file that was just written is read again every second, which would be counted.
        os.utime(file, (1e9, 1e9))
    data = ','.join(os.path.join(folder, name) for name in files)
    return {'MOCKOON_DATA': data, **({'MOCKOON_FRONT_PORT': str(port)} if door else {})}


def per_request(binary, scenario, session=False, profile=None, further=(), door=False):
    """Instructions of user space for one request."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, 'callgrind.out')
        settings = {'PATH': os.environ.get('PATH', ''), **write_environments(folder, scenario.env(), port, door), 'MOCKOON_ADMIN_API_TOKEN': TOKEN,
                    'MOCKOON_MANAGEMENT_PORT': str(free_port()), 'MOCKOON_LOG_LEVEL': 'warn', 'MOCKOON_WORKER_THREADS': '1',
                    **dict(setting.split('=', 1) for setting in further)}
        with open(os.path.join(folder, 'log'), 'w') as log:
            process = subprocess.Popen(['valgrind', '--tool=callgrind', f'--callgrind-out-file={out}', binary], env=settings,
                                       cwd=folder, stdout=log, stderr=log)
        try:
            until_it_answers(process, port)
            with contextlib.ExitStack() as stack:
                connections = [stack.enter_context(socket.create_connection(('127.0.0.1', port), 120)) for _ in range(CONNECTIONS)]
                load(connections, scenario, WARM, session)
                control(process, '--zero')
                load(connections, scenario, ROUNDS, session)
                control(process, '--dump')
        finally:
            process.kill()
            process.wait()
        if profile:
            shutil.copy(out + '.1', profile)
        with open(out + '.1') as f:
            return round(max(int(line.split()[1]) for line in f if line.startswith(('totals:', 'summary:'))) / (ROUNDS * CONNECTIONS))


def control(process, what):
    subprocess.run(['callgrind_control', what, str(process.pid)], capture_output=True, check=True, timeout=300)


def compiler():
    return subprocess.run(['rustc', '--version'], capture_output=True, text=True, check=True).stdout.strip()


def check(counts):
    """Prints the counts beside the recorded ones; True when none takes more than it may."""
    with open(RECORDED) as f:
        recorded = json.load(f)
    good = True
    for key, count in counts.items():
        was = recorded['instructions'][key]
        verdict = 'more than it may' if count > was * (1 + MARGIN) else 'less: record it' if count < was * (1 - MARGIN) else 'as recorded'
        good &= count <= was * (1 + MARGIN)
        print(f'{key} {count:8,} recorded {was:8,} {100 * (count / was - 1):+6.1f} %  {verdict}')
    if recorded['compiler'] != compiler():
        print(f'recorded with {recorded["compiler"]}, this is {compiler()}: tests/bench/instructions.py --write records anew')
    elif not good:
        print('what the change costs has to go, or to be worth it: then tests/bench/instructions.py --write records it')
    return good


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('binary', nargs='?', default='target/release/sidemock')
    parser.add_argument('--only', help='scenarios, separated by commas')
    parser.add_argument('--door', action='store_true', help='through the front door, behind which a hundred environments are')
    parser.add_argument('--session', action='store_true', help='every request names a session')
    parser.add_argument('--setting', action='append', default=[], metavar='NAME=VALUE', help='a further variable of the server')
    parser.add_argument('--profile-to', help='keep the profile of the load here')
    parser.add_argument('--check', action='store_true', help='compare with the recorded figures')
    parser.add_argument('--write', action='store_true', help='record the figures')
    args = parser.parse_args()
    sys.path.insert(0, SHARED)
    import scenarios

    keys = args.only.split(',') if args.only else GUARDED if args.check or args.write else ALL
    binary = os.path.abspath(args.binary)
    counts = {}
    for key in keys:
        scenario = Proxied() if key == Proxied.key else scenarios.BY_KEY[key]
        counts[key] = per_request(binary, scenario, args.session, args.profile_to, args.setting, args.door)
        print(f'{key} {counts[key]:,} instructions per request', flush=True)
    if args.write:
        with open(RECORDED, 'w') as f:
            json.dump({'compiler': compiler(), 'profile': 'release', 'instructions': counts}, f, indent=2)
            f.write('\n')
    return 0 if not args.check or check(counts) else 1


if __name__ == '__main__':
    sys.exit(main())
