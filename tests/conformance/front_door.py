#!/usr/bin/env python3
"""The suites of the shared runner through a front door: the same bytes as on an environment's own port.

    front_door.py [SUITE...]    RUNNER=../shared/conformance/run.py SUT=target/debug/sidemock

Each suite's environment is behind a door that has the port which the runner asks, beside another environment that must
not be seen. Calls of the admin API name the environment, as they have to at a door; nothing else differs.
"""
import importlib.util
import json
import os
import re
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
RUNNER = os.environ.get("RUNNER") or f"{ROOT}/../shared/conformance/run.py"
DECOY = {
    "name": "Decoy", "port": 0, "headers": [{"key": "x-decoy", "value": "1"}],
    "routes": [{"type": "http", "method": "all", "endpoint": "*", "responses": [{"body": "decoy"}]}],
}
SETTINGS = {
    "MOCKOON_DATA": "{{DIR}}/environment.json,{{DIR}}/decoy/decoy.json",
    "MOCKOON_FRONT_PORT": "{{PORT}}",
    "MOCKOON_FRONT_ONLY": "true",
    "MOCKOON_FRONT_ROUTES": "127.0.0.1=environment.json, /=environment.json",
}
# What differs on purpose, by suite and step.
DIFFERENCES = {
    ("proxy", "missing-admin-page-is-forwarded"): "the upstream sees ?environment=",
    ("tpl-req-headers", "097-host-name"): "baseUrl follows Host",
    ("tpl-req-headers", "098-host-name-port"): "baseUrl follows Host",
    ("tpl-req-headers", "099-host-case"): "baseUrl follows Host",
    ("tpl-req-headers", "100-host-ipv6"): "baseUrl follows Host",
}
ADMIN = re.compile(rb"^([A-Z]+ )(/mockoon-admin[^ ?]*)(\??)", re.IGNORECASE)


def named(data):
    """The request with the environment in the query of an admin call."""
    return ADMIN.sub(lambda m: m[1] + m[2] + b"?environment=environment.json" + (b"&" if m[3] else b""), data, count=1)


def load():
    spec = importlib.util.spec_from_file_location("run", RUNNER)
    run = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(run)
    return run


def through_a_door(run):
    """Has the runner start its servers behind a door, and ask them as one does there."""
    build, init = run.build_request, run.Server.__init__

    def build_request(*arguments):
        data, method, close = build(*arguments)
        return named(data), method, close

    def start_behind(server, suite, *arguments):
        suite = {**suite, "env": {**SETTINGS, **suite.get("env", {})},
                 "files": {**suite.get("files", {}), "decoy/decoy.json": json.dumps(DECOY)}}
        init(server, suite, *arguments)

    run.build_request, run.Server.__init__ = build_request, start_behind


def main():
    run = load()
    through_a_door(run)
    with tempfile.NamedTemporaryFile("r", suffix=".json") as results:
        sys.argv[1:1] = ["check", "--json", results.name]
        run.main()
        suites = json.load(results)["results"]
    failed = {(suite["suite"], step["step"]) for suite in suites for step in suite["failures"]}
    broken = [suite["suite"] for suite in suites if suite["error"]]
    other = sorted(failed - set(DIFFERENCES))
    print(f"{len(failed & set(DIFFERENCES))} differences on purpose, {len(other)} others {other} {broken}")
    return 1 if other or broken else 0


if __name__ == "__main__":
    sys.exit(main())
