"""Sidecars in other people's pods: no name of theirs is taken, both containers have the token, a broken mock ends the Job."""
import unittest

from rendering import consumer, everything, kustomized, one, pod_spec, rendered, sidemock

SIDECARS = ("k8s/examples/deployment-native", "k8s/examples/job", "k8s/examples/with-component", "helm3 consumer", "helm4 consumer")


def sidecars():
    """(where from, document, pod spec) of every pod that has the mock beside something else."""
    for origin, document in everything():
        if origin.startswith(SIDECARS) and pod_spec(document):
            yield origin, document, pod_spec(document)


class Kit(unittest.TestCase):
    def test_there_are_some_of_each_kind(self):
        kinds = [(document["kind"], origin) for origin, document, _ in sidecars()]
        self.assertGreaterEqual(len(kinds), 6, kinds)

    def test_names_of_ports_say_whose_they_are(self):
        for origin, _, spec in sidecars():
            names = [port["name"] for port in sidemock(spec)["ports"]]
            self.assertLessEqual({"sidemock-http", "sidemock-mgmt"}, set(names), origin)
            for name in names:
                self.assertRegex(name, "^sidemock-[a-z0-9-]+$", origin)
                self.assertLessEqual(len(name), 15, origin)
            everywhere = [p["name"] for c in spec.get("initContainers", []) + spec["containers"] for p in c.get("ports", [])]
            self.assertEqual(len(everywhere), len(set(everywhere)), origin)

    def test_probes_ask_the_management_port(self):
        for origin, _, spec in sidecars():
            for probe in ("startupProbe", "livenessProbe"):
                self.assertEqual(sidemock(spec)[probe]["httpGet"]["port"], "sidemock-mgmt", origin)
            self.assertEqual(sidemock(spec)["startupProbe"]["httpGet"]["path"], "/readyz", origin)

    def test_mock_and_tests_have_the_token_of_one_secret(self):
        for origin, _, spec in sidecars():
            mounted = {volume["secret"]["secretName"] for volume in spec["volumes"] if "secret" in volume}
            self.assertEqual(len(mounted), 1, origin)
            variables = {v["name"]: v["value"] for v in sidemock(spec)["env"]}
            self.assertEqual(variables["MOCKOON_ADMIN_API_TOKEN_FILE"], "/etc/sidemock/admin/token", origin)
            given = {v["valueFrom"]["secretKeyRef"]["name"] for c in spec["containers"] for v in c.get("env", []) if v["name"] == "SIDEMOCK_TOKEN"}
            # The classic Job of the consumer shows that nobody has to take it.
            if not (origin.endswith("consumer") and not given):
                self.assertEqual(given, mounted, origin)

    def test_nobody_waits_for_a_sidecar_to_go(self):
        for origin, _, spec in sidecars():
            self.assertNotIn("MOCKOON_SHUTDOWN_DELAY", {v["name"] for v in sidemock(spec)["env"]}, origin)
            self.assertNotIn("MOCKOON_EXPECTED_PORTS", {v["name"] for v in sidemock(spec)["env"]}, origin)

    def test_jobs_end_when_their_mock_cannot_start(self):
        for origin, document, spec in sidecars():
            if document["kind"] != "Job":
                continue
            self.assertGreater(spec["activeDeadlineSeconds"], 0, origin)
            if origin.startswith("k8s/"):
                # The pod goes with its Job's deadline, and stays after its own.
                self.assertGreater(document["spec"]["activeDeadlineSeconds"], spec["activeDeadlineSeconds"], origin)
            self.assertEqual(spec["restartPolicy"], "Never", origin)
            probe = sidemock(spec)["startupProbe"]
            self.assertLess(probe["periodSeconds"] * probe["failureThreshold"], spec["activeDeadlineSeconds"], origin)

    def test_a_broken_environment_ends_the_native_job_before_its_sidecar_starts(self):
        jobs = [(origin, spec) for origin, document, spec in sidecars() if "job-native" in origin or document["metadata"]["name"] == "rel-native"]
        self.assertEqual(len(jobs), 3)
        for origin, spec in jobs:
            check, mock = spec["initContainers"][0], sidemock(spec)
            self.assertIn({"name": "MOCKOON_CHECK", "value": "true"}, check["env"], origin)
            self.assertNotIn("restartPolicy", check)
            self.assertEqual(check["image"], mock["image"], origin)
            environments = "/etc/sidemock/environments"
            mounted = [[m["name"] for m in container["volumeMounts"] if m["mountPath"] == environments] for container in (check, mock)]
            self.assertEqual(mounted[0], mounted[1], origin)


class Messages(unittest.TestCase):
    def test_every_container_of_ours_leaves_a_message(self):
        for origin, document in everything():
            spec = pod_spec(document) or {"containers": []}
            for container in spec.get("initContainers", []) + spec["containers"]:
                if origin.startswith("k8s/") or container["name"] in ("sidemock", "curl", "reload"):
                    self.assertEqual(container.get("terminationMessagePolicy"), "FallbackToLogsOnError", f"{origin} {container['name']}")


class Consumer(unittest.TestCase):
    def test_each_environment_has_a_port_of_its_own(self):
        spec = pod_spec(one(rendered(chart=consumer()), "Job", "rel-native"))
        ports = {port["name"]: port["containerPort"] for port in sidemock(spec)["ports"]}
        self.assertEqual(ports, {"sidemock-http": 3000, "sidemock-3001": 3001, "sidemock-mgmt": 8990})

    def test_a_sidecar_of_the_component_keeps_the_ports_of_the_app(self):
        spec = pod_spec(one(kustomized("examples/with-component"), "Job"))
        self.assertEqual([p["name"] for p in sidemock(spec)["ports"]], ["sidemock-http", "sidemock-mgmt"])


if __name__ == "__main__":
    unittest.main()
