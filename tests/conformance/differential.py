#!/usr/bin/env python3
"""Compares sidemock with the reference on whole environment files: every route, every response.

usage: differential.py [--seeded | --strict] [FOLDER_OR_FILE...]      (default ../shared/environments beside the repository)
variables: SUT (binary, default target/release/sidemock), MOCKOON_REFERENCE (bin/run.js of @mockoon/cli), NODE

Each file is served twice by both servers: as it is, and as a copy in which a request header chooses the response (rules
are dropped, routes fall back to the next one, so that responses of shadowed routes are reached as well). Callbacks are
left out, TLS is turned off; WebSocket routes are skipped. Both must give the same status, content type, header names,
and bodies: equal bytes where the response has no template, the same shape (keys and types, kinds of text) of JSON,
equal error messages. Random data is drawn again before a difference is believed.

With --seeded each copy is served alone and with a seed for fake data: all bodies must be equal, but for times. Of each
file only the first difference counts, because after it the draws no longer run alike.

With --strict reason phrases and values of headers have to agree as well, and each route gets further requests: HEAD,
OPTIONS, with and without a slash at the end, in other case, and with a percent sign that begins no byte (%zz).

Without Node or the reference the comparison says so and passes.
"""

import collections
import concurrent.futures
import contextlib
import fnmatch
import glob
import http.client
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse

REPOSITORY = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SUT = os.path.abspath(os.environ.get('SUT') or os.path.join(REPOSITORY, 'target/release/sidemock'))
NODE = os.environ.get('NODE', 'node')
REFERENCE = os.environ.get('MOCKOON_REFERENCE') or os.path.expanduser(
    '~/.cache/mockoon-reference/node_modules/@mockoon/cli/bin/run.js')

FILES_PER_PROCESS = 12
FILES_AT_ONCE = 4
START_TIMEOUT = 120
REQUEST_TIMEOUT = 60
DRAWS = 6
SEED = '20'
PICK = 'x-differential-response'

# Differences that are known and wanted: file, route, kind (globs), and why.
ALLOWED = []

# Headers that belong to the connection, or are compared by themselves.
TRANSPORT = {'date', 'connection', 'keep-alive', 'transfer-encoding', 'content-length', 'content-type', 'etag'}


# Headers whose values tell of the moment or of the connection, not of the answer.
VALUES_APART = {'date', 'connection', 'keep-alive', 'transfer-encoding'}


# --------------------------------------------------------------------------- environments

def prepared(environment):
    """The environment with nothing in it that reaches beyond the two servers."""
    environment = json.loads(json.dumps(environment))
    environment['hostname'] = '127.0.0.1'
    if environment.get('tlsOptions'):
        environment['tlsOptions']['enabled'] = False
    for route in environment.get('routes', []):
        for response in route.get('responses', []):
            response['callbacks'] = []
    return environment


def forced(environment):
    """A copy in which the header PICK names the response that answers."""
    environment = prepared(environment)
    for r, route in enumerate(environment.get('routes', [])):
        route['responseMode'] = 'FALLBACK'
        for i, response in enumerate(route.get('responses', [])):
            response['rulesOperator'] = 'AND'
            response['rules'] = [{'target': 'header', 'modifier': PICK, 'value': '%d-%d' % (r, i),
                                  'invert': False, 'operator': 'equals'}]
    return environment


def concrete_path(prefix, endpoint):
    """A path that the endpoint matches: parameters filled, optional parts kept."""
    path = re.sub(r':[A-Za-z0-9_]+(\([^)]*\))?[?*+]?', '1', endpoint).replace('*', 'x')
    path = re.sub(r'(\w)\?', r'\1', path)
    whole = '/' + '/'.join(part for part in (prefix.strip('/'), path.lstrip('/')) if part)
    return urllib.parse.quote(whole, safe="/:@!$&'()+,;=-._~%")


def requests_of(environment):
    """(route index, method, path) for every route that speaks HTTP."""
    prefix = environment.get('endpointPrefix') or ''
    for r, route in enumerate(environment.get('routes', [])):
        path = concrete_path(prefix, route.get('endpoint') or '')
        kind = route.get('type') or 'http'
        if kind == 'crud':
            yield r, 'GET', path
            yield r, 'GET', path + '/1'
        elif kind == 'http':
            method = (route.get('method') or 'get').upper()
            yield r, 'GET' if method == 'ALL' else method, path


def further_requests(method, path):
    """Requests beside the one that a route is for."""
    yield 'HEAD', path
    yield 'OPTIONS', path
    yield method, path[:-1] if path.endswith('/') and len(path) > 1 else path + '/'
    yield method, re.sub(r'(?<!%)(?<!%[0-9A-Fa-f])[A-Za-z]', lambda letter: letter[0].swapcase(), path)
    yield method, path + '%zz'


# --------------------------------------------------------------------------- servers

def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(('127.0.0.1', 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


class Server:
    """One process that serves the files, each on a port of its own."""

    def __init__(self, files, ports, command, variables, log):
        self.ports, self.log = ports, log
        environment = {k: v for k, v in os.environ.items() if not k.startswith('MOCKOON_')}
        environment.update(variables)
        with open(log, 'wb') as out:
            self.process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=out)

    @classmethod
    def reference(cls, files, ports, directory, seeded):
        command = [NODE, REFERENCE, 'start', '--data', *files, '--port', *map(str, ports), '--disable-log-to-file',
                   '--admin-api-token', 't', *(['--faker-seed', SEED] if seeded else [])]
        return cls(files, ports, command, {}, os.path.join(directory, 'reference.log'))

    @classmethod
    def sut(cls, files, ports, directory, seeded):
        variables = {'MOCKOON_DATA': ','.join(files), 'MOCKOON_PORT': ','.join(map(str, ports)),
                     'MOCKOON_ADMIN_API_TOKEN': 't', 'MOCKOON_MANAGEMENT_PORT': '0', 'MOCKOON_WATCH': 'false'}
        if seeded:
            variables['MOCKOON_FAKER_SEED'] = SEED
        return cls(files, ports, [SUT], variables, os.path.join(directory, 'sut.log'))

    def wait(self):
        """The set of ports that answer once the process has started."""
        deadline = time.monotonic() + START_TIMEOUT
        waiting = set(self.ports)
        while waiting and time.monotonic() < deadline and self.process.poll() is None:
            for port in list(waiting):
                try:
                    socket.create_connection(('127.0.0.1', port), timeout=1).close()
                    waiting.discard(port)
                except OSError:
                    time.sleep(0.1)
                    break
        return set(self.ports) - waiting

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


Answer = collections.namedtuple('Answer', 'status type names body json reason values')


class Client:
    """Sends requests to one environment over one connection."""

    def __init__(self, port):
        self.port, self.connection = port, None

    def send(self, method, path, pick):
        headers = {'Accept': '*/*'}
        if pick:
            headers[PICK] = pick
        body = None
        if method in ('POST', 'PUT', 'PATCH'):
            body, headers['Content-Type'] = b'{"id": "1", "name": "x"}', 'application/json'
        for attempt in (1, 2):
            try:
                if self.connection is None:
                    self.connection = http.client.HTTPConnection('127.0.0.1', self.port, timeout=REQUEST_TIMEOUT)
                self.connection.request(method, path, body, headers)
                response = self.connection.getresponse()
                content = response.read()
                break
            except (OSError, http.client.HTTPException) as error:
                self.close()
                if attempt == 2:
                    return Answer('no answer (%s)' % type(error).__name__, None, (), b'', NOT_JSON, '', ())
        if response.will_close:
            self.close()
        names = sorted({name.lower() for name, _ in response.getheaders()} - TRANSPORT)
        try:
            parsed = json.loads(content)
        except ValueError:
            parsed = NOT_JSON
        values = tuple(sorted((name.lower(), value) for name, value in response.getheaders() if name.lower() not in VALUES_APART))
        return Answer(response.status, response.getheader('content-type'), tuple(names), content, parsed, response.reason, values)

    def close(self):
        if self.connection:
            self.connection.close()
            self.connection = None


# --------------------------------------------------------------------------- comparison

NOT_JSON = object()
ERROR_TEXT = b'Error while '


KINDS = {
    'uuid': r'[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}',
    'time': r'[-+]?\d+-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[-+]\d\d:\d\d)',
    'date': r'\d{4}-\d\d-\d\d',
    'number': r'-?\d+(\.\d+)?',
    'address': r'[^@\s]+@[\w.-]+',
    'url': r'https?://\S+',
    'empty': r'',
}


def kind_of(text):
    return next((kind for kind, pattern in KINDS.items() if re.fullmatch(pattern, text)), 'text')


def same_shape(a, b):
    """Keys in order, types and kinds of text agree; lists, whose length is random, by their elements."""
    if isinstance(a, dict) and isinstance(b, dict):
        return list(a) == list(b) and all(same_shape(a[key], b[key]) for key in a)
    if isinstance(a, list) and isinstance(b, list):
        covered = lambda xs, ys: all(any(same_shape(x, y) for y in ys) for x in xs)
        return not a or not b or covered(a, b) and covered(b, a)
    if isinstance(a, bool) or isinstance(b, bool):
        return isinstance(a, bool) and isinstance(b, bool)
    if isinstance(a, str) and isinstance(b, str):
        return kind_of(a) == kind_of(b)
    return type(a) is type(b)


def strict_differences(reference, sut, templated):
    """What differs beside status, type and body. Values that templates make, and what depends on them, are left alone."""
    found = []
    if reference.reason != sut.reason:
        found.append('reason %r, ours %r' % (reference.reason, sut.reason))
    if not templated and reference.values != sut.values:
        found.append('header values %s, ours %s' % (sorted(set(reference.values) - set(sut.values)),
                                                    sorted(set(sut.values) - set(reference.values))))
    return found


def differences(reference, sut, templated, strict=False):
    """The kinds of what differs between two answers."""
    found = strict_differences(reference, sut, templated) if strict else []
    if reference.status != sut.status:
        found.append('status %s, ours %s' % (reference.status, sut.status))
    if reference.type != sut.type:
        found.append('content type %s, ours %s' % (reference.type, sut.type))
    if reference.names != sut.names:
        found.append('headers %s, ours %s' % (sorted(set(reference.names) - set(sut.names)),
                                              sorted(set(sut.names) - set(reference.names))))
    if not templated or ERROR_TEXT in reference.body or ERROR_TEXT in sut.body:
        if reference.body != sut.body:
            found.append('body')
    elif (reference.json is NOT_JSON) != (sut.json is NOT_JSON):
        found.append('JSON on one side only')
    elif reference.json is not NOT_JSON and not same_shape(reference.json, sut.json):
        found.append('shape of JSON')
    return found


class Report:
    """What was compared and what differed."""

    def __init__(self):
        self.counts = collections.Counter()
        self.found = collections.defaultdict(list)

    def add(self, file, route, kind, detail):
        for pattern in ALLOWED:
            if all(fnmatch.fnmatchcase(text, glob_) for text, glob_ in zip((file, route, kind), pattern)):
                self.counts['allowed'] += 1
                return
        self.found[kind].append('%s  %s\n%s' % (file, route, detail))

    def merge(self, other):
        self.counts.update(other.counts)
        for kind, places in other.found.items():
            self.found[kind] += places

    def print(self):
        for kind, places in sorted(self.found.items(), key=lambda item: -len(item[1])):
            print('\n%d x %s' % (len(places), kind))
            for place in places[:8]:
                print('    ' + place)
            if len(places) > 8:
                print('    ... and %d more' % (len(places) - 8))
        total = sum(map(len, self.found.values()))
        print('\n' + ', '.join('%d %s' % (count, what) for what, count in self.counts.items())
              + '; %d differences' % total)
        return total


def compare(file, route, clients, request, pick, templated, report, strict):
    """Sends the request to both until their answers agree or enough was drawn."""
    report.counts['exchanges'] += 1
    reference, sut = [], []
    for _ in range(DRAWS if templated else 1):
        reference.append(clients[0].send(*request, pick))
        sut.append(clients[1].send(*request, pick))
        if reference[-1].json is not NOT_JSON:
            report.counts['JSON draws'] += 1
        if ERROR_TEXT in reference[-1].body:
            report.counts['errors of the reference'] += 1
        if any(not differences(a, b, templated, strict) for a in reference for b in sut):
            return
    for kind in differences(reference[0], sut[0], templated, strict) or ['unstable']:
        report.add(file, route, kind, side_by_side(reference[0], sut[0]))


def side_by_side(reference, sut):
    return '        reference %r\n        ours      %r' % (excerpt(reference, sut), excerpt(sut, reference))


def excerpt(answer, other):
    """The body from shortly before the first byte that differs."""
    pairs = enumerate(zip(answer.body, other.body))
    at = next((i for i, (a, b) in pairs if a != b), min(len(answer.body), len(other.body)))
    return answer.body[max(0, at - 40):at + 160]


def compare_file(file, environment, ports, strict=False):
    """All routes as they are, then all responses by force. `ports`: reference and ours, plain and forced."""
    report = Report()
    report.counts['files'] += 1
    plain, force = ([Client(port) for port in pair] for pair in ports)
    routes = environment.get('routes', [])
    # An earlier route may answer the plain request: any template of the file counts.
    any_template = '{{' in json.dumps(environment)
    try:
        for r, method, path in requests_of(environment):
            route, responses = '%s %s' % (method, path), routes[r].get('responses', [])
            report.counts['routes'] += 1
            compare(file, route, plain, (method, path), None, any_template, report, strict)
            for request in further_requests(method, path) if strict else ():
                report.counts['further requests'] += 1
                compare(file, '%s %s' % request, plain, request, None, any_template, report, strict)
            for i, response in enumerate(responses):
                report.counts['responses'] += 1
                compare(file, '%s response %d' % (route, i), force, (method, path), '%d-%d' % (r, i),
                        '{{' in json.dumps(response) or response.get('bodyType') == 'DATABUCKET', report, strict)
    finally:
        for client in plain + force:
            client.close()
    return report


TIMES = re.compile(
    rb'\b1[5-9]\d{11}\b|\d+-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[-+]\d\d:?\d\d)|\w{3} \w{3} \d\d \d{4} \d\d:\d\d:\d\d GMT')
# Helpers that draw without regard to the seed.
UNSEEDED = re.compile(r'\b(oneOf|someOf)\b')


def compare_seeded(file, environment, ports):
    """All responses by force, up to the first difference."""
    report = Report()
    report.counts['files'] += 1
    clients = [Client(port) for port in ports[0]]
    without_times = lambda body: TIMES.sub(b'TIME', body)
    try:
        for r, method, path in requests_of(environment):
            for i, response in enumerate(environment['routes'][r].get('responses', [])):
                report.counts['responses'] += 1
                answers = [client.send(method, path, '%d-%d' % (r, i)) for client in clients]
                reference, sut = (answer._replace(body=without_times(answer.body)) for answer in answers)
                for kind in differences(reference, sut, bool(UNSEEDED.search(json.dumps(response)))):
                    route = '%s %s response %d' % (method, path, i)
                    report.add(file, route, 'seeded ' + kind, side_by_side(reference, sut))
                    return report
    finally:
        for client in clients:
            client.close()
    return report


# --------------------------------------------------------------------------- run

def load(path):
    with open(path, encoding='utf-8') as f:
        document = json.load(f)
    return document if isinstance(document, dict) and 'routes' in document else None


def compare_batch(batch, seeded, strict, pool, report):
    with tempfile.TemporaryDirectory(prefix='differential-') as directory:
        files = []
        for n, (_, environment) in enumerate(batch):
            copies = {'plain': prepared(environment), 'forced': forced(environment)}
            if seeded:
                del copies['plain']
            for what, copy in copies.items():
                # Each environment of a process needs an identity of its own.
                copy['uuid'] = '00000000-0000-4000-8000-%012d' % len(files)
                files.append(os.path.join(directory, '%03d-%s.json' % (n, what)))
                with open(files[-1], 'w', encoding='utf-8') as out:
                    json.dump(copy, out)
        servers, ready = [], []
        try:
            # One allocation for both: none gets a port that the other is about to take.
            free = free_ports(2 * len(files))
            servers.append(Server.reference(files, free[:len(files)], directory, seeded))
            servers.append(Server.sut(files, free[len(files):], directory, seeded))
            ready = [server.wait() for server in servers]
            jobs = []
            for n, (name, environment) in enumerate(batch):
                copies = len(files) // len(batch)
                ports = [[server.ports[copies * n + k] for server in servers] for k in range(copies)]
                up = [all(pair[side] in ready[side] for pair in ports) for side in (0, 1)]
                if all(up):
                    how = (compare_seeded,) if seeded else (compare_file, strict)
                    jobs.append(pool.submit(how[0], name, environment, ports, *how[1:]))
                else:
                    report.add(name, '', 'not served: reference %s, ours %s' % tuple(up), '')
            for job in jobs:
                report.merge(job.result())
        finally:
            for server in servers:
                server.stop()
            if not all(len(up) == len(files) for up in ready):
                for server in servers:
                    with open(server.log, errors='replace') as log:
                        print(''.join(log.readlines()[-5:]), file=sys.stderr)


def main(arguments):
    if not shutil.which(NODE) or not os.path.exists(REFERENCE):
        print('differential: no Node or no reference (%s) here: nothing to compare with' % REFERENCE)
        return 0
    if not os.path.exists(SUT):
        print('differential: %s is not there: build it, or name another one in SUT' % SUT, file=sys.stderr)
        return 2
    seeded, strict = '--seeded' in arguments, '--strict' in arguments
    step = 1 if seeded else FILES_PER_PROCESS
    folders = [argument for argument in arguments if argument not in ('--seeded', '--strict')]
    folders = folders or [os.path.join(REPOSITORY, '../shared/environments')]
    paths = sorted(path for folder in folders for path in (
        [folder] if os.path.isfile(folder) else glob.glob(os.path.join(folder, '**/*.json'), recursive=True)))
    batch = [(os.path.basename(path), environment) for path in paths if (environment := load(path))]
    report = Report()
    start = time.monotonic()
    with contextlib.suppress(KeyboardInterrupt), concurrent.futures.ThreadPoolExecutor(FILES_AT_ONCE) as pool:
        for at in range(0, len(batch), step):
            compare_batch(batch[at:at + step], seeded, strict, pool, report)
            done = min(at + step, len(batch))
            took = time.monotonic() - start
            print('%d of %d files after %d s' % (done, len(batch), took), file=sys.stderr, flush=True)
    return 1 if report.print() else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
