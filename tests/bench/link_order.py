#!/usr/bin/env python3
"""Writes link-order.ld beside this file, by which the linker puts the functions that run beside each other.

    cargo build --profile dist --config 'profile.dist.strip=false'
    tests/bench/link_order.py [target/dist/sidemock]

A page of the program is in memory when one function on it has run, and with it the fifteen around it. Left to chance, the
functions of a start and of usual requests lie on nearly all pages of the program. This runs the binary under callgrind
(valgrind), once with a plain environment and once with the embedded demo and the admin API, and writes down what ran:
first what every server needs, then what only the second one did. Names are written without their hashes, so that the list
outlives compilers and dependencies; a function that is not in it, or no longer, does no harm. The C library of a static
program has no section for each function: of it the members that ran are named."""
import argparse
import contextlib
import http.client
import json
import os
import re
import signal
import subprocess
import tempfile
import time

from memory import LAST, environment, free_port

FILE = os.path.join(os.path.dirname(__file__), 'link-order.ld')
# Two runs of one binary do not run quite the same functions: a list that differs by less than one name in so many is kept.
SAME = 50
ROOT = os.path.join(os.path.dirname(__file__), '..', '..')
TOKEN = 'a-token-for-measuring-only'
ADMIN = {'Authorization': 'Bearer ' + TOKEN}
PLAIN = [('GET', '/' + LAST.replace(':tenant', 't1'), None, {})] * 5 + [('GET', '/none', None, {})]
DEMO = [
    ('GET', '/', None, {}), ('GET', '/products', None, {}), ('GET', '/products?price_gt=5&sort=price&limit=2', None, {}),
    ('GET', '/products/1', None, {}), ('POST', '/products', {'name': 'x'}, {}), ('DELETE', '/products/1', None, {}),
    ('GET', '/greeting/me?lang=fr', None, {'Accept-Language': 'en'}), ('POST', '/checkout', {'items': [{'id': 1}]}, {}),
    ('GET', '/flaky', None, {}), ('GET', '/lottery', None, {}), ('GET', '/customers', None, {}), ('HEAD', '/', None, {}),
    ('GET', '/mockoon-admin/logs', None, ADMIN), ('GET', '/mockoon-admin/logs', None, {}),
    ('POST', '/mockoon-admin/state/purge', None, ADMIN), ('GET', '/mockoon-admin/environment', None, ADMIN),
]


def ask(port, requests):
    for _ in range(2):
        with contextlib.closing(http.client.HTTPConnection('127.0.0.1', port, timeout=60)) as connection:
            for method, path, body, headers in requests:
                body = None if body is None else json.dumps(body)
                headers = headers if body is None else {**headers, 'Content-Type': 'application/json'}
                connection.request(method, path, body, headers)
                connection.getresponse().read()


def until_it_answers(port):
    for _ in range(600):
        with contextlib.suppress(OSError):
            return ask(port, [('GET', '/', None, {})])
        time.sleep(0.1)
    raise SystemExit('the server does not answer')


def ran(binary, folder, requests, **settings):
    """Names of the functions that ran, and of the C library's members they are in."""
    port, management, counts = free_port(), free_port(), os.path.join(folder, 'counts')
    env = {'PATH': os.environ['PATH'], 'MOCKOON_PORT': str(port), 'MOCKOON_MANAGEMENT_PORT': str(management), **settings}
    valgrind = ['valgrind', '-q', '--tool=callgrind', '--demangle=no', '--callgrind-out-file=' + counts]
    process = subprocess.Popen([*valgrind, binary], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until_it_answers(port)
        ask(port, requests)
        ask(management, [('GET', '/healthz', None, {}), ('GET', '/readyz', None, {})])
        time.sleep(5)       # the files are looked at from time to time
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()
    with open(counts) as f:
        names = {m[1].split("'")[0] for m in re.finditer(r'^c?fn=\(\d+\) (.*)$', f.read(), re.MULTILINE)}
    ours = {name for name in names if name.startswith(('_ZN', '_R'))}
    return {f'*(.text*.{pattern(name)})' for name in ours} | of_the_c_library(names - ours)


def pattern(name):
    """The name without hashes and numbers of copies: both manglings end or mark them in their own way."""
    if name.startswith('_R'):
        return re.sub(r'\.\d+$', '.*', re.sub(r'Cs[0-9A-Za-z]+_', 'Cs*_', name))
    return re.sub(r'17h[0-9a-f]{16}E.*$', '17h*', name)


def of_the_c_library(names):
    """The members of libc.a that define any of these functions."""
    library = subprocess.run(['cc', '-print-file-name=libc.a'], capture_output=True, text=True, check=True).stdout.strip()
    symbols = subprocess.run(['nm', '-A', '--defined-only', library], capture_output=True, text=True, check=True).stdout
    defined = re.findall(r'^[^:\n]*:([^:\n]+):\S* [tTiW] (\S+)$', symbols, re.MULTILINE)
    return {f'*libc.a:{member}(.text .text.*)' for member, name in defined if name in names}


def section(title, name, names):
    lines = [f'        {one}' for one in sorted(names)]
    return [f'    /* {title} */', f'    {name} : {{', *lines, '    }']


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('binary', nargs='?', default=os.path.join(ROOT, 'target/dist/sidemock'))
    binary = os.path.abspath(parser.parse_args().binary)
    with tempfile.TemporaryDirectory() as folder:
        file = os.path.join(folder, 'plain.json')
        with open(file, 'w') as f:
            json.dump(environment(10), f)
        always = ran(binary, folder, PLAIN, MOCKOON_DATA=file)
        often = ran(binary, folder, DEMO, MOCKOON_ADMIN_API_TOKEN=TOKEN) - always
    if len(always) < 500:
        raise SystemExit('hardly any names: the binary is stripped, see --help')
    lines = ['/* Which functions lie beside each other. Written by tests/bench/link_order.py, see there. */', 'SECTIONS {',
             *section('What every server runs.', '.text.always', always),
             *section('What many servers run.', '.text.often', often), '} INSERT BEFORE .text;']
    print(f'{len(always)} functions and {len(often)} more')
    with open(FILE) as f:
        before = {line for line in f.read().splitlines() if '(.text' in line}
    if len(before ^ {line for line in lines if '(.text' in line}) < len(before) / SAME:
        print('hardly any others than before: the list stays')
        return
    with open(FILE, 'w') as f:
        f.write('\n'.join(lines) + '\n')


if __name__ == '__main__':
    main()
