#!/usr/bin/env python3
"""What a state on Valkey or Redis costs: the same requests to one process in memory, to one on a store, and to three.

    tests/bench/replicas.py [target/release/sidemock] [--seconds 5] [--connections 64] [--only S1,POST]

Starts a redis-server (or valkey-server) and the processes on free ports, and loads them with wrk. For each: requests per
second, CPU time of all sidemock processes per request, latency, round trips per request and conflicts by `/metrics`. POST
begins with an empty bucket, which is written whole with each new item, so that its figures depend on the time it runs."""
import argparse
import contextlib
import json
import os
import re
import shutil
import subprocess
import tempfile
import time
import urllib.request

from memory import cpu_ms, free_port, response, route

ITEMS = [{'id': i, 'name': f'Item {i}', 'category': f'c{i % 5}', 'price': i * 7919 % 20000 / 100, 'text': 'x' * 120} for i in range(1, 1001)]
SCENARIOS = {
    'S1': ('one static route', '/static', ''),
    'S6': ('20 responses in turn (SEQUENTIAL)', '/turn', ''),
    'S7': ('CRUD list of 1,000 items: filter, sort, page', '/items?category_eq=c2&price_gte=20&sort=price&order=desc&page=2&limit=20', ''),
    'S8': ('CRUD get by id among 1,000 items', '/items/700', ''),
    'POST': ('CRUD create', '/new', 'wrk.method="POST"; wrk.body=\'{"name": "n", "v": 1}\'; wrk.headers["Content-Type"]="application/json"'),
}


def crud(endpoint, bucket):
    made = route('', endpoint, '')
    made['responses'][0].update(bodyType='DATABUCKET', databucketID=bucket)
    return {**made, 'type': 'crud'}


def served():
    turns = {**route('get', 'turn', ''), 'responses': [response(f'turn {i}') for i in range(20)], 'responseMode': 'SEQUENTIAL'}
    routes = [route('get', 'static', json.dumps({'text': 'x' * 1000})), turns, crud('items', 'itms'), crud('new', 'news')]
    buckets = [{'uuid': f'00000000-0000-4000-8000-0000000000b{number}', 'id': name, 'name': name, 'documentation': '', 'value': json.dumps(value)}
               for number, (name, value) in enumerate([('itms', ITEMS), ('news', [])])]
    return {'uuid': '00000000-0000-4000-8000-00000000e001', 'name': 'bench', 'lastMigration': 33, 'routes': routes, 'data': buckets}


@contextlib.contextmanager
def process(command, **env):
    running = subprocess.Popen(command, env={'PATH': os.environ['PATH'], **env}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield running
    finally:
        running.kill()
        running.wait()


def read(url):
    with urllib.request.urlopen(url, timeout=30) as answer:
        return answer.read().decode()


def until_ready(management):
    deadline = time.time() + 60
    while time.time() < deadline:
        with contextlib.suppress(OSError):
            return read(f'http://127.0.0.1:{management}/readyz')
        time.sleep(0.02)
    raise SystemExit('no server')


def counted(managements, name):
    texts = (read(f'http://127.0.0.1:{port}/metrics') for port in managements)
    return sum(float(found[1]) for text in texts if (found := re.search(rf'^{name} (\S+)$', text, re.M)))


def load(folder, port, scenario, connections, seconds):
    _, path, script = SCENARIOS[scenario]
    file = os.path.join(folder, 'load.lua')
    with open(file, 'w') as f:
        f.write(script)
    command = ['wrk', '-t1', f'-c{connections}', f'-d{seconds}s', '--latency', '-s', file, f'http://127.0.0.1:{port}{path}']
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def run(args, scenario, store, count, folder):
    with contextlib.ExitStack() as stack:
        ports, managements, pids = [], [], []
        for _ in range(count):
            ports.append(free_port())
            managements.append(free_port())
            more = {'MOCKOON_STATE_URL': f'redis://127.0.0.1:{store}'} if store else {}
            pids.append(stack.enter_context(process([args.binary], MOCKOON_DATA=os.path.join(folder, 'environment.json'), MOCKOON_PORT=str(ports[-1]),
                                                    MOCKOON_MANAGEMENT_PORT=str(managements[-1]), MOCKOON_LOG_LEVEL='warn', MOCKOON_ADMIN_API_TOKEN='t', **more)).pid)
        list(map(until_ready, managements))
        names = ['sidemock_state_round_trips_total', 'sidemock_state_conflicts_total']
        before = sum(map(cpu_ms, pids)), [counted(managements, name) for name in names]
        loads = [load(folder, port, scenario, args.connections // count, args.seconds) for port in ports]
        texts = [one.communicate()[0] for one in loads]
        after = sum(map(cpu_ms, pids)), [counted(managements, name) for name in names]
    requests = sum(int(re.search(r'(\d+) requests in', text)[1]) for text in texts)
    refused = sum(int(found[1]) for text in texts if (found := re.search(r'Non-2xx or 3xx responses: (\d+)', text)))
    rate = sum(float(re.search(r'Requests/sec:\s+(\S+)', text)[1]) for text in texts)
    median, late = (re.search(rf'{share}%\s+(\S+)', texts[0])[1] for share in (50, 99))
    trips, conflicts = ((after[1][i] - before[1][i]) / requests for i in (0, 1))
    print(f'| {rate:,.0f} | {(after[0] - before[0]) / requests * 1e3:.0f} us | {median} / {late} | {trips:.2f} | {conflicts:.3f} | {refused} ', end='', flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('binary', nargs='?', default='target/release/sidemock')
    parser.add_argument('--seconds', type=int, default=5)
    parser.add_argument('--connections', type=int, default=64)
    parser.add_argument('--only', default=','.join(SCENARIOS))
    args = parser.parse_args()
    args.binary = os.path.abspath(args.binary)
    program = shutil.which('valkey-server') or shutil.which('redis-server')
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, 'environment.json'), 'w') as f:
            json.dump(served(), f)
        print('| scenario | where | requests/s | CPU per request | p50 / p99 | round trips | conflicts per request | refused |')
        print('|---|---|---|---|---|---|---|---|')
        for scenario in args.only.split(','):
            for where, count, is_shared in [('in memory', 1, False), ('on a store', 1, True), ('on a store', 3, True)]:
                print(f'| {scenario} {SCENARIOS[scenario][0]} | {count} {where} ', end='', flush=True)
                store = free_port()
                with process([program, '--port', str(store), '--bind', '127.0.0.1', '--save', '']):
                    time.sleep(0.3)
                    run(args, scenario, store if is_shared else None, count, folder)
                print('|', flush=True)


if __name__ == '__main__':
    main()
