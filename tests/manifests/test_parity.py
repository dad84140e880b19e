"""What people know from other charts and look for here."""
import json
import re
import unittest

import jsonschema
import yaml
from rendering import CHART, HELMS, K8S, everything, kustomized, one, pod_spec, refusal, rendered, run, sidemock

EVERYTHING = f"{CHART}/ci/everything-values.yaml"


def notes(*arguments):
    code, output, error = run(HELMS["helm4"], "install", "rel", CHART, "--namespace", "ns", "--dry-run=client", *arguments)
    assert code == 0, error
    return output.split("NOTES:")[1]


class Workload(unittest.TestCase):
    def test_rolls_and_hooks_are_passed_on(self):
        for helm in HELMS:
            deployment = one(rendered("-f", EVERYTHING, helm=helm), "Deployment")
            spec = deployment["spec"]
            self.assertEqual((spec["minReadySeconds"], spec["progressDeadlineSeconds"], spec["revisionHistoryLimit"]), (2, 120, 3))
            self.assertEqual(sidemock(pod_spec(deployment))["lifecycle"], {"preStop": {"httpGet": {"path": "/livez", "port": "management"}}})
            plain = one(rendered(helm=helm), "Deployment")["spec"]
            self.assertFalse({"minReadySeconds", "progressDeadlineSeconds"} & set(plain))
            self.assertNotIn("lifecycle", sidemock(pod_spec(one(rendered(helm=helm), "Deployment"))))

    def test_the_pod_knows_which_ports_are_sent_to(self):
        def expected(*arguments):
            container = sidemock(pod_spec(one(rendered(*arguments), "Deployment")))
            return {v["name"]: v.get("value") for v in container["env"]}.get("MOCKOON_EXPECTED_PORTS")

        self.assertEqual(expected(), "3000")
        self.assertEqual(expected("-f", f"{CHART}/ci/inline-values.yaml"), "3005,3003,3004,3001,3000,3002")
        self.assertEqual(expected("-f", f"{CHART}/ci/existing-values.yaml"), "3000,3001,3004")
        self.assertIsNone(expected("--set", "service.enabled=false"))

    def test_variables_may_come_from_elsewhere(self):
        values = ["--set", "extraEnv[0].name=KEY,extraEnv[0].valueFrom.secretKeyRef.name=keys,extraEnv[0].valueFrom.secretKeyRef.key=a"]
        for helm in HELMS:
            variables = sidemock(pod_spec(one(rendered(*values, helm=helm), "Deployment")))["env"]
            self.assertIn({"name": "KEY", "valueFrom": {"secretKeyRef": {"name": "keys", "key": "a"}}}, variables)


class Services(unittest.TestCase):
    def test_traffic_can_be_kept_near(self):
        for helm in HELMS:
            service = one(rendered("--set", "service.trafficDistribution=PreferClose,service.internalTrafficPolicy=Local", helm=helm), "Service", "rel-sidemock")
            self.assertEqual((service["spec"]["trafficDistribution"], service["spec"]["internalTrafficPolicy"]), ("PreferClose", "Local"))
            self.assertNotIn("trafficDistribution", one(rendered(helm=helm), "Service", "rel-sidemock")["spec"])

    def test_each_can_be_switched_off(self):
        def names(*arguments):
            return [d["metadata"]["name"] for d in rendered(*arguments) if d["kind"] == "Service"]

        self.assertEqual(names(), ["rel-sidemock", "rel-sidemock-management"])
        self.assertEqual(names("--set", "service.enabled=false"), ["rel-sidemock-management"])
        self.assertEqual(names("--set", "managementService.enabled=false"), ["rel-sidemock"])
        both = "service.enabled=false,managementService.enabled=false"
        self.assertEqual(names("--set", both), [])
        self.assertIn("port-forward deployment/rel-sidemock 3000:3000", notes("--set", both))

    def test_a_drained_node_can_ignore_pods_that_are_not_ready(self):
        for helm in HELMS:
            budget = one(rendered("-f", EVERYTHING, helm=helm), "PodDisruptionBudget")
            self.assertEqual(budget["spec"]["unhealthyPodEvictionPolicy"], "AlwaysAllow")
        self.assertNotIn("unhealthyPodEvictionPolicy", one(rendered("--set", "podDisruptionBudget.enabled=true"), "PodDisruptionBudget")["spec"])


class Registry(unittest.TestCase):
    def images(self, *arguments):
        specs = [pod_spec(d) for d in rendered("--set", "reloadHook.enabled=true", *arguments) if pod_spec(d)]
        return sorted(container["image"] for spec in specs for container in spec["containers"])

    def test_a_mirror_takes_the_place_of_every_registry(self):
        with open(f"{CHART}/values.yaml") as file:
            values = yaml.safe_load(file)
        ours = [values["tests"]["image"], values["reloadHook"]["image"]]
        self.assertEqual(self.images(), sorted([*ours, "sidemock:0.1.0"]))
        mirrored = sorted(["mirror.example/hub/" + image.removeprefix("docker.io/") for image in ours] + ["mirror.example/hub/team/sidemock:0.1.0"])
        self.assertEqual(self.images("--set", "global.imageRegistry=mirror.example/hub/,image.repository=registry.example:5000/team/sidemock"), mirrored)
        # A first part that is no host is part of the name.
        self.assertIn("mirror.example/team/sidemock:0.1.0", self.images("--set", "global.imageRegistry=mirror.example,image.repository=team/sidemock"))

    def test_pull_secrets_are_those_of_all(self):
        for document in rendered("-f", EVERYTHING):
            if pod_spec(document):
                self.assertEqual(pod_spec(document)["imagePullSecrets"], [{"name": "mirror"}, {"name": "registry"}], document["kind"])
        for document in rendered():
            self.assertNotIn("imagePullSecrets", json.dumps(document))

    def test_what_else_is_global_belongs_to_others(self):
        self.assertTrue(rendered("--set", "global.storageClass=fast"))
        self.assertRegex(refusal("--set", "global.imageRegistry.host=x"), "imageRegistry")


class Words(unittest.TestCase):
    def test_notes_name_every_way_in(self):
        text = notes("-f", EVERYTHING)
        for wanted in ["https://shop.example/", "http://shop.example/", "networkPolicy.managementFrom is empty", "A Prometheus in another",
                       "/readyz?file=shop.json&hash="]:
            self.assertIn(wanted, text)
        plain = notes("--set", "ingress.enabled=true,httpRoute.enabled=true,httpRoute.parentRefs[0].name=gateway")
        self.assertIn("http://sidemock.local/", plain)
        self.assertIn("http://ADDRESS-OF-THE-GATEWAY/", plain)
        self.assertNotIn("managementFrom", plain)
        named = ["--set", "networkPolicy.enabled=true,networkPolicy.managementFrom[0].podSelector.matchLabels.a=b"]
        self.assertIn("decides who outside ns reaches the management port", notes(*named))
        self.assertIn("decides who reaches the management port", notes(*named, "--set", "networkPolicy.managementFromNamespace=false"))

    def test_notes_tell_who_a_network_policy_shuts_out_of_the_mocks(self):
        on = ["--set", "networkPolicy.enabled=true"]
        self.assertNotIn("networkPolicy.from is empty", notes(*on))
        self.assertIn("A controller of Ingresses", notes(*on, "--set", "ingress.enabled=true"))
        self.assertIn("through a LoadBalancer is", notes(*on, "--set", "service.type=LoadBalancer"))
        self.assertNotIn("networkPolicy.from is empty", notes(*on, "--set", "ingress.enabled=true,networkPolicy.from[0].podSelector.matchLabels.a=b"))

    def test_alerts_ask_for_what_each_file_does(self):
        rules = one(rendered("--set", "prometheusRule.enabled=true"), "PrometheusRule")["spec"]["groups"][0]["rules"]
        asked = {rule["alert"]: rule["expr"] for rule in rules}
        self.assertEqual(asked["SidemockReloadFailed"], 'sidemock_reload_last_success{namespace="ns"} == 0')
        self.assertEqual(asked["SidemockPortChanged"], 'sidemock_port_changed{namespace="ns"} == 1')

    def test_the_readme_of_the_chart_is_shown(self):
        with open(f"{CHART}/README.md") as file:
            text = file.read()
        for helm in HELMS.values():
            code, output, error = run(helm, "show", "readme", CHART)
            self.assertEqual(code, 0, error)
            self.assertEqual(output.strip(), text.strip())
        self.assertIn("| `settings.shutdownDelay` |", text)

    def test_the_chart_says_where_it_comes_from(self):
        with open(f"{CHART}/Chart.yaml") as file:
            chart = yaml.safe_load(file)
        for field in ("home", "icon", "sources", "keywords", "maintainers"):
            self.assertTrue(chart[field], field)
        annotations = chart["annotations"]
        for name in ("images", "links", "changes"):
            self.assertIsInstance(yaml.safe_load(annotations[f"artifacthub.io/{name}"]), list)
        self.assertEqual(annotations["artifacthub.io/license"], "MIT")
        image = yaml.safe_load(annotations["artifacthub.io/images"])[0]["image"]
        self.assertTrue(image.endswith(f":{chart['appVersion']}"))

    def test_editors_find_the_schema_and_words_for_every_value(self):
        with open(f"{CHART}/values.yaml") as file:
            self.assertEqual(file.readline().strip(), "# yaml-language-server: $schema=values.schema.json")
        with open(f"{CHART}/values.schema.json") as file:
            schema = json.load(file)
        jsonschema.Draft7Validator.check_schema(schema)

        def walk(part, path):
            for name, property_ in part.get("properties", {}).items():
                self.assertGreater(len(property_.get("description", "")), 3, f"{path}.{name}")
                walk(property_, f"{path}.{name}")
            if "properties" in part.get("items", {}):
                walk(part["items"], f"{path}[]")

        walk(schema, "values")


class Kustomize(unittest.TestCase):
    def test_every_name_that_the_readme_sets_is_an_image_of_the_manifests(self):
        with open(f"{K8S}/README.md") as file:
            names = set(re.findall(r"images:\n *- *{ name: (\w+)", file.read()))
        self.assertEqual(names, {"sidemock"})
        for directory in ("base", "examples/overlay"):
            self.assertEqual(sidemock(pod_spec(one(kustomized(directory), "Deployment")))["image"], "sidemock:0.1.0")

    def test_nothing_here_is_untagged(self):
        for origin, document in everything():
            for image in re.findall(r'"image": "([^"]+)"', json.dumps(document)):
                self.assertTrue(":" in image or "@" in image or image == "busybox", f"{origin}: {image}")


if __name__ == "__main__":
    unittest.main()
