#!/usr/bin/env python3
"""What sessions, edits and waiters cost: memory and times of the admin API.

    tests/bench/control.py [target/dist/sidemock] [--sessions 1000] [--edits 40] [--waiters 100] [--only edits]

Sessions: so many idle ones of an environment with a bucket of 10,000 items, whose memory is what the process has grown by;
those that have changed one item are told apart. Edits: one route of 10,000 gets another text, another
endpoint, one is added and removed, at rest (CPU time too, the one to trust on a machine that others use) and under 50
connections. Snapshots: one of a bucket of 10 MB is taken and restored under 50 connections. Waiters: so many verifications
wait for a request; from the request on, until the kernel has the verdict for each. Clients share the machine, so times are upper bounds."""
import argparse
import contextlib
import http.client
import json
import os
import socket
import statistics
import struct
import subprocess
import tempfile
import time
import urllib.request

from load import Load
from memory import cpu_ms, environment, free_port, identity, memory, response, route

# Of Linux: the kernel says when something came.
SO_TIMESTAMPNS = 35
TOKEN = 'a-token-for-measuring-only'
ADMIN = '/mockoon-admin/x'


class Server:
    """A running binary with an environment, and one connection to it."""

    def __init__(self, binary, value):
        self.folder = tempfile.TemporaryDirectory()
        self.port, self.management = free_port(), free_port()
        file = os.path.join(self.folder.name, 'environment.json')
        with open(file, 'w') as f:
            json.dump({**value, 'port': self.port}, f)
        env = {'PATH': os.environ.get('PATH', ''), 'MOCKOON_DATA': file, 'MOCKOON_LOG_LEVEL': 'warn', 'MOCKOON_ADMIN_API_TOKEN': TOKEN,
               'MOCKOON_MANAGEMENT_PORT': str(self.management), 'MOCKOON_SESSIONS': 'implicit'}
        self.process = subprocess.Popen([binary], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.connection = http.client.HTTPConnection('127.0.0.1', self.port, timeout=60)
        for _ in range(600):
            try:
                self.ask('GET', '/none')
                break
            except OSError:
                self.connection.close()
                time.sleep(0.05)

    def ask(self, method, path, body=None, connection=None, **headers):
        """(status, body)"""
        connection = connection or self.connection
        headers = {'Authorization': 'Bearer ' + TOKEN, 'Content-Type': 'application/json', **headers}
        connection.request(method, path, None if body is None else json.dumps(body), headers)
        answer = connection.getresponse()
        return answer.status, answer.read()

    def waiters(self):
        """Calls that wait for a verdict."""
        with urllib.request.urlopen(f'http://127.0.0.1:{self.management}/metrics') as answer:
            lines = answer.read().decode().splitlines()
        return sum(int(line.split()[-1]) for line in lines if line.startswith('sidemock_verify_waiters{'))

    def anonymous(self):
        """KiB that are not backed by files, once the server is idle."""
        time.sleep(0.5)
        return memory(self.process.pid)[1]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.connection.close()
        self.process.kill()
        self.process.wait()
        self.folder.cleanup()


def expect(answer, *statuses):
    if answer[0] not in statuses:
        raise SystemExit(f'status {answer[0]}: {answer[1][:200]}')
    return answer


def sessions(binary, count):
    items = [{'id': number, 'name': f'item {number}', 'price': number / 7, 'tags': ['a', 'b']} for number in range(10_000)]
    bucket = {'uuid': identity(), 'id': 'itms', 'name': 'items', 'documentation': '', 'value': json.dumps(items)}
    crud = {**route('', 'items', ''), 'type': 'crud', 'responses': [{**response(''), 'bodyType': 'DATABUCKET', 'databucketID': 'itms'}]}
    with Server(binary, {**environment(1), 'data': [bucket], 'routes': [crud], 'rootChildren': [{'type': 'route', 'uuid': crud['uuid']}]}) as server:
        expect(server.ask('GET', '/items/1'), 200)
        before = server.anonymous()
        for number in range(count):
            expect(server.ask('POST', ADMIN + '/sessions', {'id': f's{number}'}), 201)
        declared = server.anonymous()
        for number in range(count):
            expect(server.ask('GET', '/items/1', **{'X-Sidemock-Session': f's{number}'}), 200)
        read = server.anonymous()
        changed = min(count, 20)
        for number in range(changed):
            expect(server.ask('PATCH', '/items/1', {'name': 'x'}, **{'X-Sidemock-Session': f's{number}'}), 200)
        written = server.anonymous()
    print(f'{count} idle sessions: {(declared - before) * 1024 / count:,.0f} bytes each; after one read {(read - before) * 1024 / count:,.0f}; '
          f'a write of one of 10,000 items {(written - read) * 1024 / changed:,.0f} more (resident {before / 1024:.1f} MiB before)')


def timed(server, times, work):
    before, begun = cpu_ms(server.process.pid), time.perf_counter()
    answer = work()
    wall = (time.perf_counter() - begun) * 1e3
    times.append((wall, cpu_ms(server.process.pid) - before))
    return answer


def shown(times, is_alone=False):
    wall, cpu = zip(*times)
    alone = f', CPU median {statistics.median(cpu):.2f} ms' if is_alone else ''
    return f'median {statistics.median(wall):.2f} ms, longest {max(wall):.2f} ms{alone}'


def edits(binary, count):
    value = environment(10_000)
    with Server(binary, value) as server:
        for connections in (0, 50):
            patched, moved, added, removed = [], [], [], []
            with Load(server.port, ['/last/t1/report'], connections) if connections else contextlib.nullcontext() as load:
                for number in range(count):
                    uuid = value['routes'][(number * 97 + 1) % len(value['routes'])]['uuid']
                    place = f'{ADMIN}/routes/{uuid}'
                    expect(timed(server, patched, lambda: server.ask('PATCH', place, {'documentation': f'edit {number}'})), 200)
                    expect(timed(server, moved, lambda: server.ask('PATCH', place, {'endpoint': f'moved/{connections}/{number}/:id'})), 200)
                    new = timed(server, added, lambda: server.ask('POST', f'{ADMIN}/routes', {'endpoint': f'added/{number}/:id'}))
                    place = f'{ADMIN}/routes/{json.loads(expect(new, 201)[1])["uuid"]}'
                    expect(timed(server, removed, lambda: server.ask('DELETE', place)), 204)
            under = f' ({load.failed} of {load.asked} requests failed)' if connections else ''
            print(f'one route in 10,000, {connections} connections{under}')
            for what, times in (('text', patched), ('endpoint', moved), ('added', added), ('removed', removed)):
                print(f'  {what:>8}: {shown(times, not connections)}')


def snapshots(binary, count):
    items = [{'id': number, 'name': f'item {number} of many', 'price': number / 7, 'tags': ['a', 'b']} for number in range(120_000)]
    bucket = {'uuid': identity(), 'id': 'itms', 'name': 'items', 'documentation': '', 'value': json.dumps(items)}
    crud = {**route('', 'items', ''), 'type': 'crud', 'responses': [{**response(''), 'bodyType': 'DATABUCKET', 'databucketID': 'itms'}]}
    value = {**environment(1), 'data': [bucket], 'routes': [crud], 'rootChildren': [{'type': 'route', 'uuid': crud['uuid']}]}
    written, taken, restored = [], [], []
    with Server(binary, value) as server, Load(server.port, ['/items/2']) as load:
        for number in range(count):
            expect(timed(server, written, lambda: server.ask('PATCH', '/items/1', {'name': f'written {number}'})), 200)
            expect(timed(server, taken, lambda: server.ask('POST', ADMIN + '/snapshots', {'name': 'one'})), 201)
            expect(server.ask('PATCH', '/items/1', {'name': 'another'}), 200)
            expect(timed(server, restored, lambda: server.ask('POST', ADMIN + '/snapshots/one/restore')), 200)
            answer = expect(server.ask('GET', '/items/1'), 200)[1]
            if f'written {number}'.encode() not in answer:
                raise SystemExit(f'what was restored is another: {answer}')
    print(f'a state of {len(bucket["value"]) / 1e6:.1f} MB, 50 connections ({load.failed} of {load.asked} requests failed)')
    for what, times in (('write', written), ('snapshot', taken), ('restore', restored)):
        print(f'  {what:>8}: {shown(times)}')


def arrival(waiter):
    """(when the kernel had the answer, in seconds since the epoch, what it is); now, where the kernel has not noted it"""
    answer, about, _, _ = waiter.recvmsg(65536, 64)
    noted = [struct.unpack('qq', data) for _, kind, data in about if kind == SO_TIMESTAMPNS]
    return (noted[0][0] + noted[0][1] / 1e9 if noted else time.time()), answer


def waiters(binary, count, rounds=40):
    """An answer is there when the kernel has it for the client, which sleeps meanwhile: it takes no CPU from the server."""
    took, first, last, cpu = [], [], [], []
    with Server(binary, environment(1)) as server:
        asker = socket.create_connection(('127.0.0.1', server.port))
        asker.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        # As long as one socket asks for it, the kernel notes times; it takes a while to begin.
        asker.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
        time.sleep(0.2)
        for turn in range(rounds):
            ask = f'GET {ADMIN}/verify?path=/last/t{turn}/report&count=1..&within=30s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {TOKEN}\r\n\r\n'
            with contextlib.ExitStack() as stack:
                waiting = [stack.enter_context(socket.create_connection(('127.0.0.1', server.port))) for _ in range(count)]
                for waiter in waiting:
                    waiter.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
                    waiter.sendall(ask.encode())
                while server.waiters() != count:
                    time.sleep(0.01)
                request = f'GET /last/t{turn}/report HTTP/1.1\r\nHost: x\r\n\r\n'.encode()
                spent, begun = cpu_ms(server.process.pid), time.time()
                asker.sendall(request)
                time.sleep(0.03)
                answers = [arrival(waiter) for waiter in waiting]
                cpu.append((cpu_ms(server.process.pid) - spent) / count)
                if not all(b'"verified":true' in answer for _, answer in answers):
                    raise SystemExit('a waiter got another verdict')
                asker.recv(65536)
            arrived = [1e3 * (at - begun) for at, _ in answers]
            took += arrived
            first.append(min(arrived))
            last.append(max(arrived))
        asker.close()
    took.sort()
    print(f'{count} waiters: first median {statistics.median(first):.2f} ms; all median {statistics.median(took):.2f} ms, '
          f'p99 {took[int(len(took) * 0.99)]:.2f} ms, last of a round median {statistics.median(last):.2f} ms from the request to the verdict; '
          f'CPU {1e3 * statistics.median(cpu):.0f} us a waiter')


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('binary', nargs='?', default='target/dist/sidemock')
    parser.add_argument('--sessions', type=int, default=1_000)
    parser.add_argument('--edits', type=int, default=40)
    parser.add_argument('--waiters', type=int, default=100)
    parser.add_argument('--only', help='one of sessions, edits, snapshots, waiters')
    args = parser.parse_args()
    binary = os.path.abspath(args.binary)
    for part, count in ((sessions, args.sessions), (edits, args.edits), (snapshots, args.edits), (waiters, args.waiters)):
        if args.only in (None, part.__name__):
            part(binary, count)


if __name__ == '__main__':
    main()
