#!/usr/bin/env python3
"""Floods of frames, heads, bodies and messages, one kind at a time, and how an honest client fares meanwhile.

    SUT=target/release/sidemock python3 tests/soak/floods.py [--budget 64MB] [--seconds 3] [--clients 4] [--judge] [names...]

Each flood runs from several clients at once; probes.py says what is printed and judged. Times are judged only with
`--judge`. Names may hold `*`.
"""

import fnmatch
import ssl
import sys
import threading
import time

import probes
from soak import FIRST_PORT, MB, TOKEN, ask, connect, environment, frame, route, websocket

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
DATA, HEADERS, PRIORITY, RST_STREAM, SETTINGS, PING, WINDOW_UPDATE, CONTINUATION = 0, 1, 2, 3, 4, 6, 8, 9
END_STREAM, END_HEADERS, ACK = 1, 4, 1
FLOODS = {}
TLS_PORT = FIRST_PORT + 1


def flood(client):
    FLOODS[client.__name__] = client
    return client


def site():
    return environment("floods", FIRST_PORT, [
        route("all", "ok", "ok"),
        route("all", "sink", "taken"),
        route("all", "echo", "{{{body}}}"),
        route("all", "big", "y" * MB),
        route("all", "slow", "late", latency=2000),
        route("all", "seen", "{{queryParam 'a'}}{{cookie 'a'}}{{body 'a'}}{{header 'a'}}"),
        route("", "items", kind="crud", bodyType="DATABUCKET", databucketID="item"),
        route("", "talk", "{{body}}", kind="ws"),
    ])


def secured():
    return environment("secured", TLS_PORT, [route("all", "ok", "ok")], tlsOptions={"enabled": True})


# Frames of HTTP/2.

def h2(kind, flags, stream, payload=b""):
    return len(payload).to_bytes(3, "big") + bytes([kind, flags]) + stream.to_bytes(4, "big") + payload


def setting(name, value):
    return name.to_bytes(2, "big") + value.to_bytes(4, "big")


def head(path, method=b"\x82"):
    """A header block without a table: method, scheme, path, authority."""
    return method + b"\x86\x04" + bytes([len(path)]) + path + b"\x01\x01x"


POST = b"\x83"


def open_h2(settings=b"", timeout=5):
    connection = connect(FIRST_PORT, timeout)
    connection.sendall(PREFACE + h2(SETTINGS, 0, 0, settings))
    return connection


def pour(connection, stop, pieces):
    """Sends pieces until the server ends the connection; what it says is read and thrown away, unless nobody reads."""
    for piece in pieces:
        if stop.is_set():
            return "flooded"
        connection.sendall(piece)
    return "sent all"


def reading(connection):
    """Reads whatever comes, in a thread of its own."""
    def read():
        try:
            while connection.recv(65536):
                pass
        except OSError:
            pass
    threading.Thread(target=read, daemon=True).start()
    return connection


def streams(many=1 << 30):
    return range(1, 2 * many, 2)


@flood
def h2_rapid_reset(stop):
    cancel = (8).to_bytes(4, "big")
    with reading(open_h2()) as connection:
        for first in range(1, 1 << 30, 200):
            batch = b"".join(
                h2(HEADERS, END_HEADERS | END_STREAM, stream, head(b"/slow")) + h2(RST_STREAM, 0, stream, cancel)
                for stream in range(first, first + 200, 2))
            if stop.is_set():
                return "flooded"
            connection.sendall(batch)


@flood
def h2_rapid_reset_of_posts(stop):
    cancel = (8).to_bytes(4, "big")
    with reading(open_h2()) as connection:
        for stream in streams():
            if stop.is_set():
                return "flooded"
            connection.sendall(h2(HEADERS, END_HEADERS, stream, head(b"/sink", POST)) + h2(DATA, 0, stream, b"x" * 9000)
                               + h2(RST_STREAM, 0, stream, cancel))


@flood
def h2_reset_by_mistakes(stop):
    """The server has to reset each stream: a window grows beyond what it may."""
    with reading(open_h2()) as connection:
        for stream in streams():
            if stop.is_set():
                return "flooded"
            connection.sendall(h2(HEADERS, END_HEADERS, stream, head(b"/sink", POST))
                               + h2(WINDOW_UPDATE, 0, stream, (0x7FFFFFFF).to_bytes(4, "big")) * 2)


@flood
def h2_continuations(stop):
    with reading(open_h2()) as connection:
        connection.sendall(h2(HEADERS, 0, 1, head(b"/ok")))
        field = b"\x00\x04aaaa\x7f\x81\x03" + b"v" * 512
        return pour(connection, stop, (h2(CONTINUATION, 0, 1, field[:6] + b"\x05bbbbb") for _ in iter(int, 1)))


@flood
def h2_empty_continuations(stop):
    with reading(open_h2()) as connection:
        connection.sendall(h2(HEADERS, 0, 1, head(b"/ok")))
        return pour(connection, stop, (h2(CONTINUATION, 0, 1) * 1000 for _ in iter(int, 1)))


@flood
def h2_hpack_bomb(stop):
    """One long field in the table, named again and again by a byte."""
    stored = b"\x40\x01a\x7f" + bytes([0x80 | ((4000 - 127) & 127), (4000 - 127) >> 7]) + b"v" * 4000
    with reading(open_h2()) as connection:
        connection.sendall(h2(HEADERS, END_HEADERS | END_STREAM, 1, head(b"/ok") + stored))
        return pour(connection, stop, (
            h2(HEADERS, END_HEADERS | END_STREAM, stream, head(b"/ok") + b"\xbe" * 16000) for stream in range(3, 1 << 30, 2)))


def floods_of(name, piece, settings=b"", reads=True):
    def client(stop):
        with open_h2(settings) as connection:
            return pour(reading(connection) if reads else connection, stop, (piece for _ in iter(int, 1)))
    client.__name__ = name
    flood(client)


floods_of("h2_pings", h2(PING, 0, 0, b"12345678") * 1000)
floods_of("h2_pings_unread", h2(PING, 0, 0, b"12345678") * 1000, reads=False)
floods_of("h2_settings", h2(SETTINGS, 0, 0, setting(1, 4096)) * 1000)
floods_of("h2_settings_unread", h2(SETTINGS, 0, 0, setting(4, 65535) * 50) * 100, reads=False)
floods_of("h2_priorities", b"".join(h2(PRIORITY, 0, s, b"\0\0\0\0\x10") for s in range(1, 2001, 2)))
floods_of("h2_windows", h2(WINDOW_UPDATE, 0, 0, (1).to_bytes(4, "big")) * 1000)
floods_of("h2_resets_of_idle", h2(RST_STREAM, 0, 1, b"\0\0\0\x08") * 1000)
floods_of("h2_unknown_frames", h2(77, 0, 0, b"x" * 100) * 500)


@flood
def h2_empty_data(stop):
    with reading(open_h2()) as connection:
        connection.sendall(h2(HEADERS, END_HEADERS, 1, head(b"/sink", POST)))
        return pour(connection, stop, (h2(DATA, 0, 1) * 1000 for _ in iter(int, 1)))


@flood
def h2_padded_data(stop):
    """A byte of padding length and padding, and nothing else."""
    with reading(open_h2()) as connection:
        connection.sendall(h2(HEADERS, END_HEADERS, 1, head(b"/sink", POST)))
        return pour(connection, stop, (h2(DATA, 8, 1, b"\xff" + b"\0" * 255) * 50 for _ in iter(int, 1)))


def many_answers(stop, settings, reads):
    """As many streams as may be, each with a megabyte to come; nobody makes room for it."""
    open_ones = []
    try:
        for _ in range(30):
            connection = open_h2(settings)
            connection.sendall(b"".join(
                h2(HEADERS, END_HEADERS | END_STREAM, stream, head(b"/big")) for stream in streams(60)))
            open_ones.append(reading(connection) if reads else connection)
        step = h2(WINDOW_UPDATE, 0, 0, b"\0\0\0\x40") + b"".join(
            h2(WINDOW_UPDATE, 0, stream, b"\0\0\0\x01") for stream in streams(60))
        while not stop.is_set():
            for connection in open_ones:
                connection.sendall(step)
            stop.wait(0.05)
        return "kept open"
    finally:
        for connection in open_ones:
            connection.close()


@flood
def h2_windows_of_a_byte(stop):
    return many_answers(stop, setting(4, 1), True)


@flood
def h2_unread_answers(stop):
    return many_answers(stop, setting(4, 0x7FFFFFFF), False)


@flood
def h2_unread_echoes(stop):
    """Each stream gives a body and takes none of the answer."""
    with open_h2(setting(4, 0)) as connection:
        reading(connection)
        for stream in streams():
            if stop.is_set():
                return "flooded"
            connection.sendall(h2(HEADERS, END_HEADERS, stream, head(b"/echo", POST)))
            for _ in range(4):
                connection.sendall(h2(DATA, 0, stream, b"x" * 16000))
            connection.sendall(h2(DATA, END_STREAM, stream, b"x"))


# HTTP/1.1, as slow or as fast as it goes.

def crowd(stop, first, drip, count=150, pause=0.3, port=FIRST_PORT):
    """Many connections that say a little from time to time."""
    open_ones = []
    try:
        for _ in range(count):
            connection = connect(port, 3)
            connection.sendall(first)
            open_ones.append(connection)
        while open_ones and not stop.is_set():
            for connection in list(open_ones):
                try:
                    connection.sendall(drip)
                except OSError:
                    open_ones.remove(connection)
            stop.wait(pause)
        return f"{len(open_ones)} of {count} left"
    finally:
        for connection in open_ones:
            connection.close()


@flood
def slow_heads(stop):
    return crowd(stop, b"GET /ok HTTP/1.1\r\nHost: x\r\n", b"x-a: b\r\n")


@flood
def large_heads_that_never_end(stop):
    return crowd(stop, b"GET /ok HTTP/1.1\r\nHost: x\r\n" + b"x-a: %s\r\n" % (b"v" * 1000) * 60, b"")


@flood
def slow_bodies(stop):
    return crowd(stop, b"POST /sink HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n" + b"x" * 50000, b"x")


@flood
def half_open_tls(stop):
    """The first bytes of a handshake, to a port without TLS: a head that is none."""
    return crowd(stop, b"\x16\x03\x01\x40\x00\x01\x00\x3f\xfc\x03\x03", b"\0")


def record(payload):
    """A record of a TLS handshake."""
    return b"\x16\x03\x01" + len(payload).to_bytes(2, "big") + payload


@flood
def half_open_handshakes(stop):
    """The largest ClientHello that there may be, but for its end."""
    hello = b"\x01" + (65_000).to_bytes(3, "big") + b"\x03\x03" + b"x" * 60_000
    records = b"".join(record(hello[at:at + 16_000]) for at in range(0, len(hello), 16_000))
    return crowd(stop, records, record(b"x"), 500, port=TLS_PORT)


@flood
def silent_handshakes(stop):
    return crowd(stop, b"", b"", 500, port=TLS_PORT)


@flood
def many_handshakes(stop):
    """Whole ones, one after the other, each with a request."""
    client = ssl.create_default_context()
    client.check_hostname, client.verify_mode = False, ssl.CERT_NONE
    count = 0
    while not stop.is_set():
        with client.wrap_socket(connect(TLS_PORT, 5)) as connection:
            connection.sendall(b"GET /ok HTTP/1.1\r\nHost: x\r\n\r\n")
            connection.recv(1000)
        count += 1
    return count


@flood
def silent(stop):
    return crowd(stop, b"", b"")


@flood
def pipelined_unread(stop):
    with connect(FIRST_PORT, 5) as connection:
        return pour(connection, stop, [b"GET /ok HTTP/1.1\r\nHost: x\r\n\r\n" * 100] * 100)


@flood
def pipelined_big_unread(stop):
    return crowd(stop, b"GET /big HTTP/1.1\r\nHost: x\r\n\r\n" * 500, b"", 50)


@flood
def pipelined_posts_unread(stop):
    body = b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 100000\r\n\r\n" + b"x" * 100000
    return crowd(stop, body, body, 30)


CHUNKED = b"POST /sink HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"


def chunked(name, piece, first=b""):
    def client(stop):
        with connect(FIRST_PORT, 5) as connection:
            connection.sendall(CHUNKED + first)
            return pour(connection, stop, (piece for _ in iter(int, 1)))
    client.__name__ = name
    flood(client)


chunked("chunks_of_a_byte", b"1\r\nx\r\n" * 5000)
chunked("chunk_extensions", b"1;" + b"e=1;" * 20 + b"\r\nx\r\n")
chunked("one_endless_extension", b"e" * 60000, b"1;")
chunked("endless_chunk_size", b"0" * 60000)
chunked("endless_trailers", b"x-t: %s\r\n" % (b"v" * 500) * 50, b"0\r\n")
chunked("endless_trailer", b"v" * 60000, b"0\r\nx-t: ")


def asking(name, requests):
    """Whole requests, one after another on a connection of their own each."""
    def client(stop):
        answers = {}
        while not stop.is_set():
            for method, path, body, headers in requests:
                status, _ = ask(FIRST_PORT, method, path, body, headers)
                answers[status] = answers.get(status, 0) + 1
                if stop.is_set():
                    break
        return answers
    client.__name__ = name
    flood(client)


JSON = {"Content-Type": "application/json"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
XML = {"Content-Type": "application/xml"}
PARTS = {"Content-Type": "multipart/form-data; boundary=b"}
part = b'--b\r\nContent-Disposition: form-data; name="a%d"\r\n\r\nx\r\n'
asking("query_parameters", [("GET", "/seen?" + "&".join(f"a{i}=1" for i in range(8000)), None, {})])
asking("query_of_one_name", [("GET", "/seen?" + "&".join("a=1" for i in range(12000)), None, {})])
asking("query_nested", [("GET", "/seen?a" + "[a]" * 15000 + "=1", None, {})])
asking("cookies", [("GET", "/seen", None, {"Cookie": "; ".join(f"a{i}=1" for i in range(6000))})])
asking("form_fields", [("POST", "/seen", "&".join(f"a{i}=1" for i in range(400000)), FORM)])
asking("form_in_form", [("POST", "/seen", "&".join(f"a[{i % 50}][{i}]=1" for i in range(200000)), FORM)])
asking("multipart_parts", [("POST", "/seen", b"".join(part % i for i in range(40000)) + b"--b--\r\n", PARTS)])
asking("multipart_one_head", [("POST", "/seen", b"--b\r\n" + b"X-A: b\r\n" * 400000, PARTS)])
asking("multipart_boundaries", [("POST", "/seen", b"--b\r\n" * 600000, PARTS)])
asking("json_keys", [("POST", "/seen", "{" + ",".join(f'"k{i}":1' for i in range(300000)) + "}", JSON)])
asking("json_of_one_key", [("POST", "/seen", "{" + ",".join('"k":1' for i in range(500000)) + "}", JSON)])
asking("xml_attributes", [("POST", "/seen", "<a " + " ".join(f'a{i}="1"' for i in range(200000)) + "/>", XML)])
asking("xml_of_one_attribute", [("POST", "/seen", "<a " + " ".join('a="1"' for i in range(300000)) + "/>", XML)])
asking("xml_entities", [("POST", "/seen", "<!DOCTYPE a [" + "".join(
    f'<!ENTITY e{i} "&e{i - 1};&e{i - 1};">' for i in range(1, 5000)) + "]><a>&e4999;</a>", XML)])
asking("xml_names", [("POST", "/seen", "<a>" + "".join(f"<n{i}/>" for i in range(200000)) + "</a>", XML)])
asking("odd_methods", [
    (method, path, None, {}) for path in ("/big", "/none", "/items", "*") for method in ("OPTIONS", "HEAD", "TRACE", "PATCH", "PURGE")])
asking("admin_without_token", [
    (method, path, b"[" * (2 * MB), JSON) for path in ("/mockoon-admin/environment", "/mockoon-admin/x/import", "/mockoon-admin/x/stubs")
    for method in ("PUT", "POST")])
asking("guessed_tokens", [("GET", "/mockoon-admin/logs", None, {"Authorization": f"Bearer {i}{'x' * 4000}"}) for i in range(50)])
asking("sessions_by_header", [("GET", "/ok", None, {"x-sidemock-session": f"s{i}"}) for i in range(5000)])
asking("traced", [("GET", "/ok", None, {
    "traceparent": f"00-{i:032x}-{i:016x}-01", "tracestate": ",".join(f"v{k}=1" for k in range(200))}) for i in range(1, 500)])


# WebSocket.

def talking(name, first, piece, reads=False):
    def client(stop):
        with websocket(FIRST_PORT, "/talk", 5) as connection:
            if reads:
                reading(connection)
            connection.sendall(first)
            return pour(connection, stop, (piece for _ in iter(int, 1)))
    client.__name__ = name
    flood(client)


def unfinished(opcode, payload):
    return bytes([opcode]) + frame(opcode, payload)[1:]


talking("ws_pings_unread", b"", frame(9, b"p" * 125) * 200)
talking("ws_pings", b"", frame(9, b"p" * 125) * 200, reads=True)
talking("ws_pongs", b"", frame(10, b"p" * 125) * 200)
talking("ws_tiny_messages_unread", b"", frame(1, b"m") * 1000)
talking("ws_tiny_messages", b"", frame(1, b"m") * 1000, reads=True)
talking("ws_messages_unread", b"", frame(1, b"m" * 100000) * 5)
talking("ws_endless_fragments", unfinished(1, b""), unfinished(0, b"m" * 100) * 500)
talking("ws_empty_fragments", unfinished(1, b""), unfinished(0, b"") * 5000)
talking("ws_fragments_and_pings", unfinished(1, b""), (unfinished(0, b"m") + frame(9, b"p")) * 1000)
talking("ws_closes", b"", frame(8, b"\x03\xe8" + b"c" * 120) * 100)


@flood
def ws_huge_frame(stop):
    with websocket(FIRST_PORT, "/talk", 5) as connection:
        connection.sendall(b"\x81\xff" + (1 << 62).to_bytes(8, "big") + b"\0\0\0\0")
        return pour(connection, stop, (b"x" * 60000 for _ in iter(int, 1)))


@flood
def ws_many_handshakes(stop):
    count = 0
    while not stop.is_set():
        websocket(FIRST_PORT, "/talk", 5).close()
        count += 1
    return count


@flood
def events_unread(stop):
    first = f"GET /mockoon-admin/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {TOKEN}\r\n\r\n".encode()
    open_ones = [connect(FIRST_PORT, 5) for _ in range(30)]
    for connection in open_ones:
        connection.sendall(first)
    while not stop.is_set():
        ask(FIRST_PORT, "POST", "/sink", b"x" * 500000, {"Content-Type": "text/plain"})
    for connection in open_ones:
        connection.close()


def repeated(client):
    """The client again and again; what its connections came to."""
    def work(stop, became):
        while not stop.is_set():
            try:
                became(str(client(stop)))
            except Exception as error:
                became(type(error).__name__ if isinstance(error, OSError) else repr(error)[:100])
                stop.wait(0.05)
    return work


def main():
    arguments = probes.options(clients=4, budget="64MB")

    def work(server):
        mistakes = []
        for name, client in FLOODS.items():
            if server.poll() is None and any(fnmatch.fnmatch(name, wanted) for wanted in arguments.names):
                mistakes += probes.beside(name, server, arguments, repeated(client))
        return mistakes
    return probes.judge([site(), secured()], arguments, work)


if __name__ == "__main__":
    sys.exit(main())
