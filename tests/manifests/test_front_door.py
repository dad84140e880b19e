"""The front door: one pod under the names of many services, in a cluster and in somebody else's pod."""
import http.client
import json
import shutil
import tempfile
import unittest

import yaml
from rendering import CHART, HELMS, K8S, consumer, kustomized, one, pod_spec, refusal, rendered, run, sidemock
from server import Server, free_port

VALUES = f"{CHART}/ci/front-door-values.yaml"


def variables(container):
    return {variable["name"]: variable.get("value") for variable in container["env"]}


def ports(service):
    return {port["port"]: port["targetPort"] for port in service["spec"]["ports"]}


def selects(service, pod):
    return service["spec"]["selector"].items() <= pod["metadata"]["labels"].items()


class Chart(unittest.TestCase):
    def test_names_are_services_on_the_one_pod(self):
        for helm in HELMS:
            found = rendered("-f", VALUES, helm=helm)
            pod = one(found, "Deployment")["spec"]["template"]
            named = {port["name"]: port["containerPort"] for port in sidemock(pod["spec"])["ports"]}
            self.assertEqual(named, {"front": 8080, "front-tls": 8443, "management": 8990})
            for name, expected in {"payments": {80: "front"}, "search": {80: "front"}, "users": {80: "front", 443: "front-tls"}}.items():
                service = one(found, "Service", name)
                self.assertEqual(ports(service), expected)
                self.assertTrue(selects(service, pod))
                self.assertFalse(selects(service, one(found, "Pod")))
            self.assertEqual(one(found, "Service", "users")["metadata"]["annotations"], {"a": "b"})
            self.assertEqual(ports(one(found, "Service", "rel-sidemock")), {80: "front", 443: "front-tls"})

    def test_the_server_is_told(self):
        told = variables(sidemock(pod_spec(one(rendered("-f", VALUES), "Deployment"))))
        self.assertEqual({name: value for name, value in told.items() if "FRONT" in name}, {
            "MOCKOON_FRONT_PORT": "8080", "MOCKOON_FRONT_TLS_PORT": "8443", "MOCKOON_FRONT_ONLY": "true",
            "MOCKOON_FRONT_ROUTES": "search=Product search,/legacy=payments.json;strip"})
        self.assertNotIn("MOCKOON_EXPECTED_PORTS", told)

    def test_naming_services_is_enough_and_off_is_off(self):
        for helm in HELMS:
            for arguments in (["--set", "frontDoor.services={payments,search}"], ["--set", "frontDoor.enabled=true,frontDoor.services={payments,search}"]):
                found = rendered(*arguments, helm=helm)
                self.assertEqual([ports(one(found, "Service", name)) for name in ("payments", "search")], [{80: "front"}] * 2)
                self.assertEqual(variables(sidemock(pod_spec(one(found, "Deployment"))))["MOCKOON_FRONT_PORT"], "8080")
            for arguments in ([], ["--set", "frontDoor.enabled=false,frontDoor.services={payments},frontDoor.only=true"]):
                found = rendered(*arguments, helm=helm)
                self.assertEqual([d["metadata"]["name"] for d in found if d["kind"] == "Service"], ["rel-sidemock", "rel-sidemock-management"])
                self.assertFalse([name for name in variables(sidemock(pod_spec(one(found, "Deployment")))) if "FRONT" in name])

    def test_environments_keep_their_ports_beside_it(self):
        arguments = ["--set", "frontDoor.enabled=true,frontDoor.services={shop},environments.inline.shop.port=3000,environments.inline.users.port=0"]
        found = rendered(*arguments)
        container = sidemock(pod_spec(one(found, "Deployment")))
        self.assertEqual(variables(container)["MOCKOON_EXPECTED_PORTS"], "3000")
        self.assertEqual([port["containerPort"] for port in container["ports"]], [3000, 8080, 8990])
        self.assertEqual(ports(one(found, "Service", "rel-sidemock")), {3000: "shop", 80: "front"})
        taken = rendered(*arguments, "--set", "ports[0].name=shop,ports[0].port=3000,ports[0].servicePort=80")
        self.assertEqual(ports(one(taken, "Service", "rel-sidemock")), {80: "shop", 8080: "front"})

    def test_existing_environments_need_no_list_of_ports_behind_it(self):
        found = rendered("--set", "environments.existing[0].configMap.name=team,frontDoor.enabled=true,frontDoor.only=true")
        self.assertEqual(ports(one(found, "Service", "rel-sidemock")), {80: "front"})

    def test_the_network_policy_lets_its_ports_in(self):
        rule = one(rendered("-f", VALUES), "NetworkPolicy")["spec"]["ingress"][0]
        self.assertEqual([port["port"] for port in rule["ports"]], [8080, 8443])

    def test_helm_test_asks_every_name(self):
        checks = yaml.safe_load(json.dumps(one(rendered("-f", VALUES), "Pod")["spec"]["containers"][0]["env"][0]["value"]))
        for line in ["any http://payments/", "any http://search/", "any https://users/",
                     "401 http://rel-sidemock:80/mockoon-admin?environment=payments.json"]:
            self.assertIn(line, checks.splitlines())

    def test_notes_print_a_curl_per_name(self):
        code, output, error = run(HELMS["helm4"], "install", "rel", CHART, "--namespace", "ns", "--dry-run=client", "-f", VALUES)
        self.assertEqual(code, 0, error)
        notes = output.split("NOTES:")[1]
        for line in ["curl http://payments.ns.svc/", "curl http://search.ns.svc/", "curl -k https://users.ns.svc/",
                     "curl --retry 5 --retry-connrefused -H 'Host: payments' http://localhost:8080/", "port-forward service/rel-sidemock 8080:80"]:
            self.assertIn(line, notes)

    def test_what_cannot_work_is_refused(self):
        on = "frontDoor.enabled=true"
        for arguments, words in [
            (f"{on},frontDoor.services={{a,a}}", "frontDoor.services: a is the name of another item"),
            (f"{on},frontDoor.services={{rel-sidemock}}", "is the name of the Service of all mocks"),
            (f"{on},frontDoor.port=8990", "settings.managementPort and frontDoor.port both want port 8990"),
            (f"{on},frontDoor.only=true,ports[0].name=a,ports[0].port=1", "with frontDoor.only there are no ports but"),
            (f"{on},frontDoor.services[0].name=a,frontDoor.services[0].ports={{81}}", "frontDoor"),
            (f"{on},frontDoor.services={{a.b}}", "frontDoor"),
            (f"{on},frontDoor.routes={{shop}}", "frontDoor"),
            (f"{on},extraEnv[0].name=MOCKOON_FRONT_PORT,extraEnv[0].value=x", "frontDoor sets already"),
            ("environments.inline.a.port=0", "no environment has a port"),
            ("environments.inline.a.port=1,environments.inline.b.port=1", "frontDoor.only"),
        ]:
            for helm in HELMS:
                self.assertIn(words, refusal("--set", arguments, helm=helm), arguments)


class Sidecar(unittest.TestCase):
    def test_a_pod_calls_itself_by_the_names(self):
        with tempfile.TemporaryDirectory() as chart:
            shutil.copytree(consumer(), chart, dirs_exist_ok=True)
            with open(f"{chart}/templates/job.yaml") as file:
                text = file.read()
            aliases = '      hostAliases:\n        {{- include "sidemock.sidecar.hostAliases" . | nindent 8 }}\n'
            with open(f"{chart}/templates/job.yaml", "w") as file:
                file.write(text.replace("      restartPolicy: Never\n", f"      restartPolicy: Never\n{aliases}", 1))
            values = ["--set", "sidemock.frontDoor.enabled=true,sidemock.frontDoor.only=true,sidemock.frontDoor.services={payments,search}"]
            for helm in HELMS:
                code, output, error = run(HELMS[helm], "template", "rel", chart, "--namespace", "ns", *values)
                self.assertEqual(code, 0, error)
                found = [document for document in yaml.safe_load_all(output) if document]
                spec = pod_spec(one(found, "Job", "rel-native"))
                [alias] = spec["hostAliases"]
                self.assertEqual(alias["ip"], "127.0.0.1")
                self.assertLessEqual({"payments", "search", "payments.ns.svc.cluster.local"}, set(alias["hostnames"]))
                # Without a Service in between, the container's port is the one that is called.
                self.assertEqual({p["name"]: p["containerPort"] for p in sidemock(spec)["ports"]}, {"sidemock-http": 80, "sidemock-mgmt": 8990})
                self.assertEqual(variables(sidemock(spec))["MOCKOON_FRONT_PORT"], "80")
                self.assertFalse([d for d in found if d["kind"] == "Service"])

    def test_the_example_of_the_component_does_so_too(self):
        spec = pod_spec(one(kustomized("examples/front-door-sidecar"), "Job"))
        self.assertEqual(spec["hostAliases"], [{"ip": "127.0.0.1", "hostnames": ["payments", "search", "users"]}])
        self.assertEqual(variables(sidemock(spec))["MOCKOON_FRONT_PORT"], "80")
        self.assertEqual([s["name"] for s in spec["securityContext"]["sysctls"]], ["net.ipv4.ip_unprivileged_port_start"])
        self.assertEqual([p["containerPort"] for p in sidemock(spec)["ports"]], [80, 8990])


class Example(unittest.TestCase):
    def test_its_services_reach_the_door(self):
        found = kustomized("examples/front-door")
        pod = one(found, "Deployment")["spec"]["template"]
        named = {port["name"] for port in sidemock(pod["spec"])["ports"]}
        self.assertEqual(named, {"front", "front-tls", "management"})
        for name in ["payments", "search", "users", "sidemock"]:
            service = one(found, "Service", name)
            self.assertTrue(selects(service, pod), name)
            self.assertLessEqual(set(ports(service).values()), named, name)
            self.assertIn(80, ports(service), name)

    def test_every_name_answers_with_the_settings_of_the_example(self):
        told = variables(sidemock(pod_spec(one(kustomized("examples/front-door"), "Deployment"))))
        front = free_port()
        ours = {name: told[name] for name in ("MOCKOON_FRONT_ONLY", "MOCKOON_FRONT_ROUTES")}
        with Server({**ours, "MOCKOON_FRONT_PORT": str(front), "MOCKOON_DATA": f"{K8S}/examples/front-door"}) as server:
            for host, path, wanted in [("payments", "/charges/7", '"id": "7"'), ("payments.ns.svc.cluster.local", "/charges/8", '"id": "8"'),
                                       ("search", "/v2/products?q=mug", '"query": "mug"'), ("users:80", "/users/1", "Ada")]:
                connection = http.client.HTTPConnection("127.0.0.1", front, timeout=10)
                connection.request("GET", path, headers={"Host": host})
                answer = connection.getresponse()
                body = answer.read().decode()
                self.assertEqual(answer.status, 200, server.output())
                self.assertIn(wanted, body)
                connection.close()


if __name__ == "__main__":
    unittest.main()
