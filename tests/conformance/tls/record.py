#!/usr/bin/env python3
"""Records what a TLS client sees of the reference: `record.py` writes recorded.json beside it.

Keys and certificates are made anew by make.sh; nothing of them is recorded but the names. The client is `openssl
s_client`. tests/it/tls.rs replays the recording against our binary, with a rustls client. Where we differ on purpose,
`ours` of a step or scenario says what we do, and `why`.
Variables: MOCKOON_REFERENCE (bin/run.js of @mockoon/cli 9.9.0), NODE.
"""
import json
import os
import pathlib
import re
import socket
import subprocess
import tempfile
import time

HERE = pathlib.Path(__file__).parent
REFERENCE = os.environ.get(
    "MOCKOON_REFERENCE",
    os.path.expanduser("~/.cache/mockoon-reference/node_modules/@mockoon/cli/bin/run.js"),
)
PASS = "open sesame"
H1 = ["http/1.1"]
H2 = ["h2"]
BOTH = ["h2", "http/1.1"]


def cert(cert="leaf.pem", key="leaf.key", ca="", passphrase=""):
    return {"type": "CERT", "certPath": cert, "keyPath": key, "caPath": ca, "passphrase": passphrase}


def pfx(path="bundle.pfx", passphrase=PASS, ca=""):
    return {"type": "PFX", "pfxPath": path, "passphrase": passphrase, "caPath": ca}


def step(request="/hello", **client):
    return {"client": client, "request": request}


SCENARIOS = [
    {"name": "built-in certificate", "tls": {}, "steps": [
        step(),
        step(alpn=H1),
        step(alpn=BOTH, request=None),
        step(alpn=H2, request=None),
        step(alpn=["spdy/1"], request=None),
        step(version="1.2"),
        step(version="1.1", request=None),
        step(plain=True),
    ]},
    {"name": "certificate alone", "tls": cert(), "steps": [step(), step(version="1.2"), step("/nothing")]},
    {"name": "certificate with chain", "tls": cert("chain.pem"), "steps": [step()]},
    {"name": "certificate, issuers in the CA file", "tls": cert(ca="ca.pem"), "steps": [step(), step(version="1.2")]},
    {"name": "certificate with chain and CA file", "tls": cert("chain.pem", ca="ca.pem"), "steps": [step()]},
    {"name": "certificate, CA file without its issuer", "tls": cert(ca="root.pem"), "steps": [step()]},
    {"name": "elliptic curve", "tls": cert("ec.pem", "ec.key"), "steps": [step(), step(version="1.2")]},
    {"name": "traditional key", "tls": cert(key="traditional.key"), "steps": [step()]},
    {"name": "needless passphrase", "tls": cert(passphrase="x"), "steps": [step()]},
    {"name": "sealed key", "tls": cert(key="sealed.key", passphrase=PASS), "steps": [step()]},
    {"name": "sealed key, 3DES", "tls": cert(key="sealed3des.key", passphrase=PASS), "steps": [step()]},
    {"name": "sealed key, wrong passphrase", "tls": cert(key="sealed.key", passphrase="x"), "steps": []},
    {"name": "sealed key, no passphrase", "tls": cert(key="sealed.key"), "steps": []},
    {"name": "key sealed in the legacy format", "tls": cert(key="legacy.key", passphrase=PASS), "steps": [],
     "ours": "fails", "why": "derives its key by MD5; the error tells how to convert it"},
    {"name": "version 1 certificate", "tls": cert("v1.pem"), "steps": [step()]},
    {"name": "key of another certificate", "tls": cert(key="other.key"), "steps": []},
    {"name": "certificate that is none", "tls": cert("garbage.pem"), "steps": []},
    {"name": "key that is none", "tls": cert(key="garbage.pem"), "steps": []},
    {"name": "CA file that is none", "tls": cert(ca="garbage.pem"), "steps": [step()],
     "ours": "fails", "why": "a file that is named and cannot be used is an error of the operator"},
    {"name": "missing certificate", "tls": cert("missing.pem"), "steps": []},
    {"name": "missing key", "tls": cert(key="missing.pem"), "steps": []},
    {"name": "missing CA file", "tls": cert(ca="missing.pem"), "steps": []},
    {"name": "certificate without key: built-in", "tls": cert(key=""), "steps": [step()]},
    {"name": "archive", "tls": pfx(), "steps": [step(), step(version="1.2")]},
    {"name": "archive of the old kind", "tls": pfx("old.pfx"), "steps": [step()]},
    {"name": "archive without passphrase", "tls": pfx("empty.pfx", ""), "steps": [step()]},
    {"name": "archive, wrong passphrase", "tls": pfx(passphrase="x"), "steps": []},
    {"name": "archive, no passphrase", "tls": pfx(passphrase=""), "steps": []},
    {"name": "missing archive", "tls": pfx("missing.pfx"), "steps": []},
    {"name": "archive that is none", "tls": pfx("garbage.pem"), "steps": []},
    {"name": "paths of the other kind do not count", "tls": {**pfx(), **cert("ec.pem", "ec.key")}, "steps": [step()]},
    {"name": "templates", "vars": {"MOCKOON_TLS": "leaf", "MOCKOON_WORD": PASS},
     "tls": cert("{{getEnvVar 'TLS'}}.pem", "{{concat 'sealed' '.key'}}", passphrase="{{getEnvVar 'WORD'}}"), "steps": [step()]},
    {"name": "absolute paths", "tls": cert("{{DIR}}/leaf.pem", "{{DIR}}/leaf.key"), "steps": [step()]},
    {"name": "TLS disabled", "flags": ["disable-tls"], "tls": cert("missing.pem"), "steps": [step(plain=True)]},
]
# A client that can do both gets HTTP/2 from us.
OURS = {"h2": "we speak HTTP/2 too"}


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def environment(port, tls, directory):
    options = {"enabled": True, "type": "CERT", "pfxPath": "", "certPath": "", "keyPath": "", "caPath": "", "passphrase": ""}
    options |= {key: value.replace("{{DIR}}", directory) for key, value in tls.items()}
    uuid = "00000000-0000-4000-8000-00000000000"
    return {
        "uuid": uuid + "1", "lastMigration": 33, "name": "tls", "endpointPrefix": "", "latency": 0, "port": port,
        "hostname": "127.0.0.1", "folders": [], "cors": False, "headers": [], "proxyMode": False, "proxyHost": "",
        "proxyRemovePrefix": False, "proxyReqHeaders": [], "proxyResHeaders": [], "data": [], "callbacks": [],
        "tlsOptions": options, "rootChildren": [{"type": "route", "uuid": uuid + "2"}],
        "routes": [{
            "uuid": uuid + "2", "type": "http", "documentation": "", "method": "get", "endpoint": "hello",
            "responseMode": None, "streamingMode": None, "streamingInterval": 0,
            "responses": [{
                "uuid": uuid + "3", "body": "hello at {{baseUrl}}", "latency": 0, "statusCode": 200, "label": "",
                "headers": [], "bodyType": "INLINE", "filePath": "", "databucketID": "", "sendFileAsBody": False,
                "rules": [], "rulesOperator": "OR", "disableTemplating": False, "fallbackTo404": False,
                "default": True, "crudKey": "id", "callbacks": [],
            }],
        }],
    }


def listens(process, port):
    """Whether the server comes up; False when it ends instead."""
    for _ in range(600):
        if process.poll() is not None:
            return False
        with socket.socket() as s:
            if s.connect_ex(("127.0.0.1", port)) == 0:
                return True
        time.sleep(0.1)
    raise SystemExit("neither listens nor ends")


def answer(text, port):
    head, _, body = text.partition("\r\n\r\n")
    found = re.search(r"HTTP/1.1 (\d+)", head)
    if not found:
        return {}
    # What s_client prints about the session follows without a line's end.
    length = re.search(r"(?i)content-length: (\d+)", head)
    return {"status": int(found[1]), "body": body[: int(length[1])].replace(str(port), "{{PORT}}")}


def http(path):
    return f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()


def plain(port, path):
    with socket.create_connection(("127.0.0.1", port)) as s:
        s.settimeout(10)
        s.sendall(http(path))
        got = b""
        try:
            while chunk := s.recv(65536):
                got += chunk
        except ConnectionResetError:
            pass
    return answer(got.decode(), port) or {"refused": True}


def handshake(port, client, path):
    command = ["openssl", "s_client", "-connect", f"127.0.0.1:{port}", "-servername", "localhost", "-showcerts", "-ign_eof"]
    if "alpn" in client:
        command += ["-alpn", ",".join(client["alpn"])]
    if "version" in client:
        command += ["-tls" + client["version"].replace(".", "_")]
    if client.get("version") == "1.1":
        command += ["-cipher", "DEFAULT@SECLEVEL=0"]
    if path is None:
        command.remove("-ign_eof")
    done = subprocess.run(command, input=http(path) if path else b"Q\n", capture_output=True, timeout=30)
    text = done.stdout.decode(errors="replace")
    session = re.search(r"New, (\S+), Cipher is (\S+)", text)
    if not session or session[2] == "(NONE)":
        return {"refused": True}
    # TLS 1.2 names key exchange and signature; the rest is each library's preference.
    protocol = re.search(r"Protocol\s*: (\S+)", text)
    protocol = protocol[1] if protocol else session[1]
    family = "-".join(session[2].split("-")[:2]) if protocol == "TLSv1.2" else "TLS13"
    alpn = re.search(r"ALPN protocol: (\S+)", text)
    pems = re.findall(r"-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", text, re.S)
    seen = {"protocol": protocol, "family": family, "alpn": alpn[1] if alpn else None, "chain": [subject(pem) for pem in pems]}
    if path:
        seen |= answer(text[text.index("HTTP/1.1 "):] if "HTTP/1.1 " in text else "", port)
    return seen


def subject(pem):
    shown = subprocess.run(["openssl", "x509", "-noout", "-subject", "-nameopt", "RFC2253"], input=pem.encode(), capture_output=True)
    return shown.stdout.decode().strip().removeprefix("subject=")


def record(scenario, directory):
    port = free_port()
    file = pathlib.Path(directory, "environment.json")
    file.write_text(json.dumps(environment(port, scenario["tls"], directory)))
    command = [os.environ.get("NODE", "node"), REFERENCE, "start", "--data", str(file), "--disable-log-to-file"]
    command += ["--admin-api-token", "t"] + ["--" + flag for flag in scenario.get("flags", [])]
    process = subprocess.Popen(command, env={**os.environ, **scenario.get("vars", {})}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        scenario["start"] = "serves" if listens(process, port) else "fails"
        for one in scenario["steps"] if scenario["start"] == "serves" else []:
            client = one["client"]
            one["expect"] = plain(port, one["request"]) if client.get("plain") else handshake(port, client, one["request"])
            if scenario["name"].endswith("built-in") or scenario["name"].startswith("built-in"):
                # Ours is another certificate, of another kind: what counts is that it is one alone.
                assert len(one["expect"].get("chain", "*")) == 1
                for name in {"chain", "family"} & one["expect"].keys():
                    one["expect"][name] = ["*"] if name == "chain" else "*"
            if "h2" in client.get("alpn", []):
                one["ours"], one["why"] = {"alpn": "h2"}, OURS["h2"]
    finally:
        process.terminate()
        process.wait()
    return scenario


def main():
    recorded = []
    with tempfile.TemporaryDirectory() as directory:
        subprocess.run([HERE / "make.sh", directory], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for scenario in SCENARIOS:
            recorded.append(record(scenario, directory))
            print(scenario["name"], scenario["start"], *(one.get("expect") for one in scenario["steps"]), sep="\n    ", flush=True)
    (HERE / "recorded.json").write_text(json.dumps(recorded, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
