#!/usr/bin/env python3
"""Recorded environments against what was recorded: 30 whole environments, called through a recording.

    record.py [FILE...]      SUT=target/debug/sidemock   (default: 30 of ../shared/environments)

The reference serves the environments. Each is called through a recording of sidemock (`target`): every route, with varied
parameters, queries and bodies, and with what its rules ask for. The files that come of it are served by sidemock and by
the reference, called again in the same order, and every answer is compared: status, content type, body. A secret that was
replaced counts as equal to what was there; random and dated values are as they were when they were recorded.
Prints a line for each environment and the shares; exits with 1 below 99 % or when a file does not load.
"""
import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.parse

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SUT = os.environ.get("SUT") or f"{ROOT}/target/debug/sidemock"
CLI = os.environ.get("MOCKOON") or os.path.expanduser(
    "~/.cache/mockoon-reference/node_modules/@mockoon/cli/bin/run.js")
ENVIRONMENTS = f"{ROOT}/../shared/environments"
TOKEN = "record"
COUNT = 30
ROUTES = 60
WANTED = 0.99
FIRST_PORT = 21000
IDS = ["42", "43"]
REDACTED = re.compile(rb"\[REDACTED\]|%5BREDACTED%5D")


def chosen():
    """Some of each kind, spread over the alphabet."""
    if sys.argv[1:]:
        return sys.argv[1:]
    folder = f"{ENVIRONMENTS}/mock-apis"
    apis = [f"{folder}/{name}" for name in sorted(os.listdir(folder)) if name.endswith(".json")]
    step = len(apis) / (COUNT - 4)
    tutorials = [f"{ENVIRONMENTS}/tutorials/{name}.json" for name in (
        "advanced-data-bucket-manipulation", "generate-mock-data", "rate-limiting-examples",
        "validate-requests-payload-json-schema")]
    return [apis[int(i * step)] for i in range(COUNT - 4)] + tutorials


def path_of(environment, route, id):
    """A path that the route answers; None for what only its author can call."""
    endpoint = route["endpoint"]
    if re.search(r"[()\[\]+?\\]", endpoint):
        return None
    names = re.compile(r":[A-Za-z_][A-Za-z0-9_]*")
    path = names.sub(lambda m: id, endpoint).replace("*", "any/where")
    prefix = environment.get("endpointPrefix", "").strip("/")
    return "/" + urllib.parse.quote("/".join(part for part in (prefix, path) if part), safe="/:@$,;=!'~.-_")


def asked_by_rules(route):
    """Queries, headers and bodies that the rules of a route look at."""
    for response in route.get("responses", []):
        query, headers, body = {}, {}, {}
        for rule in response.get("rules", []):
            value = rule.get("value", "") if rule.get("operator") == "equals" else "some"
            modifier = rule.get("modifier", "")
            if "{{" in value or not re.fullmatch(r"[A-Za-z0-9_.-]+", modifier):
                continue
            if rule["target"] == "query":
                query[modifier] = value
            elif rule["target"] == "header":
                headers[modifier] = value
            elif rule["target"] == "body":
                into = body
                *steps, last = modifier.split(".")
                for step in steps:
                    into = into.setdefault(step, {})
                    if not isinstance(into, dict):
                        break
                else:
                    into[last] = value
        if query or headers or body:
            yield query, headers, body


def calls(environment):
    """The requests for an environment, in their order."""
    order, seen = [], set()
    for route in [r for r in environment["routes"] if r.get("type") in ("http", "crud")][:ROUTES]:
        crud = route["type"] == "crud"
        methods = ["GET", "POST", "GET"] if crud else [(route["method"] or "get").upper()]
        for id in IDS:
            path = path_of(environment, route, id)
            if path is None:
                continue
            for method in methods:
                method = "GET" if method == "ALL" else method
                wants_body = method in ("POST", "PUT", "PATCH")
                kinds = [({}, {}, {"name": f"n{id}", "n": int(id)}), ({"page": "1", "q": "a"}, {}, {"name": "other"}),
                         ({"page": "2", "q": "a"}, {"X-Variant": "b"}, {"deep": {"list": [1, {"a": id}]}})]
                for query, headers, body in kinds + list(asked_by_rules(route)):
                    target = path + (f"?{urllib.parse.urlencode(query)}" if query else "")
                    content = json.dumps(body) if wants_body and body else None
                    if content:
                        headers = {**headers, "Content-Type": "application/json"}
                    key = (method, target, content, tuple(headers.items()))
                    if key not in seen or crud:
                        seen.add(key)
                        order.append((method, target, headers, content))
            if crud:
                order += [("GET", f"{path}/1", {}, None), ("DELETE", f"{path}/1", {}, None), ("GET", f"{path}/1", {}, None)]
            if path_of(environment, route, "") == path:
                break
    return order


class Client:
    """Asks one port, over one connection as long as that stands."""

    def __init__(self, port):
        self.port, self.connection = port, None

    def ask(self, method, target, headers=None, body=None):
        for attempt in (1, 2):
            try:
                if self.connection is None:
                    self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
                self.connection.request(method, target, body=body, headers=headers or {})
                reply = self.connection.getresponse()
                return reply.status, (reply.getheader("content-type") or "").split(";")[0], reply.read(), reply
            except (http.client.HTTPException, OSError):
                self.connection = None
                if attempt == 2:
                    raise


def start(command, ports, log, env=None):
    with open(log, "wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out, env={**os.environ, **(env or {})},
                                   start_new_session=True)
    deadline = time.time() + 240
    for port in ports:
        while True:
            try:
                http.client.HTTPConnection("127.0.0.1", port, timeout=5).connect()
                break
            except OSError:
                if time.time() > deadline or process.poll() is not None:
                    sys.exit(f"{command[:3]} does not listen on {port}: {open(log, errors='replace').read()[-2000:]}")
                time.sleep(0.2)
    return process


def stop(process):
    os.killpg(process.pid, signal.SIGTERM)
    process.wait(30)


def reference(files, ports, log):
    return start(["node", CLI, "start", "--data", *files, "--port", *map(str, ports)], ports, log)


def ours(files, ports, log):
    return start([SUT], ports, log, {
        "MOCKOON_DATA": ",".join(files), "MOCKOON_PORT": ",".join(map(str, ports)), "MOCKOON_MANAGEMENT_PORT": "0",
        "MOCKOON_ADMIN_API_TOKEN": TOKEN, "MOCKOON_LOG_LEVEL": "error"})


def is_same(recorded, now):
    """Whether an answer is what was recorded, but for secrets."""
    if recorded[0] != now[0] or recorded[2] and recorded[1] != now[1]:
        return False
    if recorded[2] == now[2]:
        return True
    parts = REDACTED.split(now[2])
    pattern = rb"[^\"]*?".join(re.escape(part) for part in parts)
    return len(parts) > 1 and re.fullmatch(pattern.replace(rb'\"[^\"]*?\"', rb'(?:\"[^\"]*?\"|-?[0-9.]+)'), recorded[2], re.S) is not None


def main():
    folder = tempfile.mkdtemp(prefix="sidemock-record-")
    sources, ports = [], []
    for number, file in enumerate(chosen()):
        environment = json.load(open(file))
        environment.update(proxyMode=False, port=FIRST_PORT + number, hostname="127.0.0.1", latency=0)
        environment.setdefault("tlsOptions", {})["enabled"] = False
        for route in environment["routes"]:
            for response in route.get("responses", []):
                response.update(latency=0, callbacks=[])
        target = f"{folder}/source-{number}.json"
        json.dump(environment, open(target, "w"))
        sources.append((os.path.basename(file), environment, target))
        ports.append(FIRST_PORT + number)
    process = reference([target for _, _, target in sources], ports, f"{folder}/reference.log")
    empty = f"{folder}/empty.json"
    json.dump({"lastMigration": 33, "name": "Empty", "routes": [], "port": 0}, open(empty, "w"))
    recorder = FIRST_PORT + 500
    recording = ours([empty], [recorder], f"{folder}/recorder.log")
    admin, files, seen = Client(recorder), [], []
    authorised = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
    below = "/mockoon-admin/x/recordings"
    try:
        for (name, environment, _), port in zip(sources, ports):
            order = calls(environment)
            started = admin.ask("POST", below, authorised, json.dumps({"target": f"http://127.0.0.1:{port}"}))
            id = json.loads(started[2])["id"]
            answers = [Client.ask(admin, *call)[:3] for call in order]
            stopped = json.loads(admin.ask("POST", f"{below}/{id}/stop", authorised)[2])
            text = admin.ask("GET", f"{below}/{id}/environment", authorised)[2]
            again = admin.ask("GET", f"{below}/{id}/environment", authorised)[2]
            admin.ask("DELETE", f"{below}/{id}", authorised)
            target = f"{folder}/recorded-{len(files)}.json"
            open(target, "wb").write(text)
            files.append(target)
            seen.append((name, order, answers, stopped["replay"], text == again))
    finally:
        stop(recording)
        stop(process)
    totals = {}
    for who, serve in (("sidemock", ours), ("reference", reference)):
        process = serve(files, ports, f"{folder}/{who}.log")
        try:
            for number, (name, order, answers, replay, steady) in enumerate(seen):
                client, same = Client(ports[number]), 0
                for call, recorded in zip(order, answers):
                    now = client.ask(*call)[:3]
                    if is_same(recorded, now):
                        same += 1
                    elif os.environ.get("SHOW"):
                        print("  differs:", *call[:2], recorded[:2], recorded[2][:150], now[:2], now[2][:150])
                totals.setdefault(who, [0, 0])
                totals[who][0] += same
                totals[who][1] += len(order)
                print(f"{who:9} {same:5}/{len(order):<5} self-replay {replay['exact']}/{replay['requests']} {name}")
                if not steady:
                    print(f"          {name}: two readings of the recording differ")
        finally:
            stop(process)
    shares = {who: same / total for who, (same, total) in totals.items()}
    print(", ".join(f"{who}: {totals[who][0]} of {totals[who][1]} answers the same ({share:.2%})" for who, share in shares.items()))
    shutil.rmtree(folder) if not os.environ.get("KEEP") else print(folder)
    return 0 if min(shares.values()) >= WANTED else 1


if __name__ == "__main__":
    sys.exit(main())
