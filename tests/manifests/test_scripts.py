"""The scripts that the chart's pods run, against real servers: `helm test`, and the hook that waits for changed content."""
import base64
import functools
import hashlib
import json
import os
import socket
import stat
import subprocess
import tempfile
import threading
import time
import unittest

from rendering import CHART, HELMS, one, pod_spec, refusal, rendered
from server import Server, free_port
from test_chart import file_with


def script(spec, **variables):
    """Runs the container's script as its manifest says, with other values for some variables."""
    container = spec["containers"][0]
    environment = {v["name"]: v["value"] for v in container["env"]} | {"PATH": os.environ["PATH"]} | variables
    done = subprocess.run([*container["command"], *container["args"]], env=environment, text=True, capture_output=True, timeout=60)
    return done.returncode, done.stdout + done.stderr


class HelmTest(unittest.TestCase):
    def pod(self, *arguments, helm="helm4"):
        return one(rendered(*arguments, helm=helm), "Pod")

    def checks(self, *arguments):
        return pod_spec(self.pod(*arguments))["containers"][0]["env"][0]["value"].split("\n")

    def test_it_asks_every_environment_and_leaves_nothing_behind(self):
        for helm in HELMS:
            annotations = self.pod(helm=helm)["metadata"]["annotations"]
            self.assertEqual(annotations["helm.sh/hook-delete-policy"], "before-hook-creation,hook-succeeded,hook-failed")
            self.assertEqual(annotations["helm.sh/hook-output-log-policy"], "hook-failed")
        checks = self.checks("-f", f"{CHART}/ci/inline-values.yaml")
        for port, scheme in {3000: "http", 3001: "http", 3002: "https", 3003: "http", 3004: "http", 3005: "http"}.items():
            self.assertIn(f"any {scheme}://rel-sidemock:{port}/", checks)
            self.assertIn(f"401 {scheme}://rel-sidemock:{port}/mockoon-admin", checks)
        self.assertEqual(len(checks), 13)

    def test_it_asks_what_it_is_told(self):
        checks = self.checks("-f", f"{CHART}/ci/everything-values.yaml")
        self.assertEqual(checks, [
            "200 http://rel-sidemock-management:9001/readyz?verbose", "200 http://rel-sidemock:4000/products",
            "404 http://rel-sidemock:4000/products/1", "401 http://rel-sidemock-management:9000/mockoon-admin"])

    def test_where_clients_need_a_certificate_it_asks_for_the_refusal(self):
        tls = ["-f", f"{CHART}/ci/tls-secret-values.yaml", "--set", "settings.disableAdminApi=false,tls.clientCa.existingSecret=clients"]
        for helm in HELMS:
            containers = pod_spec(self.pod(*tls, helm=helm))["containers"]
            self.assertEqual(containers[0]["env"][0]["value"].split("\n"), [
                "200 http://rel-sidemock-management:8990/readyz?verbose", "certificate https://rel-sidemock:3443/"])
        self.assertIn("any https://rel-sidemock:3443/", self.checks(*tls, "--set", "tls.clientCa.optional=true"))
        door = self.checks(*tls, "--set", "frontDoor.services[0].name=users,frontDoor.services[0].ports={80,443}")
        for line in ["certificate https://users/", "any http://users/", "certificate https://rel-sidemock:443/"]:
            self.assertIn(line, door)
        self.assertFalse([line for line in door if line.startswith("401 https")])
        for wish in ["tests.expectedStatus=200", "tests.requests[0].path=/a,tests.requests[0].status=200"]:
            self.assertIn("which asks clients for certificates", refusal(*tls, "--set", wish))

    def test_a_port_that_wants_certificates_is_well_when_it_refuses(self):
        plain = {"name": "Plain", "port": free_port(), "routes": []}
        tls = {"name": "TLS", "port": free_port(), "routes": [], "tlsOptions": {"enabled": True}}
        with tempfile.TemporaryDirectory() as directory, socket.socket() as nobody:
            nobody.bind(("127.0.0.1", 0))
            subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=authority", "-days", "2",
                            "-keyout", f"{directory}/ca.key", "-out", f"{directory}/ca.pem"], check=True, capture_output=True)
            for environment in (plain, tls):
                with open(f"{directory}/{environment['name']}.json", "w") as file:
                    json.dump(environment, file)
            checks = [f"certificate https://127.0.0.1:{port}/" for port in (tls["port"], plain["port"], nobody.getsockname()[1])]
            served = {"MOCKOON_DATA": directory, "MOCKOON_PORT": ""}
            with Server(served | {"MOCKOON_TLS_CLIENT_CA_FILE": f"{directory}/ca.pem"}):
                code, output = script(pod_spec(self.pod()), CHECKS="\n".join(checks))
            self.assertEqual(code, 1, output)
            self.assertIn(f"ok      https://127.0.0.1:{tls['port']}/ wants a certificate", output)
            self.assertIn("2 failed", output)
            with Server(served):
                code, output = script(pod_spec(self.pod()), CHECKS=checks[0])
            self.assertEqual(code, 1, output)
            self.assertIn("answered 404, wanted certificate", output)

    def test_without_anything_to_ask_there_is_no_test(self):
        nothing = ["--set", "service.enabled=false,managementService.enabled=false"]
        self.assertFalse([d for d in rendered(*nothing) if d["kind"] == "Pod"])

    def test_it_passes_on_a_server_that_is_well(self):
        with Server({}) as server:
            local = [line.replace("rel-sidemock-management:8990", f"127.0.0.1:{server.management}").replace("rel-sidemock:3000", f"127.0.0.1:{server.port}")
                     for line in self.checks()]
            code, output = script(pod_spec(self.pod()), CHECKS="\n".join(local))
        self.assertEqual(code, 0, output)
        self.assertEqual(output.count("ok      "), 3, output)

    def test_it_shows_what_it_saw_when_it_fails(self):
        with socket.socket() as nobody, Server({}) as server:
            nobody.bind(("127.0.0.1", 0))
            checks = [f"201 http://127.0.0.1:{server.port}/greeting/Ada", f"200 http://127.0.0.1:{server.management}/readyz?file=none.json",
                      f"any http://127.0.0.1:{server.port}/greeting/Eve", "any http://no.such.host.invalid/"]
            code, output = script(pod_spec(self.pod()), CHECKS="\n".join(checks))
        self.assertEqual(code, 1)
        for wanted in ["answered 200, wanted 201", "Hello Ada, 4 products today.", "none.json: no such file serves",
                       "ok      http://127.0.0.1", "answered nothing, wanted any", "no.such.host.invalid", "3 failed"]:
            self.assertIn(wanted, output)


# As much of kubectl as the script needs: it lists one pod at 127.0.0.1, and notes what it was asked to do.
KUBECTL = """#!/bin/sh
echo "$@" >>"$KUBECTL_LOG"
case $1 in get) echo "127.0.0.1 " ;; annotate) echo annotated ;; *) exit 1 ;; esac
"""


class ReloadHook(unittest.TestCase):
    @functools.cache
    def kubectl(self):
        directory = tempfile.mkdtemp()
        with open(f"{directory}/kubectl", "w") as file:
            file.write(KUBECTL)
        os.chmod(file.name, os.stat(file.name).st_mode | stat.S_IXUSR)
        return directory

    def job(self, *arguments):
        return one(rendered("--set", "reloadHook.enabled=true", *arguments), "Job")

    def run_hook(self, job, server, timeout):
        log = tempfile.mkstemp()[1]
        result = script(pod_spec(job), PATH=f"{self.kubectl()}:{os.environ['PATH']}", PORT=str(server.management), TIMEOUT=str(timeout), KUBECTL_LOG=log)
        with open(log) as file:
            return *result, file.read()

    def test_it_is_off_unless_asked_for(self):
        kinds = {d["kind"] for d in rendered()}
        self.assertFalse(kinds & {"Job", "Role", "RoleBinding"})
        self.assertIn("mode: deployment", refusal("--set", "reloadHook.enabled=true,mode=sidecar"))

    def test_it_may_do_what_it_needs_and_nothing_else(self):
        for helm in HELMS:
            found = [d for d in rendered("--set", "reloadHook.enabled=true", helm=helm) if d["metadata"]["name"] == "rel-sidemock-reload"]
            self.assertEqual(sorted(d["kind"] for d in found), ["Job", "Role", "RoleBinding", "ServiceAccount"])
            self.assertEqual({d["metadata"]["annotations"]["helm.sh/hook"] for d in found}, {"post-upgrade"})
            self.assertEqual(one(found, "Role")["rules"], [{"apiGroups": [""], "resources": ["pods"], "verbs": ["get", "list", "patch"]}])
            labels = one(found, "Job")["spec"]["template"]["metadata"]["labels"]
            selector = one(rendered(helm=helm), "Service", "rel-sidemock")["spec"]["selector"]
            self.assertFalse(selector.items() <= labels.items())

    def test_it_waits_until_the_changed_content_serves(self):
        old, new = ('{"name": "Shop", "port": 3000, "routes": [], "v": %d}' % version for version in (1, 2))
        job = self.job("--set-file", f"environments.inline.shop={file_with(new)}")
        directory = tempfile.mkdtemp()
        with open(f"{directory}/shop.json", "w") as file:
            file.write(old)
        with Server({"MOCKOON_DATA": directory}) as server:
            code, output, _ = self.run_hook(job, server, timeout=1)
            self.assertEqual(code, 1, output)
            self.assertRegex(output, "not yet served: 127.0.0.1:shop.json")
            self.assertIn("generation 1", output)

            def push():
                with open(f"{directory}/new", "w") as file:
                    file.write(new)
                os.rename(f"{directory}/new", f"{directory}/shop.json")

            pushing = threading.Timer(1, push)
            pushing.start()
            began = time.monotonic()
            code, output, asked = self.run_hook(job, server, timeout=30)
            pushing.join()
        self.assertEqual(code, 0, output)
        self.assertGreater(time.monotonic() - began, 0.9)
        self.assertIn("annotate pods --selector app.kubernetes.io/name=sidemock,app.kubernetes.io/instance=rel --overwrite sidemock/synced=", asked)

    def test_the_hash_is_that_of_what_is_mounted(self):
        job = self.job("-f", f"{CHART}/ci/existing-values.yaml")
        contents = dict(pair.split("=") for pair in {v["name"]: v["value"] for v in pod_spec(job)["containers"][0]["env"]}["CONTENTS"].split())
        self.assertEqual(sorted(contents), ["big.json.gz", "extra.json"])
        with open(f"{CHART}/ci/existing-values.yaml") as file:
            data = base64.b64decode(next(line.split(": ")[1] for line in file if line.strip().startswith("big:")))
        self.assertEqual(contents["big.json.gz"], hashlib.sha256(data).hexdigest())


if __name__ == "__main__":
    unittest.main()
