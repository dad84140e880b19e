"""Values that cannot work together are refused with a way out, and those that can do what they say."""
import json
import unittest

from rendering import CHART, HELMS, one, pod_spec, refusal, rendered, sidemock
from test_chart import file_with
from test_parity import notes

TLS = ["-f", f"{CHART}/ci/tls-values.yaml"]


class Refused(unittest.TestCase):
    def test_what_kubernetes_or_nobody_would_take(self):
        for arguments, words in [
            ("ingress.enabled=true,ingress.hosts[0].host=a,ingress.hosts[0].paths[0].path=/,ingress.hosts[0].paths[0].port=shoop",
             "ingress.hosts sends to the port shoop; the mock ports are http"),
            ("httpRoute.enabled=true,httpRoute.parentRefs[0].name=a,httpRoute.rules[0].port=shoop", "httpRoute.rules sends to the port shoop; the mock ports are http"),
            ("service.type=NodePort,service.nodePorts.shoop=30000", "service.nodePorts names the port shoop; the mock ports are http"),
            ("service.nodePorts.http=30000", "service.nodePorts needs service.type NodePort or LoadBalancer"),
            ("service.externalTrafficPolicy=Local", "service.externalTrafficPolicy needs service.type NodePort or LoadBalancer"),
            ("service.type=NodePort,service.loadBalancerClass=a", "service.loadBalancerClass needs service.type LoadBalancer"),
            ("service.loadBalancerSourceRanges={10.0.0.0/8}", "service.loadBalancerSourceRanges needs service.type LoadBalancer"),
            ("settings.check=true", "settings.check ends the program after a look at the environments"),
            ("reloadHook.enabled=true,settings.watch=false", "reloadHook.enabled waits for what settings.watch=false never loads"),
            ("autoscaling.enabled=true,autoscaling.minReplicas=6", "autoscaling.minReplicas is 6 and autoscaling.maxReplicas 5"),
            ("autoscaling.enabled=true,resources.requests.cpu=null", "autoscaling.targetCPUUtilizationPercentage is a share of resources.requests.cpu"),
            ("autoscaling.enabled=true,autoscaling.targetMemoryUtilizationPercentage=70,resources.requests.memory=null,resources.limits.memory=null",
             "autoscaling.targetMemoryUtilizationPercentage is a share of resources.requests.memory"),
        ]:
            for helm in HELMS:
                self.assertIn(words, refusal("--set", arguments, helm=helm), arguments)

    def test_only_where_it_matters(self):
        for arguments in ["service.type=LoadBalancer,service.externalTrafficPolicy=Local,service.nodePorts.http=30000", "reloadHook.enabled=true,settings.watch=false,environments.restartOnChange=true",
                          "autoscaling.enabled=true,resources.requests.cpu=null,resources.limits.cpu=1", "autoscaling.enabled=true,autoscaling.targetCPUUtilizationPercentage=null,resources.requests.cpu=null",
                          "ingress.enabled=true,ingress.hosts[0].host=a,ingress.hosts[0].paths[0].path=/,ingress.hosts[0].paths[0].port=http", "mode=sidecar,settings.check=true"]:
            for helm in HELMS:
                self.assertTrue(rendered("--set", arguments, helm=helm), arguments)


class Rendered(unittest.TestCase):
    def test_pods_that_are_recreated_do_not_roll(self):
        for helm in HELMS:
            self.assertEqual(one(rendered("--set", "updateStrategy.type=Recreate", helm=helm), "Deployment")["spec"]["strategy"], {"type": "Recreate"})

    def test_listed_ports_of_inline_environments_speak_what_these_speak(self):
        ports = ["--set", "ports[0].name=shop,ports[0].port=3443,ports[0].servicePort=443,ports[1].name=other,ports[1].port=3999"]

        def protocols(*arguments):
            return [port["appProtocol"] for port in one(rendered(*TLS, *ports, *arguments), "Service", "rel-sidemock")["spec"]["ports"]]

        self.assertEqual(protocols(), ["https", "http"])
        self.assertEqual(protocols("--set", "settings.disableTls=true"), ["http", "http"])
        self.assertEqual(protocols("--set", "ports[0].appProtocol=http"), ["http", "http"])
        self.assertIn("any https://rel-sidemock:443/", json.dumps(one(rendered(*TLS, *ports), "Pod")))

    def test_the_certificate_has_the_names_of_the_front_door(self):
        names = one(rendered(*TLS, "--set", "frontDoor.services={users}"), "Certificate")["spec"]["dnsNames"]
        for name in ["users", "users.ns", "users.ns.svc", "users.ns.svc.cluster.local", "rel-sidemock.ns.svc", "localhost"]:
            self.assertIn(name, names)
        self.assertEqual(len(one(rendered(*TLS), "Certificate")["spec"]["dnsNames"]), 5)

    def test_the_way_to_the_store_is_that_of_its_url(self):
        def ports(url):
            values = file_with(json.dumps({"state": {"url": url}, "networkPolicy": {"enabled": True, "egress": {"enabled": True}}}))
            return [port["port"] for rule in one(rendered("-f", values), "NetworkPolicy")["spec"]["egress"] for port in rule["ports"]]

        self.assertEqual([ports(url)[-1] for url in ("redis://valkey", "redis://valkey:7000", "rediss://u:p%40@[fd00::1]:7001/3", "redis://u:66@valkey/1")], [6379, 7000, 7001, 6379])


class Notes(unittest.TestCase):
    def test_they_speak_tls_where_the_mocks_do(self):
        text = notes(*TLS)
        self.assertIn('curl -k -H "Authorization: Bearer $TOKEN" https://localhost:3443/mockoon-admin/logs', text)
        self.assertNotIn("http://localhost:3443", text)
        self.assertIn("-k --cert client.pem --key client.key https://localhost:3443/", notes(*TLS, "--set", "tls.clientCa.existingSecret=a"))
        apart = notes(*TLS, "--set", "settings.adminApiPort=9000")
        self.assertIn('curl --retry 5 --retry-connrefused -H "Authorization: Bearer $TOKEN" http://localhost:9000/mockoon-admin/logs', apart)

    def test_what_follows_a_port_forward_waits_for_it(self):
        for values in (["-f", f"{CHART}/ci/{name}-values.yaml"] for name in ("default", "everything", "front-door", "tls", "ingress")):
            lines = [line.strip() for line in notes(*values).splitlines()]
            for line, following in zip(lines, lines[1:]):
                if "port-forward" in line:
                    self.assertTrue(following.startswith("curl --retry 5 --retry-connrefused "), following)


if __name__ == "__main__":
    unittest.main()
