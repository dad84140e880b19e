#!/usr/bin/env python3
"""What an environment costs: resident memory, bytes per route, and the way from exec to the first 200.

    tests/bench/memory.py [target/dist/sidemock] [--routes 10,1000,10000] [--times 5] [--file ENV.json --path /x]
    tests/bench/memory.py [target/dist/sidemock] --many 300
    tests/bench/memory.py [target/dist/sidemock] --values

Starts the binary on generated environments (a mixture of plain and parametrised paths with small constant bodies, as the
desktop application writes them), asks the last route until it answers 200, waits for the server to be idle, asks it
some times more, and reads /proc. Times are medians; the CPU time (user + system, of the whole process up to the first 200) is the one to trust on a
machine that others use too. `per route` is the growth of the private memory from the smallest environment on.

`--many` starts one process on that many of the environments of a directory, each with a port, a name and a uuid of its own: all of
them from the largest on, then again from the largest on. It is ready when `/readyz` says so."""
import argparse
import glob
import http.client
import json
import os
import socket
import statistics
import subprocess
import tempfile
import time
import uuid

KINDS = [
    ('get', '{area}/{name}', 2), ('get', '{area}/{name}/:id', 2), ('post', '{area}/{name}', 1), ('put', '{area}/{name}/:id', 1),
    ('delete', '{area}/{name}/:id', 1), ('get', '{area}/{name}/:id/{part}/:part', 2), ('get', 'files/{name}/{part}.json', 1),
]
NAMES = 'accounts bookings customers drivers events flights garages hotels invoices journeys kitchens ledgers'.split()
LAST = 'last/:tenant/report'
ENVIRONMENTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), '../../../shared/environments')
# So many requests are answered before the memory is read.
AGAIN = 20
# Below those that the kernel gives away.
FIRST_PORT = 21000


def identity():
    return str(uuid.uuid4())


def response(body):
    return {
        'uuid': identity(), 'body': body, 'latency': 0, 'statusCode': 200, 'label': '', 'headers': [], 'bodyType': 'INLINE',
        'filePath': '', 'databucketID': '', 'sendFileAsBody': False, 'rules': [], 'rulesOperator': 'OR',
        'disableTemplating': False, 'fallbackTo404': False, 'default': True, 'crudKey': 'id', 'callbacks': [],
    }


def route(method, endpoint, body):
    return {
        'uuid': identity(), 'type': 'http', 'documentation': '', 'method': method, 'endpoint': endpoint,
        'responses': [response(body)], 'responseMode': None, 'streamingMode': None, 'streamingInterval': 0,
    }


def environment(count):
    """An environment of so many routes; the last one is asked for."""
    kinds = [kind for *kind, share in KINDS for _ in range(share)]
    routes = []
    for number in range(count - 1):
        method, path = kinds[number % len(kinds)]
        name = f'{NAMES[number % len(NAMES)]}{number // len(kinds)}'
        path = path.format(area=f'api/v{number % 3 + 1}', name=name, part=NAMES[number * 5 % len(NAMES)])
        routes.append(route(method, path, json.dumps({'number': number, 'path': path, 'ok': True})))
    routes.append(route('get', LAST, json.dumps({'tenant': 'any', 'lines': list(range(100))})))
    cors = {'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Methods': 'GET,POST,PUT,PATCH,DELETE,HEAD,OPTIONS',
            'Access-Control-Allow-Headers': 'Content-Type, Origin, Accept, Authorization, Content-Length, X-Requested-With'}
    return {
        'uuid': identity(), 'lastMigration': 33, 'name': f'{count} routes', 'endpointPrefix': '', 'latency': 0, 'port': 0,
        'hostname': '127.0.0.1', 'folders': [], 'routes': routes,
        'rootChildren': [{'type': 'route', 'uuid': one['uuid']} for one in routes], 'proxyMode': False, 'proxyHost': '',
        'proxyRemovePrefix': False,
        'tlsOptions': {'enabled': False, 'type': 'CERT', 'pfxPath': '', 'certPath': '', 'keyPath': '', 'caPath': '',
                       'passphrase': ''},
        'cors': True, 'headers': [{'key': key, 'value': value} for key, value in {'Content-Type': 'application/json', **cors}.items()],
        'proxyReqHeaders': [], 'proxyResHeaders': [], 'data': [], 'callbacks': [],
    }


def free_port():
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        return probe.getsockname()[1]


def cpu_ms(pid):
    """Exact, of all threads, those that ended too: the clock of another process, as clock_getcpuclockid names it."""
    return time.clock_gettime((~pid << 3) | 2) * 1e3


def memory(pid):
    """(resident, of that not backed by files, highest resident) in KiB."""
    fields = {}
    with open(f'/proc/{pid}/status') as f:
        for line in f:
            key, _, value = line.partition(':')
            if key in ('VmRSS', 'RssAnon', 'VmHWM'):
                fields[key] = int(value.split()[0])
    return fields['VmRSS'], fields['RssAnon'], fields['VmHWM']


def ask(port, path):
    try:
        connection = http.client.HTTPConnection('127.0.0.1', port, timeout=5)
        connection.request('GET', path)
        status = connection.getresponse().status
        connection.close()
        return status
    except OSError:
        return None


def start(binary, data, path):
    """One start: (wall ms, CPU ms, resident, anonymous, highest) with the memory of an idle server. Without a path it is of
    many environments, each on its own port."""
    port, management = free_port(), free_port()
    env = {'PATH': os.environ.get('PATH', ''), 'MOCKOON_DATA': data, 'MOCKOON_LOG_LEVEL': 'warn',
           'MOCKOON_ADMIN_API_TOKEN': 'a-token-for-measuring-only', 'MOCKOON_MANAGEMENT_PORT': str(management)}
    if path:
        env['MOCKOON_PORT'] = str(port)
    else:
        port, path = management, '/readyz'
    begun = time.perf_counter()
    process = subprocess.Popen([binary], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        while (status := ask(port, path)) != 200:
            if process.poll() is not None or time.perf_counter() - begun > 60:
                raise SystemExit(f'{binary} does not serve {data}: {status} {process.stderr.read1().decode()}')
            time.sleep(0.0005)
        wall, cpu = (time.perf_counter() - begun) * 1e3, cpu_ms(process.pid)
        time.sleep(0.5)
        # What serves is in memory, what only started may be gone.
        for _ in range(AGAIN):
            ask(port, path)
        return wall, cpu, *memory(process.pid)
    finally:
        process.kill()
        process.wait()
        process.stderr.close()


def write_many(folder, directory, count):
    """So many environments in a folder: (bytes, routes)."""
    sources = glob.glob(os.path.join(directory, '**/*.json'), recursive=True)
    sources.sort(key=lambda file: (-os.path.getsize(file), file))
    if not sources:
        raise SystemExit(f'no environments in {directory}')
    size = routes = 0
    for number in range(count):
        with open(sources[number % len(sources)], encoding='utf-8') as f:
            one = json.load(f)
        one.update(port=FIRST_PORT + number, hostname='127.0.0.1', name=f'{number} {one.get("name")}', uuid=identity())
        file = os.path.join(folder, f'{number:03}.json')
        with open(file, 'w', encoding='utf-8') as f:
            json.dump(one, f, indent=2, ensure_ascii=False)
        size, routes = size + os.path.getsize(file), routes + len(one['routes'])
    return size, routes


def many(binary, directory, count, times):
    with tempfile.TemporaryDirectory() as folder:
        size, routes = write_many(folder, directory, count)
        runs = [start(binary, folder, None) for _ in range(times)]
    wall, cpu, resident, anonymous, highest = map(statistics.median, zip(*runs))
    print(f'{count} environments, {size / 1e6:.1f} MB, {routes} routes: ready after {wall:.0f} ms, CPU {cpu:.0f} ms, '
          f'resident {resident / 1024:.1f} MiB, anonymous {anonymous / 1024:.1f} MiB, highest {highest / 1024:.1f} MiB')


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('binary', nargs='?', default='target/dist/sidemock')
    parser.add_argument('--routes', default='10,1000,10000', help='sizes of the environments')
    parser.add_argument('--times', type=int, default=5, help='starts of which the medians are taken')
    parser.add_argument('--file', help='measure this environment file instead')
    parser.add_argument('--path', default='/', help='with --file: what is asked for')
    parser.add_argument('--many', type=int, metavar='COUNT', help='measure this many real environments in one process')
    parser.add_argument('--environments', default=ENVIRONMENTS, help='with --many: where they are')
    parser.add_argument('--values', action='store_true', help='measure what JSON values cost (values.py)')
    args = parser.parse_args()
    binary = os.path.abspath(args.binary)
    if args.values:
        import values
        values.table(binary)
        return
    if args.many:
        many(binary, args.environments, args.many, args.times)
        return

    print(f'{"environment":>12} {"file":>8} {"wall":>9} {"cpu":>9} {"resident":>10} {"anonymous":>10} {"highest":>10} {"per route":>10}')
    least = None
    with tempfile.TemporaryDirectory() as folder:
        cases = [(args.file, args.path, None)] if args.file else []
        for count in [] if args.file else map(int, args.routes.split(',')):
            file = os.path.join(folder, f'{count}.json')
            with open(file, 'w') as f:
                json.dump(environment(count), f, indent=2)
            cases.append((file, '/last/t1/report', count))
        for file, path, count in cases:
            runs = [start(binary, file, path) for _ in range(args.times)]
            wall, cpu, resident, anonymous, highest = map(statistics.median, zip(*runs))
            least = least or (count, anonymous)
            growth = (anonymous - least[1]) * 1024 / (count - least[0]) if count and count > least[0] else None
            name = f'{count} routes' if count else os.path.basename(file)[:12]
            print(f'{name:>12} {os.path.getsize(file) / 1e6:5.2f} MB {wall:6.1f} ms {cpu:6.1f} ms {resident / 1024:6.1f} MiB '
                  f'{anonymous / 1024:6.1f} MiB {highest / 1024:6.1f} MiB {f"{growth:,.0f} B" if growth else "":>10}')


if __name__ == '__main__':
    main()
