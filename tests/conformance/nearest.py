#!/usr/bin/env python3
"""Asks for requests with one mistake each, and looks whether the explanation names it.

    tests/conformance/nearest.py [BINARY] [--environments ../shared/environments] [--each 12] [--seed 1] [--show 10]

Takes routes of real environments and makes mistakes of the usual kinds: a letter in the path, another method, a prefix that
is missing or doubled, and, on a route that is given rules, a header, a value of the body, a content type, and a query
parameter that is a list. Of the first kinds the route that was meant has to be the nearest in 95 of 100, of the others the
rule that fails has to be named in all. What is recorded, state and counters have to be the same afterwards."""
import argparse
import copy
import glob
import http.client
import json
import os
import random
import re
import socket
import subprocess
import tempfile
import time

TOKEN = 'a-token-for-asking-only'
ADMIN = '/mockoon-admin'
LETTERS = 'abcdefghijklmnopqrstuvwxyz'
NEEDED = 0.95
# What the rules of a guarded route want, in their order.
WANTED = [('header', 'x-tier', 'gold'), ('body', '$.order.sku', 'A-7'), ('query', 'tag', 'new')]


def free_port():
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        return probe.getsockname()[1]


def guard(route):
    """The route with a first response that wants all of WANTED."""
    rules = [{'target': target, 'modifier': modifier, 'value': value, 'operator': 'equals', 'invert': False} for target, modifier, value in WANTED]
    guarded = {**copy.deepcopy(route['responses'][0]), 'uuid': 'guarded', 'label': 'guarded', 'rules': rules, 'rulesOperator': 'AND', 'default': False}
    route['responses'] = [guarded] + [{**response, 'rules': []} for response in route['responses']]
    route['responseMode'] = None


class Server:
    """The binary with all environments; their admin API is on one port."""

    def __init__(self, binary, environments):
        self.folder = tempfile.TemporaryDirectory()
        for number, environment in enumerate(environments):
            with open(os.path.join(self.folder.name, f'{number:03}.json'), 'w') as file:
                json.dump({**environment, 'name': f'environment-{number}', 'port': 0}, file)
        port, self.management = free_port(), free_port()
        env = {'PATH': os.environ.get('PATH', ''), 'MOCKOON_DATA': self.folder.name, 'MOCKOON_LOG_LEVEL': 'error', 'MOCKOON_ADMIN_API_TOKEN': TOKEN,
               'MOCKOON_MANAGEMENT_PORT': str(self.management), 'MOCKOON_ADMIN_API_PORT': str(port), 'MOCKOON_FRONT_PORT': str(free_port()),
               'MOCKOON_FRONT_ONLY': 'true', 'MOCKOON_WATCH': 'false'}
        self.process = subprocess.Popen([binary], env=env)
        self.connection = http.client.HTTPConnection('127.0.0.1', port, timeout=60)
        while self.process.poll() is None and not self.is_ready():
            time.sleep(0.1)

    def is_ready(self):
        probe = http.client.HTTPConnection('127.0.0.1', self.management, timeout=60)
        try:
            probe.request('GET', '/readyz')
            return probe.getresponse().status == 200
        except OSError:
            return False
        finally:
            probe.close()

    def ask(self, method, path, environment, body=None):
        text = None if body is None else json.dumps(body)
        where = f'{ADMIN}{path}?environment=environment-{environment}'
        self.connection.request(method, where, text, {'Authorization': 'Bearer ' + TOKEN, 'Content-Type': 'application/json'})
        answer = self.connection.getresponse()
        read = answer.read()
        if answer.status != 200:
            raise SystemExit(f'{method} {where} {text}: {answer.status} {read[:300]}')
        return json.loads(read)

    def remains(self, environments):
        """All that an explanation must not change."""
        metrics = http.client.HTTPConnection('127.0.0.1', self.management, timeout=60)
        metrics.request('GET', '/metrics')
        lines = metrics.getresponse().read().decode().splitlines()
        counters = [line for line in lines if re.match(r'sidemock_(requests|transactions|callbacks|sessions)', line) and 'admin' not in line]
        metrics.close()
        parts = ['/x/requests', '/x/sessions', '/x/snapshots', '/data-buckets', '/logs']
        return [[self.ask('GET', part, number) for part in parts] for number in environments], counters

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.connection.close()
        self.process.kill()
        self.process.wait()
        self.folder.cleanup()


def front_of(environment):
    prefix = environment.get('endpointPrefix', '').strip('/')
    return f'/{prefix}' if prefix else ''


def filled(endpoint, draw):
    """A path that the endpoint matches; None where that is not known."""
    if re.search(r'[*()?+\[\]!{}\\"|#]', endpoint):
        return None
    return '/' + re.sub(r':\w+', lambda _: draw.choice(['42', 'b7f3', 'x-1']), endpoint)


def misspelt(endpoint, draw):
    """The endpoint with one letter that is another, one too many or too few, or two in wrong order; None if it has no word."""
    segments = endpoint.split('/')
    words = [at for at, segment in enumerate(segments) if len(segment) > 3 and ':' not in segment and segment.isascii()]
    if not words:
        return None
    at = draw.choice(words)
    word, place = segments[at], draw.randrange(1, len(segments[at]) - 1)
    segments[at] = draw.choice([
        word[:place] + draw.choice(LETTERS) + word[place + 1:],
        word[:place] + draw.choice(LETTERS) + word[place:],
        word[:place] + word[place + 1:],
        word[:place] + word[place + 1] + word[place] + word[place + 2:],
    ])
    return '/'.join(segments)


def mistakes_of_route(environment, route, draw):
    """(kind, method, path) of requests that mean the route and miss it."""
    front = front_of(environment)
    path = filled(route['endpoint'], draw)
    if path is None or route['method'] not in ('get', 'post', 'put', 'patch', 'delete'):
        return
    method = route['method'].upper()
    wrong = misspelt(route['endpoint'], draw)
    if wrong:
        yield 'letter', method, front + filled(wrong, draw)
    used = {other['method'].upper() for other in environment['routes'] if other['endpoint'] == route['endpoint']}
    if len(used) == 1:
        yield 'method', draw.choice(sorted({'GET', 'POST', 'PUT', 'DELETE'} - used)), front + path
    if front:
        yield 'prefix missing', method, path
        yield 'prefix doubled', method, front + front + path


def mistakes_of_rules():
    """(kind, place of the rule that fails, headers, body, query) of requests that miss one rule."""
    headers, body, query = {'content-type': 'application/json', 'x-tier': 'gold'}, {'order': {'sku': 'A-7'}}, 'tag=new'
    yield 'right', None, headers, body, query
    yield 'header value', 0, {**headers, 'x-tier': 'Gold'}, body, query
    yield 'header missing', 0, {'content-type': 'application/json'}, body, query
    yield 'body value', 1, headers, {'order': {'sku': 'A-8'}}, query
    yield 'body path', 1, headers, {'order': {'skU': 'A-7'}}, query
    yield 'content type', 1, {**headers, 'content-type': 'text/plain'}, json.dumps(body), query
    yield 'query array', 2, headers, body, 'tag[]=old&tag[]=newer'
    yield 'query name', 2, headers, body, 'Tag=new'


def brief(nearest):
    return '; '.join(f'{near["method"]} {near["endpoint"]} {near["distance"]}' for near in nearest)


def ask_for_routes(server, chosen, draw, seen):
    for number, environment, routes in chosen:
        for route in routes:
            for kind, method, path in mistakes_of_route(environment, route, draw):
                told = server.ask('POST', '/x/explain', number, {'method': method, 'path': path})
                if told['outcome'] != 'not-found':
                    continue  # Another route has it, or a proxy.
                nearest = told['nearest'][0] if told['nearest'] else {}
                declared = f'{front_of(environment)}/{route["endpoint"]}'
                meant = (nearest.get('method'), nearest.get('endpoint')) == (route['method'].upper(), declared) and nearest['failed'] != []
                seen.setdefault(kind, []).append((meant, f'{method} {path}: meant {route["method"]} {route["endpoint"]}, nearest {brief(told["nearest"])}'))


def ask_for_rules(server, chosen, draw, seen):
    for number, environment, routes in chosen:
        for route in (route for route in routes if route.get('guarded')):
            path = front_of(environment) + filled(route['endpoint'], draw)
            for kind, place, headers, body, query in mistakes_of_rules():
                told = server.ask('POST', '/x/explain', number, {'method': route['method'].upper(), 'path': f'{path}?{query}', 'headers': headers, 'body': body})
                if told['chosen'] is None or told['chosen']['route'] != route['uuid']:
                    continue  # An earlier route has it.
                failing = [at for at, rule in enumerate(told['responses'][0]['rules']) if not rule['holds']]
                named = failing == ([] if place is None else [place]) and (told['chosen']['label'] == 'guarded') == (place is None)
                seen.setdefault(kind, []).append((named, f'{path} {kind}: failing {failing} of {json.dumps(told["responses"][0])}'))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('binary', nargs='?', default='target/debug/sidemock')
    parser.add_argument('--environments', default='../shared/environments')
    parser.add_argument('--each', type=int, default=12, help='routes of an environment')
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--show', type=int, default=10, help='so many that are wrong')
    args = parser.parse_args()
    draw = random.Random(args.seed)
    chosen = []
    for number, file in enumerate(sorted(glob.glob(os.path.join(args.environments, '*', '*.json')))):
        with open(file) as text:
            environment = json.load(text)
        environment['proxyMode'] = False
        routes = draw.sample(environment['routes'], min(args.each, len(environment['routes'])))
        for route in routes[:1]:
            if filled(route['endpoint'], draw) and route.get('type', 'http') == 'http':
                guard(route)
                route['guarded'] = True
        chosen.append((number, environment, routes))
    seen = {}
    with Server(os.path.abspath(args.binary), [environment for _, environment, _ in chosen]) as server:
        numbers = [number for number, _, _ in chosen]
        before = server.remains(numbers)
        ask_for_routes(server, chosen, draw, seen)
        of_routes = set(seen)
        ask_for_rules(server, chosen, draw, seen)
        changed = before != server.remains(numbers)
    good = not changed
    for kind, asked in seen.items():
        right = sum(meant for meant, _ in asked)
        print(f'{kind:15} {right} of {len(asked)}')
        good &= kind in of_routes or right == len(asked)
    total = [meant for kind in of_routes for meant, _ in seen[kind]]
    print(f'nearest first: {sum(total)} of {len(total)}, {100 * sum(total) / len(total):.1f} %')
    print('state, journal and counters have changed' if changed else 'state, journal and counters are as before')
    for text in [text for asked in seen.values() for meant, text in asked if not meant][:args.show]:
        print(' ', text)
    return 0 if good and sum(total) >= NEEDED * len(total) else 1


if __name__ == '__main__':
    raise SystemExit(main())
