"""A load for other measurements: so many connections that ask again and again, in a process of their own."""
import multiprocessing
import selectors
import socket


class Load:
    """Asks `paths` over `count` connections while it is open; then `asked` and `failed` say how it went."""

    def __init__(self, port, paths, count=50):
        self.stop, self.result = multiprocessing.Event(), multiprocessing.Queue()
        self.process = multiprocessing.Process(target=ask, args=(port, paths, count, self.stop, self.result), daemon=True)
        self.asked = self.failed = 0

    def __enter__(self):
        self.process.start()
        self.result.get()       # all connections are open
        return self

    def __exit__(self, *_):
        self.stop.set()
        self.asked, self.failed = self.result.get()
        self.process.join()


def ask(port, paths, count, stop, result):
    asked = failed = 0
    with selectors.DefaultSelector() as selector:
        for number in range(count):
            connection = socket.create_connection(('127.0.0.1', port))
            request = f'GET {paths[number % len(paths)]} HTTP/1.1\r\nHost: x\r\n\r\n'.encode()
            connection.sendall(request)
            selector.register(connection, selectors.EVENT_READ, request)
        result.put('open')
        while not stop.is_set() and selector.get_map():
            for key, _ in selector.select(timeout=1):
                answer = key.fileobj.recv(65536)
                asked += 1
                failed += not answer.startswith(b'HTTP/1.1 200')
                if not answer:
                    selector.unregister(key.fileobj)
                    continue
                key.fileobj.sendall(key.data)
    result.put((asked, failed))
