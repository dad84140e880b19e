"""Clients that h2load is not: many connections that stay open, WebSockets, and one that asks at a pace."""
import base64
import os
import resource
import selectors
import socket
import struct
import threading
import time

MASK = b'\x12\x34\x56\x78'


def many_descriptors():
    """Lets this process, and the servers that it starts, open as many as they may."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


class Connections:
    """So many connections, on each of which one request was answered, or has begun to be."""

    def __init__(self, port, path, count, headers=''):
        self.sockets = []
        request = f'GET {path} HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n'.encode()
        for _ in range(count):
            one = socket.create_connection(('127.0.0.1', port), 60)
            one.sendall(request)
            answer = one.recv(65536)
            if not answer.startswith((b'HTTP/1.1 200', b'HTTP/1.1 101')):
                raise SystemExit(f'{path}: {answer[:200]}')
            self.sockets.append(one)
        self.selector = selectors.DefaultSelector()
        for one in self.sockets:
            one.setblocking(False)
            self.selector.register(one, selectors.EVENT_READ)

    def take(self, least):
        """Reads until nothing has come for half a second, and at least so many bytes."""
        taken = 0
        while events := self.selector.select(0.5 if taken >= least else 60):
            taken += sum(len(key.fileobj.recv(1 << 20)) for key, _ in events)
        if taken < least:
            raise SystemExit(f'{taken} bytes came, {least} were awaited')

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.selector.close()
        for one in self.sockets:
            one.close()


class Sockets(Connections):
    """WebSockets."""

    def __init__(self, port, path, count):
        key = base64.b64encode(os.urandom(16)).decode()
        super().__init__(port, path, count, f'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n')

    def echo(self, seconds, text=b'x' * 100):
        """How many messages came back, when each socket sends the next one as soon as it has the last."""
        frame = struct.pack('!BB', 0x81, 0x80 | len(text)) + MASK + bytes(byte ^ MASK[at % 4] for at, byte in enumerate(text))
        length, count, end = len(text) + 2, 0, time.time() + seconds
        for one in self.sockets:
            one.sendall(frame)
        waiting = len(self.sockets)
        while waiting:
            goes_on = time.time() < end
            for key, _ in self.selector.select(60):
                if len(key.fileobj.recv(65536)) != length:
                    raise SystemExit('another message came back')
                count += 1
                if goes_on:
                    key.fileobj.sendall(frame)
                else:
                    waiting -= 1
        return count

    def receive(self, seconds):
        """How many messages of 1 kB come."""
        taken, end = 0, time.time() + seconds
        while time.time() < end:
            taken += sum(len(key.fileobj.recv(1 << 20)) for key, _ in self.selector.select(0.2))
        return max(1, taken // 1005)


class Pacer:
    """Asks over a few connections a thousand times a second in all, and remembers the longest wait."""

    def __init__(self, port, path, connections=4):
        self.stop, self.waits = threading.Event(), []
        self.threads = [threading.Thread(target=self.ask, args=(port, path, 0.001 * connections)) for _ in range(connections)]

    def ask(self, port, path, pause):
        request, longest = f'GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n'.encode(), 0
        with socket.create_connection(('127.0.0.1', port)) as connection:
            while not self.stop.is_set():
                begun = time.perf_counter()
                connection.sendall(request)
                if not connection.recv(65536).startswith(b'HTTP/1.1 200'):
                    raise SystemExit(f'{path}: no answer')
                longest = max(longest, time.perf_counter() - begun)
                time.sleep(pause)
        self.waits.append(longest)

    def longest(self):
        """Milliseconds."""
        return max(self.waits) * 1e3

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.stop.set()
        for thread in self.threads:
            thread.join()
