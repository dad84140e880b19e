"""What JSON values cost in memory: posted lists of small objects, and a bucket of 200,000 items. Run by memory.py --values.

A posted list is looked at as a whole (`len` of it) by a server of its own, so that what is highest is the request's: the
growth of the highest resident memory over that before, divided by the text. It has everything in it that lives at that
time: the bytes, the values, what the search for the path took."""
import contextlib
import http.client
import json
import os
import subprocess
import tempfile
import time

import memory

ITEMS = {
    '{}': lambda i: '{}',
    '{"a":1}': lambda i: '{"a":1}',
    '{"id":1,"n":"x"}': lambda i: '{"id":%d,"n":"x"}' % (i % 10),
    'names of their own': lambda i: '{"k%d":%d}' % (i, i % 10),
    'rows of a table': lambda i: json.dumps({'id': i, 'name': f'Item {i}', 'price': i % 100 + 0.5, 'stock': i % 7, 'tags': ['a']}),
    '[]': lambda i: '[]',
}
TEXT = 3_000_000


def posted(item):
    """A list of 3 MB."""
    parts, size, number = [], 0, 0
    while size < TEXT:
        parts.append(item(number))
        size += len(parts[-1]) + 1
        number += 1
    return ('{"items":[' + ','.join(parts) + ']}').encode()


def bucket():
    """200,000 items, 21 MB."""
    return json.dumps([
        {'id': i, 'name': f'Item {i} of a bucket', 'category': 'books', 'price': i % 1000 / 4, 'stock': i % 500, 'tags': ['new']}
        for i in range(200_000)])


@contextlib.contextmanager
def serving(binary, environment, path):
    """A server of this environment, (process, port), once the path is answered."""
    port = memory.free_port()
    with tempfile.TemporaryDirectory() as folder:
        file = os.path.join(folder, 'environment.json')
        with open(file, 'w') as f:
            json.dump(environment, f)
        env = {'PATH': os.environ.get('PATH', ''), 'MOCKOON_DATA': file, 'MOCKOON_PORT': str(port), 'MOCKOON_LOG_LEVEL': 'warn',
               'MOCKOON_ADMIN_API_TOKEN': 'a-token-for-measuring-only', 'MOCKOON_MANAGEMENT_PORT': str(memory.free_port())}
        process = subprocess.Popen([binary], env=env, stdout=subprocess.DEVNULL)
        try:
            for _ in range(6000):
                if memory.ask(port, path) == 200:
                    break
                time.sleep(0.01)
            yield process, port
        finally:
            process.kill()
            process.wait()


def environment(routes, data):
    return {**memory.environment(1), 'routes': routes, 'data': data,
            'rootChildren': [{'type': 'route', 'uuid': one['uuid']} for one in routes]}


def table(binary):
    """Prints the rows."""
    print(f'{"a list of":>20} {"text":>9} {"growth":>10} {"of text":>8} {"time":>9}')
    routes = [memory.route('post', 'length', "{{len (bodyRaw 'items')}}"), memory.route('get', 'ready', '{}')]
    for name, item in ITEMS.items():
        with serving(binary, environment(routes, []), '/ready') as (process, port):
            text = posted(item)
            before = memory.memory(process.pid)[0]
            connection = http.client.HTTPConnection('127.0.0.1', port, timeout=60)
            begun = time.perf_counter()
            connection.request('POST', '/length', body=text, headers={'Content-Type': 'application/json'})
            answer = connection.getresponse().read()
            took = time.perf_counter() - begun
            assert int(answer) == len(json.loads(text)['items']), answer
            growth = (memory.memory(process.pid)[2] - before) * 1024
            print(f'{name:>20} {len(text) / 1e6:6.2f} MB {growth / 2**20:6.1f} MiB {growth / len(text):8.1f} {took * 1e3:6.0f} ms')
    text = bucket()
    data = {'uuid': memory.identity(), 'id': 'many', 'name': 'many', 'documentation': '', 'value': text}
    items = {**memory.route('get', 'items', ''), 'type': 'crud', 'method': ''}
    items['responses'][0].update(bodyType='DATABUCKET', databucketID='many')
    begun = time.perf_counter()
    with serving(binary, environment([items], [data]), '/items/199999') as (process, _):
        took = time.perf_counter() - begun
        time.sleep(0.5)
        resident, _, highest = memory.memory(process.pid)
        print(f'\na bucket of 200,000 items, {len(text) / 1e6:.1f} MB: {resident / 1024:.1f} MiB resident, {highest / 1024:.1f} MiB at the highest, '
              f'{took * 1e3:.0f} ms from exec to an item')
