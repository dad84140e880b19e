#!/usr/bin/env python3
"""What the other benches leave out, each beside what one would take otherwise: TLS, HTTP/2, proxying, many connections,
WebSockets, event streams, files, many environments on a port, reloads, constant rates, a journal that is read.

    tests/bench/scenarios.py [target/dist/sidemock] [--only tls13,proxy_1kb] [--seconds 3] [--rounds 3]

Figures are CPU time of the server per request in the quietest round, which other users of the machine move little; the last
column is the machine's load meanwhile. nginx, h2load and openssl come from Debian (nginx-light, nghttp2-client, openssl), the
reference is left out where it is not installed."""
import argparse
import concurrent.futures
import contextlib
import http.client
import json
import os
import re
import subprocess
import sys
import threading
import time

import clients
import peers
from memory import environment, free_port
from peers import BODY, CLIENT_CORE, JSON, TOKEN, Folder, mock, one_answer, route_with

SCENARIOS = {}


def scenario(function):
    SCENARIOS[function.__name__] = function
    return function


class Bench:
    """What a scenario is given: where to start servers, how long to load them, and where results go."""

    def __init__(self, folder, args):
        self.folder, self.seconds, self.rounds = folder, args.seconds, args.rounds

    def best(self, work):
        """The least that `work` gives in some rounds."""
        return min(work() for _ in range(self.rounds))

    def h2load(self, server, url, *options):
        """Microseconds of CPU time per request."""
        def load(count):
            command = ['taskset', '-c', CLIENT_CORE, 'h2load', '-n', str(count), '-c', '32', '-t', '1', *options, url]
            out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
            answers, *others = map(int, re.search(r'status codes: (\d+) 2xx, (\d+) 3xx, (\d+) 4xx, (\d+) 5xx', out).groups())
            if not answers or any(others):
                raise SystemExit(f'{url}: {out}')
            return answers

        # h2load can do so many seconds, too, but does not always come to their end.
        load(64)
        begun = time.perf_counter()
        warm = load(320)
        count = max(320, int(warm / (time.perf_counter() - begun) * self.seconds))

        def measure():
            before = server.cpu()
            answers = load(count)
            return (server.cpu() - before) * 1e3 / answers
        return self.best(measure)

    def row(self, what, unit, ours, **others):
        load = os.getloadavg()[0]
        beside = ', '.join(f'{name} {value:,.1f} ({ours / value:.2f})' for name, value in others.items())
        print(f'| {what} | {ours:,.1f} {unit} | {beside or "-"} | {load:.0f} |', flush=True)


def beside_reference(bench, value, measure):
    """What `measure` gives of the reference, as a peer; nothing where that is not installed."""
    if not os.path.exists(peers.REFERENCE):
        return {}
    with bench.folder.reference(value) as server:
        return {'reference': measure(server)}


def beside_nginx(bench, what, value, nginx, target, options):
    """A row of CPU time per request for this target: of this environment, of nginx (its block and port), of the reference."""
    measure = lambda server: bench.h2load(server, f'http://127.0.0.1:{server.port}{target}', *options)
    with bench.folder.sidemock(value) as server:
        ours = measure(server)
    with bench.folder.nginx(*nginx) as server:
        bench.row(what, 'us', ours, nginx=measure(server), **beside_reference(bench, value, measure))


def over_tls(bench, what, *options):
    key, certificate = bench.folder.certificate()
    tls = {'enabled': True, 'type': 'CERT', 'pfxPath': '', 'certPath': certificate, 'keyPath': key, 'caPath': '', 'passphrase': ''}
    port = free_port()
    block = f"server {{ listen 127.0.0.1:{port} ssl http2; ssl_protocols TLSv1.3; ssl_certificate {certificate}; ssl_certificate_key {key}; location / {{ return 200 '{BODY}'; }} }}"
    with bench.folder.sidemock(mock(one_answer(), tlsOptions=tls)) as server:
        ours = bench.h2load(server, f'https://127.0.0.1:{server.port}/a', *options)
    with bench.folder.nginx(block, port) as server:
        bench.row(what, 'us', ours, nginx=bench.h2load(server, f'https://127.0.0.1:{port}/a', *options))


@scenario
def plain(bench):
    port = free_port()
    with bench.folder.sidemock(mock(one_answer())) as server:
        ours = bench.h2load(server, f'http://127.0.0.1:{server.port}/a', '--h1')
    with bench.folder.nginx(f"server {{ listen 127.0.0.1:{port}; location / {{ return 200 '{BODY}'; }} }}", port) as server:
        bench.row('HTTP/1.1, 1 kB', 'us', ours, nginx=bench.h2load(server, f'http://127.0.0.1:{port}/a', '--h1'))


@scenario
def tls13(bench):
    over_tls(bench, 'HTTP/1.1 over TLS 1.3', '--h1')


@scenario
def h2_tls(bench):
    over_tls(bench, 'HTTP/2 over TLS 1.3, 10 streams', '-m', '10')


@scenario
def h2c(bench):
    port = free_port()
    block = f"server {{ listen 127.0.0.1:{port} http2; location / {{ return 200 '{BODY}'; }} }}"
    with bench.folder.sidemock(mock(one_answer())) as server:
        ours = bench.h2load(server, f'http://127.0.0.1:{server.port}/a', '-m', '100')
    with bench.folder.nginx(block, port) as server:
        bench.row('HTTP/2 without TLS, 100 streams', 'us', ours, nginx=bench.h2load(server, f'http://127.0.0.1:{port}/a', '-m', '100'))


def proxied(bench, what, size):
    """All servers forward to an nginx on the client's core."""
    upstream, port = free_port(), free_port()
    # Not beside the environment's file: sidemock watches that directory, and would be told of each reading.
    root = os.path.join(bench.folder.path, 'upstream')
    os.makedirs(root, exist_ok=True)
    bench.folder.write('upstream/a', json.dumps({'pad': 'x' * (size - 10)}))
    options = ('--h1', *(['-c', '8'] if size > 100_000 else []))
    with bench.folder.nginx(f'server {{ listen 127.0.0.1:{upstream}; root {root}; }}', upstream) as answering:
        for pid in answering.pids():
            subprocess.run(['taskset', '-a', '-p', '-c', CLIENT_CORE, str(pid)], capture_output=True, check=True)
        value = mock(proxyMode=True, proxyHost=f'http://127.0.0.1:{upstream}')
        block = f'''upstream up {{ server 127.0.0.1:{upstream}; keepalive 64; }}
            server {{ listen 127.0.0.1:{port}; location / {{ proxy_pass http://up; proxy_http_version 1.1; proxy_set_header Connection ""; }} }}'''
        beside_nginx(bench, what, value, (block, port), '/a', options)


@scenario
def proxy_1kb(bench):
    proxied(bench, 'proxying 1 kB', 1_000)


@scenario
def proxy_1mb(bench):
    proxied(bench, 'proxying 1 MB', 1_000_000)


@scenario
def idle(bench, count=10_000):
    """Connections that have asked once and stay."""
    def each(server):
        before = server.resident()
        with clients.Connections(server.port, '/a', count):
            time.sleep(2)
            return (server.resident() - before) / count
    port = free_port()
    with bench.folder.sidemock(mock(one_answer())) as server:
        ours = each(server)
    with bench.folder.nginx(f"server {{ listen 127.0.0.1:{port}; location / {{ return 200 '{BODY}'; }} }}", port) as server:
        bench.row(f'{count:,} idle connections, each', 'KiB', ours, nginx=each(server), **beside_reference(bench, mock(one_answer()), each))


@scenario
def websocket_echo(bench, count=1_000):
    value = mock(route_with('ws', 'ws', body='{{body}}', default=True))

    def each(server):
        with clients.Sockets(server.port, '/ws', count) as sockets:
            def measure():
                before = server.cpu()
                messages = sockets.echo(bench.seconds)
                return (server.cpu() - before) * 1e3 / messages
            return bench.best(measure)
    with bench.folder.sidemock(value) as server:
        ours = each(server)
    bench.row(f'WebSocket echo, {count:,} connections, a message', 'us', ours, **beside_reference(bench, value, each))


@scenario
def websocket_broadcast(bench, count=10_000):
    value = mock(route_with('ws', 'ws', streaming='BROADCAST', interval=1_000, body=BODY, default=True))

    def each(server):
        with clients.Sockets(server.port, '/ws', count) as sockets:
            sockets.receive(1)
            def measure():
                before = server.cpu()
                messages = sockets.receive(bench.seconds)
                return (server.cpu() - before) * 1e3 / messages
            return bench.best(measure)
    with bench.folder.sidemock(value) as server:
        ours = each(server)
    bench.row(f'WebSocket broadcast of 1 kB to {count:,}, a message', 'us', ours, **beside_reference(bench, value, each))


@scenario
def event_stream(bench, count=1_000, events=40):
    """The admin API's events, one for each request."""
    def each(server):
        path = f'/mockoon-admin/events?token={TOKEN}'
        with clients.Connections(server.port, path, count) as listeners:
            def measure():
                before = server.cpu()
                for _ in range(events):
                    ask(server.port, '/a')
                listeners.take(count * events * 200)
                return (server.cpu() - before) * 1e3 / (count * events)
            return bench.best(measure)
    with bench.folder.sidemock(mock(one_answer())) as server:
        ours = each(server)
    bench.row(f'event stream to {count:,} listeners, an event', 'us', ours, **beside_reference(bench, mock(one_answer()), each))


def file_body(bench, what, size):
    port = free_port()
    file = bench.folder.write('served.bin', os.urandom(size))
    value = mock(route_with('served.bin', bodyType='FILE', filePath=file, sendFileAsBody=True))
    options = ('--h1', *(['-c', '8'] if size > 100_000 else []))
    block = f'server {{ listen 127.0.0.1:{port}; root {bench.folder.path}; }}'
    beside_nginx(bench, what, value, (block, port), '/served.bin', options)


@scenario
def file_1kb(bench):
    file_body(bench, 'a file of 1 kB', 1_000)


@scenario
def file_10mb(bench):
    file_body(bench, 'a file of 10 MB', 10_000_000)


@scenario
def front_door(bench, count=100):
    """One of many environments on a port, by the name that it is called."""
    front, port = free_port(), free_port()
    values = [{**mock(one_answer()), 'name': f'mock-{number}', 'uuid': f'00000000-0000-4000-8000-{number:012}'} for number in range(count)]
    with bench.folder.sidemock(*values, port=front, MOCKOON_FRONT_PORT=str(front), MOCKOON_FRONT_ONLY='true') as server:
        ours = bench.h2load(server, f'http://127.0.0.1:{server.port}/a', '--h1', '-H', ':authority: mock-50')
    blocks = ' '.join(f"server {{ listen 127.0.0.1:{port}; server_name mock-{number}; location / {{ return 200 '{BODY}'; }} }}" for number in range(count))
    with bench.folder.nginx(blocks, port) as server:
        bench.row(f'{count} environments behind one port', 'us', ours, nginx=bench.h2load(server, f'http://127.0.0.1:{port}/a', '--h1', '-H', ':authority: mock-50'))


@scenario
def reload(bench, routes=10_000):
    """The longest answer while an environment's file is written anew, beside the longest while nothing happens."""
    value = environment(routes)
    with bench.folder.sidemock(value, MOCKOON_WORKER_THREADS='2') as server:
        for pid in server.pids():
            subprocess.run(['taskset', '-a', '-p', '-c', '0,1', str(pid)], capture_output=True, check=True)
        file = os.path.join(bench.folder.path, f'environment-{bench.folder.number}.json')
        pauses = {}
        for what in ('quiet', 'reloads'):
            longest = []
            for turn in range(5):
                # Before anybody asks: while it writes, the askers beside it in this interpreter would wait for each other.
                value['name'] = f'turn {turn}'
                with open(f'{file}.new', 'w') as f:
                    json.dump({**value, 'port': server.port}, f)
                with clients.Pacer(server.port, '/last/t1/report') as pacer:
                    time.sleep(0.5)
                    if what == 'reloads':
                        os.rename(f'{file}.new', file)
                    time.sleep(1.5)
                longest.append(pacer.longest())
            pauses[what] = min(longest)
        bench.row(f'reload of {routes:,} routes, the longest answer', 'ms', pauses['reloads'], quiet=pauses['quiet'])


@scenario
def constant_rate(bench):
    """How late answers are at a part of what the server can do."""
    program = os.path.join(bench.folder.path, 'open_loop')
    source = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'open_loop.rs')
    subprocess.run(['rustc', '-O', '-o', program, source], check=True)
    port = free_port()

    def at(server, rate):
        command = ['taskset', '-c', CLIENT_CORE, program, str(server.port), str(rate), str(bench.seconds)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        return list(map(int, done.stdout.split()))

    def at_rates(server):
        # What one core of this client can ask for and the server answers, not what its CPU time would allow.
        capacity = max(at(server, 0)[0] for _ in range(bench.rounds)) / bench.seconds
        for share in (0.3, 0.6, 0.8):
            rate = int(capacity * share)
            yield share, rate, min(at(server, rate)[1:4] for _ in range(bench.rounds))
    with bench.folder.sidemock(mock(one_answer())) as server:
        ours = list(at_rates(server))
    with bench.folder.nginx(f"server {{ listen 127.0.0.1:{port}; location / {{ return 200 '{BODY}'; }} }}", port) as server:
        for (share, rate, mine), (_, other, theirs) in zip(ours, at_rates(server)):
            shown = lambda times: ' / '.join(f'{time / 1e3:.2f}' for time in times)
            print(f'| {share:.0%} of capacity: p50 / p99 / p99.9 | {shown(mine)} ms at {rate:,}/s | nginx {shown(theirs)} at {other:,}/s | {os.getloadavg()[0]:.0f} |', flush=True)


@scenario
def journal_read(bench, readers=10):
    """S1 while so many read the journal, over and over."""
    def each(server):
        stop = threading.Event()

        def read():
            reads = 0
            while not stop.is_set():
                ask(server.port, '/mockoon-admin/logs?limit=100')
                reads += 1
                time.sleep(0.1)
            return reads
        alone = bench.h2load(server, f'http://127.0.0.1:{server.port}/a', '--h1')
        with concurrent.futures.ThreadPoolExecutor(readers) as pool:
            reading = [pool.submit(read) for _ in range(readers)]
            beside = bench.h2load(server, f'http://127.0.0.1:{server.port}/a', '--h1')
            stop.set()
            sum(one.result() for one in reading)
        return alone, beside
    with bench.folder.sidemock(mock(one_answer())) as server:
        alone, beside = each(server)
    others = beside_reference(bench, mock(one_answer()), lambda server: each(server)[1])
    bench.row(f'1 kB, while {readers} read the journal ten times a second', 'us', beside, **{'nobody reading': alone}, **others)


def ask(port, path):
    with contextlib.closing(http.client.HTTPConnection('127.0.0.1', port, timeout=60)) as connection:
        connection.request('GET', path, headers={'Authorization': f'Bearer {TOKEN}'})
        answer = connection.getresponse()
        if answer.status != 200:
            raise SystemExit(f'{path}: {answer.status} {answer.read(200)}')
        return answer.read()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('binary', nargs='?', default='target/dist/sidemock')
    parser.add_argument('--only', help=', '.join(SCENARIOS))
    parser.add_argument('--seconds', type=int, default=3, help='how long each server is loaded in a round')
    parser.add_argument('--rounds', type=int, default=3)
    args = parser.parse_args()
    clients.many_descriptors()
    print('| scenario | sidemock | beside (ratio) | load |\n|---|---|---|---|', flush=True)
    with Folder(os.path.abspath(args.binary)) as folder:
        for name in args.only.split(',') if args.only else SCENARIOS:
            SCENARIOS[name](Bench(folder, args))


if __name__ == '__main__':
    sys.exit(main())
