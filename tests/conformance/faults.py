#!/usr/bin/env python3
"""Faults as real clients see them: curl, Python's http.client and Node's fetch; HTTP/1.1, TLS and HTTP/2.

    python3 tests/conformance/faults.py [BINARY]

Starts the binary (target/debug/sidemock) on an environment without and one with TLS, injects each type of fault into one
request at a time, and compares what each client makes of it with what is said below. Ends with 1 if one differs.
"""
import http.client, json, os, re, socket, ssl, subprocess, sys, tempfile, time, urllib.request

BINARY = sys.argv[1] if len(sys.argv) > 1 else "target/debug/sidemock"
TOKEN = "token-of-the-faults"
BODY = "0123456789" * 200
PATIENCE = 10
HANG = 1.0
USUAL = 10.0

# By type: what each client makes of it, as a pattern. curl's exit codes are those of its manual. Under TLS, OpenSSL calls the
# reset that the kernel reports (`strace` shows ECONNRESET) an end of the stream.
EXPECTED = {
    "none": {"curl": "0 200", "curl --http2": "0 200", "http.client": "200 2000", "fetch": "200 2000"},
    "reset": {"curl": "(56|35) 000", "curl --http2": "92 000", "http.client": "(ConnectionResetError|RemoteDisconnected)", "fetch": "(ECONNRESET|UND_ERR_SOCKET)"},
    "close": {"curl": "(52|56) 000", "curl --http2": "(16|18|52|56|92) 000", "http.client": "RemoteDisconnected", "fetch": "UND_ERR_SOCKET"},
    "hang": {"curl": "28 000", "curl --http2": "28 000", "http.client": "(TimeoutError|timeout)", "fetch": "(TimeoutError|AbortError)"},
    "truncate": {"curl": "18 200", "curl --http2": "(18|92) 200", "http.client": "IncompleteRead 1000", "fetch": "(UND_ERR_SOCKET|ERR_CONTENT|terminated)"},
    "garbage": {"curl": "(1|8) 000", "curl --http2": "(16|52|55|56|92) 000", "http.client": "BadStatusLine", "fetch": "HPE_INVALID"},
    "malformed-chunk": {"curl": "56 200", "curl --http2": "92 200", "http.client": "(IncompleteRead|ValueError)", "fetch": "(HPE_INVALID_CHUNK|terminated)"},
    "dribble": {"curl": "0 200", "curl --http2": "0 200", "http.client": "200 2000", "fetch": "200 2000"},
    "status": {"curl": "0 503", "curl --http2": "0 503", "http.client": "503 0", "fetch": "503 0"},
}

FETCH = """
fetch(process.argv[1], {signal: AbortSignal.timeout(Number(process.argv[2]) * 1000)})
  .then(async (r) => console.log(r.status, (await r.text()).length))
  .catch((e) => console.log(e.name, e.message, e.cause?.code ?? '', e.cause?.message ?? ''));
"""


def curl(url, patience, *options):
    done = subprocess.run(
        ["curl", "-sk", "-m", str(patience), "-o", "/dev/null", "-w", "%{http_code}", *options, url],
        capture_output=True, text=True)
    return f"{done.returncode} {done.stdout}"


def python(url, patience):
    host, port = re.match(r"https?://([^:]+):(\d+)", url).groups()
    if url.startswith("https"):
        connection = http.client.HTTPSConnection(host, int(port), timeout=patience, context=ssl._create_unverified_context())
    else:
        connection = http.client.HTTPConnection(host, int(port), timeout=patience)
    try:
        connection.request("GET", "/a")
        answer = connection.getresponse()
        return f"{answer.status} {len(answer.read())}"
    except http.client.IncompleteRead as error:
        return f"IncompleteRead {len(error.partial)}"
    except Exception as error:
        return f"{type(error).__name__} {error}"
    finally:
        connection.close()


def fetch(url, patience):
    environment = {**os.environ, "NODE_TLS_REJECT_UNAUTHORIZED": "0", "NODE_NO_WARNINGS": "1"}
    done = subprocess.run(["node", "-e", FETCH, url, str(patience)], capture_output=True, text=True, env=environment)
    return done.stdout.strip() or done.stderr.strip()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def serve(directory, tls):
    route = {"uuid": "00000000-0000-4000-8000-000000000001", "type": "http", "method": "get", "endpoint": "a",
             "responses": [{"uuid": "00000000-0000-4000-8000-000000000002", "body": BODY, "default": True}]}
    environment = {"uuid": "00000000-0000-4000-8000-000000000003", "lastMigration": 33, "name": "Faults", "routes": [route],
                   "rootChildren": [{"type": "route", "uuid": route["uuid"]}], "tlsOptions": {"enabled": tls}}
    path = os.path.join(directory, f"faults-{tls}.json")
    with open(path, "w") as file:
        json.dump(environment, file)
    port = free_port()
    variables = {"MOCKOON_DATA": path, "MOCKOON_PORT": str(port), "MOCKOON_ADMIN_API_TOKEN": TOKEN,
                 "MOCKOON_MANAGEMENT_PORT": str(free_port()), "PATH": os.environ["PATH"]}
    process = subprocess.Popen([BINARY], env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.time() + PATIENCE
    while time.time() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return process, f"http{'s' if tls else ''}://127.0.0.1:{port}"
        except OSError:
            time.sleep(0.05)
    process.kill()
    raise SystemExit(f"{BINARY} does not listen")


def inject(origin, kind):
    body = {"fault": {"type": kind}, "times": 1}
    if kind == "dribble":
        body["fault"].update(chunks=4, over="200ms")
    call(origin, "DELETE", None)
    if kind != "none":
        call(origin, "POST", body)


def call(origin, method, body):
    request = urllib.request.Request(
        f"{origin}/mockoon-admin/x/faults", method=method, data=json.dumps(body).encode() if body else None,
        headers={"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"})
    return urllib.request.urlopen(request, context=ssl._create_unverified_context(), timeout=PATIENCE).read()


def main():
    wrong = 0
    with tempfile.TemporaryDirectory() as directory:
        for tls in (False, True):
            process, origin = serve(directory, tls)
            clients = {
                "curl": lambda url, patience: curl(url, patience, "--http1.1"),
                "curl --http2": lambda url, patience: curl(url, patience, "--http2" if tls else "--http2-prior-knowledge"),
                "http.client": python,
                "fetch": fetch,
            }
            try:
                for kind, expected in EXPECTED.items():
                    for name, client in clients.items():
                        inject(origin, kind)
                        seen = client(f"{origin}/a", HANG if kind == "hang" else USUAL)
                        fits = re.search(expected[name], seen) is not None
                        wrong += not fits
                        scheme = origin.split(":")[0]
                        print(f"{'ok  ' if fits else 'DIFF'} {scheme:5} {kind:16} {name:13} {seen}")
            finally:
                process.terminate()
                process.wait()
    print("all as expected" if not wrong else f"{wrong} differ")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
