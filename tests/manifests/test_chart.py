"""The chart: what it renders, and what it refuses with which words."""
import base64
import gzip
import json
import os
import re
import tempfile
import unittest

from cluster import Cluster
from rendering import (CHART, CI_VALUES, HELMS, ROOT, consumer, documents, everything, one, pod_spec, refusal, rendered, run,
                       sidemock, template)
from server import Server, free_port


def file_with(content):
    with tempfile.NamedTemporaryFile("w", delete=False, suffix=".json") as file:
        file.write(content)
        return file.name


class Rendering(unittest.TestCase):
    def test_lints_strictly(self):
        for helm in HELMS.values():
            for values in CI_VALUES:
                code, output, error = run(helm, "lint", "--strict", CHART, "-f", values)
                self.assertEqual(code, 0, output + error)

    def test_both_helms_render_the_same(self):
        for values in CI_VALUES:
            with self.subTest(os.path.basename(values)):
                three, four = ([d for d in rendered("-f", values, helm=helm) if d["kind"] != "Secret"] for helm in HELMS)
                self.assertEqual(three, four)

    def test_names_of_objects_are_unique(self):
        for values in CI_VALUES:
            names = [(d["kind"], d["metadata"]["name"]) for d in rendered("-f", values)]
            self.assertEqual(len(names), len(set(names)), names)

    def test_services_reach_the_pods_and_nothing_else(self):
        for values in CI_VALUES:
            found = rendered("-f", values)
            pods = [d["spec"]["template"] for d in found if d["kind"] == "Deployment"]
            for service in (d for d in found if d["kind"] == "Service"):
                selector = service["spec"]["selector"]
                labels, spec = pods[0]["metadata"]["labels"], pods[0]["spec"]
                self.assertLessEqual(selector.items(), labels.items())
                ports = {port["name"] for port in sidemock(spec)["ports"]}
                self.assertLessEqual({port["targetPort"] for port in service["spec"]["ports"]}, ports)
                for test in (d for d in found if d["kind"] == "Pod"):
                    self.assertFalse(selector.items() <= test["metadata"]["labels"].items())

    def test_mock_ports_are_those_of_the_environments(self):
        service = one(rendered("-f", f"{CHART}/ci/inline-values.yaml"), "Service", "rel-sidemock")
        ports = {port["name"]: (port["port"], port["appProtocol"]) for port in service["spec"]["ports"]}
        self.assertEqual(ports, {
            "shop": (3000, "http"), "payments-v1": (3001, "http"), "users-yaml": (3002, "https"), "env-42": (3005, "http"),
            "a-very-long-env": (3003, "http"), "a-very-long-2": (3004, "http")})

    def test_an_empty_prefix_of_variables_is_one(self):
        def variables(*arguments):
            found = sidemock(pod_spec(one(rendered(*arguments), "Deployment")))["env"]
            return {v["name"]: v.get("value") for v in found if v["name"].startswith("MOCKOON_ENV_VARS")}

        self.assertEqual(variables(), {})
        self.assertEqual(variables("--set", "settings.envVarsPrefix=,settings.envVarsAllowed={PUBLIC_KEY,HOSTNAME}"),
                         {"MOCKOON_ENV_VARS_PREFIX": "", "MOCKOON_ENV_VARS_ALLOWED": "PUBLIC_KEY,HOSTNAME"})

    def test_files_given_on_the_command_line_arrive_byte_for_byte(self):
        environment = {"name": "Straße", "port": 3100, "routes": [], "n": 12345678901234567890, "t": "{{x}}\n"}
        text = json.dumps(environment, ensure_ascii=False, indent=1)
        found = rendered("--set-file", f"environments.inline.street={file_with(text)}")
        self.assertEqual(next(d for d in found if d["kind"] == "ConfigMap")["data"], {"street.json": text})
        self.assertEqual(one(found, "Service", "rel-sidemock")["spec"]["ports"][0]["port"], 3100)

    def test_sub_path_is_never_used(self):
        for origin, document in everything():
            self.assertNotIn("subPath", json.dumps(document), origin)

    def test_environments_come_from_one_projected_volume(self):
        spec = pod_spec(one(rendered("-f", f"{CHART}/ci/existing-values.yaml"), "Deployment"))
        volume = next(v for v in spec["volumes"] if v["name"] == "sidemock-environments")
        kinds = [next(iter(source)) for source in volume["projected"]["sources"]]
        self.assertEqual(kinds, ["configMap", "configMap", "configMap", "secret"])

    def test_a_given_token_and_an_existing_secret_are_mounted_as_a_file(self):
        found = rendered("-f", f"{CHART}/ci/inline-values.yaml")
        self.assertEqual(base64.b64decode(one(found, "Secret")["data"]["token"]), b"not-a-secret")
        found = rendered("-f", f"{CHART}/ci/existing-values.yaml")
        self.assertFalse([d for d in found if d["kind"] == "Secret"])
        volume = next(v for v in pod_spec(one(found, "Deployment"))["volumes"] if v["name"] == "sidemock-admin")
        self.assertEqual(volume["secret"]["secretName"], "my-admin")
        self.assertEqual(volume["secret"]["items"], [{"key": "bearer", "path": "token"}])

    def test_a_generated_token_is_long_and_random(self):
        tokens = {base64.b64decode(one(rendered(helm=helm), "Secret")["data"]["token"]) for helm in HELMS}
        self.assertEqual([len(token) for token in tokens], [40, 40])

    def test_a_generated_token_is_kept_by_upgrades(self):
        for helm in HELMS.values():
            with Cluster({"token": base64.b64encode(b"made-by-the-install").decode()}) as kubeconfig:
                code, output, error = run(helm, "template", "rel", CHART, "--namespace", "ns", "--dry-run=server",
                                          "--disable-openapi-validation", "--kubeconfig", kubeconfig)
            self.assertEqual(code, 0, error)
            token = one(documents(output), "Secret", "rel-sidemock-admin")["data"]["token"]
            self.assertEqual(base64.b64decode(token), b"made-by-the-install")

    def test_the_token_is_in_no_environment_variable(self):
        for origin, document in everything():
            spec = pod_spec(document)
            if spec and any(c["name"] == "sidemock" for c in spec.get("initContainers", []) + spec["containers"]):
                names = {variable["name"] for variable in sidemock(spec).get("env", [])}
                self.assertNotIn("MOCKOON_ADMIN_API_TOKEN", names, origin)

    def test_an_ingress_never_reaches_the_admin_api_unasked(self):
        for route in ["ingress.enabled=true", "httpRoute.enabled=true,httpRoute.parentRefs[0].name=gateway"]:
            found = rendered("--set", route)
            variables = {v["name"]: v.get("value") for v in sidemock(pod_spec(one(found, "Deployment")))["env"]}
            self.assertEqual(variables["MOCKOON_ADMIN_API_PORT"], "8991")
            routed = next(d for d in found if d["kind"] in ("Ingress", "HTTPRoute"))
            self.assertNotIn("admin", json.dumps(routed["spec"]))
            self.assertNotIn("management", json.dumps(routed["spec"]))
        found = rendered("-f", f"{CHART}/ci/ingress-admin-values.yaml")
        variables = {v["name"] for v in sidemock(pod_spec(one(found, "Deployment")))["env"]}
        self.assertNotIn("MOCKOON_ADMIN_API_PORT", variables)

    def test_the_sidecar_mode_makes_no_workload(self):
        kinds = {d["kind"] for d in rendered("-f", f"{CHART}/ci/sidecar-values.yaml")}
        self.assertEqual(kinds, {"ConfigMap", "Secret"})

    def test_notes_show_how_to_reach_the_mocks(self):
        arguments = ["install", "rel", CHART, "--namespace", "ns", "--dry-run=client", "-f", f"{CHART}/ci/inline-values.yaml"]
        # Helm 3 shows notes only when it reaches a cluster; it renders them all the same, so errors in them would show.
        code, output, error = run(HELMS["helm4"], *arguments)
        self.assertEqual(code, 0, error)
        notes = output.split("NOTES:")[1]
        for wanted in ["port-forward service/rel-sidemock 3005:3005", "curl --retry 5 --retry-connrefused http://localhost:3005/", "WARNING: several pods",
                       "These environments keep state: shop.json."]:
            self.assertIn(wanted, notes)
        for quiet in [[f"{CHART}/ci/default-values.yaml"], [arguments[-1], "--set", "state.url=redis://valkey"]]:
            _, output, _ = run(HELMS["helm4"], *arguments[:-1], *quiet)
            self.assertNotIn("WARNING", output.split("NOTES:")[1])


class State(unittest.TestCase):
    def variable(self, *arguments):
        found = rendered("--set", ",".join(arguments))
        return next((v for v in sidemock(pod_spec(one(found, "Deployment")))["env"] if v["name"] == "MOCKOON_STATE_URL"), None)

    def test_its_place_reaches_the_container_as_text_or_from_a_secret(self):
        self.assertIsNone(self.variable("replicaCount=1"))
        self.assertEqual(self.variable("state.url=redis://valkey:6379")["value"], "redis://valkey:6379")
        reference = self.variable("state.existingSecret=mine")["valueFrom"]["secretKeyRef"]
        self.assertEqual(reference, {"name": "mine", "key": "url"})
        self.assertRegex(refusal("--set", "state.url=redis://x,state.existingSecret=y"), "choose one")
        self.assertRegex(refusal("--set", "state.url=http://x"), "url")

    def test_the_network_policy_leaves_the_way_to_it_open(self):
        wanted = "networkPolicy.enabled=true,networkPolicy.egress.enabled=true,state.port=7000,state.existingSecret=s"
        rules = one(rendered("--set", wanted), "NetworkPolicy")["spec"]["egress"]
        self.assertIn({"ports": [{"port": 7000, "protocol": "TCP"}]}, rules)


class Sidecar(unittest.TestCase):
    def setUp(self):
        self.found = rendered(chart=consumer())

    def test_native(self):
        spec = pod_spec(one(self.found, "Job", "rel-native"))
        container = sidemock(spec)
        self.assertEqual(container["restartPolicy"], "Always")
        self.assertEqual(container["startupProbe"]["httpGet"], {"path": "/readyz", "port": "sidemock-mgmt"})
        self.assertEqual(container["image"], "registry.example/sidemock:0.1.0")

    def test_classic(self):
        spec = pod_spec(one(self.found, "Job", "rel-classic"))
        self.assertNotIn("restartPolicy", spec["containers"][0])
        self.assertEqual(spec["containers"][0]["name"], "sidemock")

    def test_mounts_and_secrets_exist(self):
        names = {(d["kind"], d["metadata"]["name"]) for d in self.found}
        for job in (d for d in self.found if d["kind"] == "Job"):
            spec = pod_spec(job)
            volumes = {volume["name"]: volume for volume in spec["volumes"]}
            self.assertEqual({mount["name"] for mount in sidemock(spec)["volumeMounts"]}, set(volumes))
            source = volumes["sidemock-environments"]["projected"]["sources"][0]["configMap"]["name"]
            self.assertIn(("ConfigMap", source), names)
            self.assertIn(("Secret", volumes["sidemock-admin"]["secret"]["secretName"]), names)


COMPANIONS = f"{CHART}/ci/companion-values.yaml"


class Companions(unittest.TestCase):
    """`shop.sidemock.yaml` beside `shop.json`, and the files that both name: mounted beside, never an environment."""

    def test_they_are_mounted_beside_and_have_no_port(self):
        for helm in HELMS:
            found = rendered("-f", COMPANIONS, helm=helm)
            files = {name for d in found if d["kind"] == "ConfigMap" for name in d["data"]}
            self.assertEqual(files, {"shop.json", "shop.sidemock.yaml", "users.json", "users.sidemock.json", "seed.json", "terms.html"})
            spec = pod_spec(one(found, "Deployment"))
            volume = next(v for v in spec["volumes"] if v["name"] == "sidemock-environments")
            mounted = {source["configMap"]["name"] for source in volume["projected"]["sources"]}
            self.assertEqual(mounted, {d["metadata"]["name"] for d in found if d["kind"] == "ConfigMap"})
            ports = {port["name"]: port["port"] for port in one(found, "Service", "rel-sidemock")["spec"]["ports"]}
            # The second one of settings.port is that of the second environment.
            self.assertEqual(ports, {"shop": 3000, "users": 3009})

    def test_nothing_takes_them_for_environments(self):
        found = rendered("-f", COMPANIONS, "--set", "reloadHook.enabled=true,tls.enabled=true,tls.existingSecret=a")
        contents = {v["name"]: v.get("value") for v in pod_spec(one(found, "Job"))["containers"][0]["env"]}["CONTENTS"]
        self.assertEqual([pair.split("=")[0] for pair in contents.split()], ["shop.json", "users.json"])
        for d in found:
            for name, text in d.get("data", {}).items():
                self.assertEqual("tlsOptions" in text, name in ("shop.json", "users.json"), name)
        door = rendered("-f", file_with(json.dumps({"frontDoor": {"only": True}, "environments": {"inline": {
            "a.yaml": "name: A\nroutes: []\n", "a.sidemock.yaml": {"faults": []}}}})))
        self.assertIn("?environment=a.yaml", json.dumps(one(door, "Pod")))

    def test_a_change_restarts_when_that_is_wanted(self):
        def checksum(*arguments):
            return one(rendered("-f", COMPANIONS, "--set", "environments.restartOnChange=true", *arguments), "Deployment")["spec"]["template"]["metadata"]["annotations"]

        self.assertNotEqual(checksum(), checksum("--set", "environments.files.seed\\.json.globalVars.a=b"))

    def test_existing_and_packed_environments_have_some_as_well(self):
        found = rendered("--set", "environments.existing[0].configMap.name=team,ports[0].name=team,ports[0].port=3000,"
                         "environments.inline.team\\.sidemock\\.yaml.snapshot=seed.json")
        self.assertEqual([list(d["data"]) for d in found if d["kind"] == "ConfigMap"], [["team.sidemock.yaml"]])
        packed = base64.b64encode(gzip.compress(b"faults: []", mtime=0)).decode()
        found = rendered("--set", f"environments.inline.shop.port=3000,environments.gzip.shop\\.sidemock\\.yaml={packed},ports[0].name=a,ports[0].port=3000")
        self.assertIn("shop.sidemock.yaml.gz", [name for d in found if d["kind"] == "ConfigMap" for name in d.get("binaryData", {})])

    def test_a_server_serves_what_is_mounted(self):
        found = rendered("-f", COMPANIONS)
        with tempfile.TemporaryDirectory() as directory:
            for d in found:
                for name, text in d.get("data", {}).items() if d["kind"] == "ConfigMap" else ():
                    with open(f"{directory}/{name}", "w") as file:
                        file.write(text)
            ports = f"{free_port()},{free_port()}"
            with Server({"MOCKOON_DATA": directory, "MOCKOON_PORT": ports}) as server:
                answers = [server.get(path, int(ports.split(",")[0])) for path in ("/carts", "/carts", "/terms")]
        self.assertEqual([status for status, _ in answers], [503, 200, 200])
        self.assertIn('"seeded"', answers[1][1])
        self.assertIn("<p>All sales", answers[2][1])

    def test_what_cannot_work_is_refused(self):
        shop = "environments.inline.shop.port=3000"
        for arguments, words in [
            (f"{shop},environments.inline.shpo\\.sidemock\\.yaml.faults[0].times=1", r"environments\.inline\.shpo\.sidemock\.yaml is the companion of an environment shpo, and there is none"),
            (f"{shop},environments.inline.shop\\.sidemock\\.yaml.snapshot=seed.json", r"names the snapshot seed\.json, which is none of environments\.files"),
            (f"{shop},environments.inline.shop\\.sidemock\\.yaml.fautls[0].times=1", "fautls"),
            (f"{shop},environments.inline.shop\\.sidemock\\.yaml.faults=a", "faults"),
            (f"{shop},environments.files.shop\\.json=a", r"would both be the file shop\.json"),
            ("environments.files.a=b", r"environments\.files lie beside environments, and there are none"),
        ]:
            for helm in HELMS:
                self.assertRegex(refusal("--set", arguments, helm=helm), words)
        broken = file_with("faults: [")
        self.assertIn("neither JSON nor YAML", refusal("--set", shop, "--set-file", f"environments.inline.shop\\.sidemock\\.yaml={broken}"))


class Network(unittest.TestCase):
    """Who is let in: what the release itself needs, whatever else is named."""
    NAMESPACE = {"podSelector": {}}
    PROMETHEUS = {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "monitoring"}}}

    def rules(self, **values):
        found = rendered("-f", file_with(json.dumps({"networkPolicy": {"enabled": True, **values}, "settings": {"adminApiPort": 8991},
                                                     "reloadHook": {"enabled": True}})))
        mocks, management = one(found, "NetworkPolicy")["spec"]["ingress"]
        self.assertEqual([[port["port"] for port in rule["ports"]] for rule in (mocks, management)], [[3000], [8990, 8991]])
        return found, mocks["from"], management["from"]

    def lets_own_pods_in(self, found, peers):
        for kind in ("Pod", "Job"):
            document = one(found, kind)
            labels = (document if kind == "Pod" else document["spec"]["template"])["metadata"]["labels"]
            self.assertTrue(any(self.matches(peer["podSelector"], labels) for peer in peers if list(peer) == ["podSelector"]), kind)

    @staticmethod
    def matches(selector, labels):
        return selector.get("matchLabels", {}).items() <= labels.items() and all(
            labels.get(wish["key"]) in wish["values"] for wish in selector.get("matchExpressions", []))

    def test_the_namespace_unless_somebody_is_named(self):
        _, mocks, management = self.rules()
        self.assertEqual((mocks, management), ([self.NAMESPACE], [self.NAMESPACE]))

    def test_who_is_named_for_management_comes_in_as_well(self):
        found, _, management = self.rules(managementFrom=[self.PROMETHEUS])
        self.assertEqual(management, [self.NAMESPACE, self.PROMETHEUS])
        self.lets_own_pods_in(found, management)

    def test_the_namespace_can_be_shut_out_but_not_the_release(self):
        found, mocks, management = self.rules(**{"from": [self.PROMETHEUS], "managementFrom": [self.PROMETHEUS], "managementFromNamespace": False})
        for peers in (mocks, management):
            self.assertNotIn(self.NAMESPACE, peers)
            self.assertIn(self.PROMETHEUS, peers)
            self.lets_own_pods_in(found, peers)
            self.assertFalse([p for p in peers if "podSelector" in p and self.matches(p["podSelector"], {"app.kubernetes.io/instance": "rel"})])


class Refusals(unittest.TestCase):
    """Each mistake is refused by both helms with words that tell what to do."""

    def refuses(self, arguments, *wanted):
        for helm in HELMS:
            error = refusal(*arguments, helm=helm)
            for words in wanted:
                self.assertRegex(error, words)

    def test_unknown_values(self):
        self.refuses(["--set", "replicas=2"], "replicas")
        self.refuses(["--set", "settings.logLevle=debug"], "settings", "logLevle")
        self.refuses(["--set", "startupProbe.period=2"], "startupProbe", "period")

    def test_wrong_types(self):
        self.refuses(["--set-string", "settings.managementPort=8990"], "managementPort", "integer")
        self.refuses(["--set", "settings.managementPort=0"], "managementPort", "1")
        self.refuses(["--set", "settings.watch=maybe"], "watch", "boolean")
        self.refuses(["--set", "settings.shutdownDelay=soon"], "shutdownDelay", "pattern")
        self.refuses(["--set", "settings.shutdownDelay=1.5s"], "shutdownDelay", "pattern")
        self.refuses(["--set", "service.trafficDistribution=Near"], "trafficDistribution")
        self.refuses(["--set", "podDisruptionBudget.unhealthyPodEvictionPolicy=Never"], "unhealthyPodEvictionPolicy")
        self.refuses(["--set", "minReadySeconds=-1"], "minReadySeconds")
        self.refuses(["--set", "settings.proxy=on"], "proxy")
        self.refuses(["--set", "environments.inline.shop=7"], "shop", "object|string")

    def test_two_sources_of_the_token(self):
        self.refuses(["--set", "adminToken.value=x,adminToken.existingSecret=y"],
                     "adminToken.value and adminToken.existingSecret are both set: choose one")

    def test_variables_that_are_set_already(self):
        self.refuses(["--set", "settings.logLevel=debug,extraEnv[0].name=MOCKOON_LOG_LEVEL,extraEnv[0].value=info"],
                     "extraEnv sets MOCKOON_LOG_LEVEL, which settings.logLevel sets already")
        self.refuses(["--set", "extraEnv[0].name=MOCKOON_ADMIN_API_TOKEN,extraEnv[0].value=x"], "adminToken sets already")
        self.refuses(["--set", "extraEnv[0].name=A,extraEnv[0].value=x,extraEnv[1].name=A,extraEnv[1].value=y"], "another item of extraEnv")
        self.assertEqual(template("--set", "extraEnv[0].name=MOCKOON_LOG_LEVEL,extraEnv[0].value=info")[0], 0)

    def test_variables_that_are_none(self):
        self.refuses(["--set", "extraEnv[0].value=x"], "extraEnv", "name")
        self.refuses(["--set", "extraEnv[0].name=A,extraEnv[0].value=1"], "extraEnv", "value", "string")
        self.refuses(["--set", "extraEnv[0].nmae=A"], "extraEnv", "nmae")
        self.refuses(["--set", "extraEnv[0].name=A B"], "extraEnv", "pattern")

    def test_services_that_something_needs(self):
        self.refuses(["--set", "service.enabled=false,ingress.enabled=true"], "ingress.enabled needs the Service")
        self.refuses(["--set", "managementService.enabled=false,serviceMonitor.enabled=true"], "use podMonitor")

    def test_names_of_ports(self):
        self.refuses(["--set", "ports[0].name=management,ports[0].port=3000"], r"ports\[management\] has the name of the management port")
        self.refuses(["--set", "ports[0].name=a,ports[0].port=1,ports[1].name=a,ports[1].port=2"], r"another item of ports")
        self.refuses(["--set", "tests.requests[0].port=shop,tests.requests[0].path=/,tests.requests[0].status=200"],
                     "tests.requests asks the port shop; the mock ports are http")

    def test_an_environment_too_big_for_a_config_map(self):
        big = file_with(json.dumps({"name": "Big", "port": 3000, "routes": [], "fill": "x" * 1_000_100}))
        self.refuses(["--set-file", f"environments.inline.big={big}"], r"environments\.inline\.big has 1000\d+ bytes", "1 MiB",
                     r"environments\.gzip\.big")
        just_fits = file_with(json.dumps({"name": "Big", "port": 3000, "routes": [], "fill": "x" * 990_000}))
        self.assertEqual(template("--set-file", f"environments.inline.big={just_fits}")[0], 0)
        noise = base64.b64encode(gzip.compress(os.urandom(1_000_100))).decode()
        values = file_with(json.dumps({"environments": {"gzip": {"big": noise}}, "ports": [{"name": "big", "port": 3000}]}))
        self.refuses(["-f", values], r"environments\.gzip\.big has 100\d+ bytes")

    def test_environments_that_are_none(self):
        self.refuses(["--set-file", f"environments.inline.shop={file_with('{oops: [')}"],
                     r"environments\.inline\.shop is neither JSON nor YAML")
        self.refuses(["--set", "environments.gzip.shop=eyJ9", "--set", "ports[0].name=a,ports[0].port=3000"],
                     r"environments\.gzip\.shop is not the base64 of a gzipped file")

    def test_two_environments_on_one_port(self):
        self.refuses(["--set", "environments.inline.a.port=3000,environments.inline.b.port=3000"],
                     r"environments\.inline\.a and environments\.inline\.b both want port 3000")
        self.refuses(["--set", "environments.inline.a.port=8990"],
                     r"settings\.managementPort and environments\.inline\.a both want port 8990")

    def test_unknown_ports(self):
        self.refuses(["--set", "environments.existing[0].configMap.name=team"], "ports: list the mock ports")

    def test_two_files_of_one_name(self):
        self.refuses(["--set", r"environments.inline.a.port=3000,environments.inline.a\.json.port=3001"],
                     r"would both be the file a\.json")

    def test_tls_without_a_certificate(self):
        self.refuses(["--set", "tls.enabled=true"], "tls.enabled needs a certificate")


class Settings(unittest.TestCase):
    def test_every_setting_of_the_contract_is_a_typed_value(self):
        contract = f"{ROOT}/../shared/CONTRACT.md"
        if not os.path.exists(contract):
            self.skipTest("no ../shared/CONTRACT.md here")
        with open(contract) as file:
            rows = [line.split("|")[1] for line in file if line.startswith("| `MOCKOON_")]
        variables = set(re.findall(r"MOCKOON_\w+", " ".join(rows)))
        with open(f"{CHART}/values.schema.json") as file:
            settings = json.load(file)["properties"]["settings"]["properties"]
        values = {"MOCKOON_" + re.sub("([A-Z])", r"_\1", name).upper() for name in settings}
        values |= {"MOCKOON_ADMIN_API_TOKEN", "MOCKOON_ADMIN_API_TOKEN_FILE"}
        self.assertEqual(variables - values, set())
        with open(f"{ROOT}/src/settings/README.md") as file:
            known = set(re.findall(r"^\| `(MOCKOON_\w+)`", file.read(), re.M))
        self.assertEqual(values - variables - known, set(), "values that are no settings")

    def test_values_reach_the_container(self):
        found = rendered("-f", f"{CHART}/ci/everything-values.yaml")
        variables = {v["name"]: v.get("value") for v in sidemock(pod_spec(one(found, "Deployment")))["env"]}
        for name, value in {"MOCKOON_FAKER_SEED": "1000000", "MOCKOON_DISABLE_ROUTES": "legacy,slow", "MOCKOON_WATCH": "true",
                            "MOCKOON_CHECK": "false", "MOCKOON_SHUTDOWN_GRACE_PERIOD": "250ms", "APP_STAGE": "ci"}.items():
            self.assertEqual(variables[name], value)


    def test_traces_are_the_standard_variables(self):
        for values in ([], ["--set", "mode=sidecar"]):
            self.assertNotIn("OTEL_", str(rendered(*values)))
        found = rendered("-f", f"{CHART}/ci/everything-values.yaml")
        variables = {v["name"]: v for v in sidemock(pod_spec(one(found, "Deployment")))["env"]}
        for name, value in {"ENDPOINT": "http://collector.observability:4318", "PROTOCOL": "http/json", "HEADERS": None}.items():
            self.assertEqual(variables[f"OTEL_EXPORTER_OTLP_{name}"].get("value"), value)
        self.assertEqual(variables["OTEL_EXPORTER_OTLP_HEADERS"]["valueFrom"]["secretKeyRef"], {"name": "collector", "key": "headers"})
        for name, value in {"SERVICE_NAME": "shop-mocks", "TRACES_SAMPLER": "parentbased_traceidratio", "TRACES_SAMPLER_ARG": "0.25",
                            "RESOURCE_ATTRIBUTES": "deployment.environment.name=ci,team=a%2C%20b"}.items():
            self.assertEqual(variables[f"OTEL_{name}"]["value"], value)
        one_endpoint = rendered("--set", "tracing.endpoint=https://c,networkPolicy.enabled=true,networkPolicy.egress.enabled=true")
        variables = {v["name"]: v.get("value") for v in sidemock(pod_spec(one(one_endpoint, "Deployment")))["env"]}
        self.assertEqual(variables["OTEL_SERVICE_NAME"], "rel-sidemock")
        self.assertNotIn("OTEL_EXPORTER_OTLP_PROTOCOL", variables)
        ports = [port["port"] for rule in one(one_endpoint, "NetworkPolicy")["spec"]["egress"] for port in rule.get("ports", [])]
        self.assertIn(443, ports)
        self.assertIn("tracing sets already", refusal("--set", "tracing.endpoint=http://c,extraEnv[0].name=OTEL_SERVICE_NAME,extraEnv[0].value=x"))
        self.assertIn("protocol", refusal("--set", "tracing.endpoint=http://c,tracing.protocol=grpc"))

    def test_authorities_of_clients_are_mounted_and_named(self):
        found = rendered("--set", "tls.clientCa.existingSecret=clients,tls.clientCa.key=root.pem,tls.clientCa.optional=true")
        spec = pod_spec(one(found, "Deployment"))
        variables = {v["name"]: v.get("value") for v in sidemock(spec)["env"]}
        self.assertEqual(variables["MOCKOON_TLS_CLIENT_CA_FILE"], "/etc/sidemock/tls-client-ca/ca.crt")
        self.assertEqual(variables["MOCKOON_TLS_CLIENT_AUTH"], "optional")
        volume = next(v for v in spec["volumes"] if v["name"] == "sidemock-tls-client-ca")
        self.assertEqual(volume["secret"]["secretName"], "clients")
        self.assertEqual(volume["secret"]["items"], [{"key": "root.pem", "path": "ca.crt"}])
        self.assertIn("/etc/sidemock/tls-client-ca", [m["mountPath"] for m in sidemock(spec)["volumeMounts"]])


class Versions(unittest.TestCase):
    def test_chart_image_and_manifests_name_the_crates_version(self):
        with open(f"{ROOT}/Cargo.toml") as file:
            manifest = file.read()
        version = re.search(r'^version = "(.+)"', manifest, re.M)[1]
        rust = re.search(r'^rust-version = "(.+)"', manifest, re.M)[1]
        with open(f"{CHART}/Chart.yaml") as file:
            self.assertIn(f'appVersion: "{version}"', file.read())
        with open(f"{ROOT}/Dockerfile") as file:
            dockerfile = file.read()
        self.assertIn(f"ARG VERSION={version}", dockerfile)
        self.assertIn(f"/rust:{rust}-", dockerfile)
        for origin, document in everything():
            for tag in re.findall(r'"image": "[^"]*sidemock:([^"@]+)"', json.dumps(document)):
                self.assertEqual(tag, version, origin)


if __name__ == "__main__":
    unittest.main()
