"""A Service that is rolled loses no request: real processes, a proxy that hears of readiness a second late.

What happens in a cluster when a pod goes: it becomes unready and gets SIGTERM; endpoint controller, kube-proxies and ingress
controllers hear of it a little later, and send to it until then.
"""
import http.client
import threading
import time
import unittest

from rendering import one, pod_spec, refusal, rendered, sidemock
from server import Server

# How late whoever sends requests hears that a pod is not ready. Under the delay of the chart.
LAG = 1.0


class Endpoints:
    """The addresses that requests go to, as a kube-proxy has them: what /readyz said LAG seconds ago."""

    def __init__(self, servers):
        self.servers = list(servers)
        self.ready = list(servers)
        self.seen = []
        self.stopping = threading.Event()
        self.thread = threading.Thread(target=self.follow)
        self.thread.start()

    def follow(self):
        while not self.stopping.wait(0.05):
            now = time.monotonic()
            self.seen.append((now, [server for server in self.servers if server.readiness() == 200]))
            old = [ready for at, ready in self.seen if at <= now - LAG]
            self.ready = old[-1] if old else self.ready

    def stop(self):
        self.stopping.set()
        self.thread.join()


class Clients:
    """Threads that ask one of the endpoints again and again, each time by a new connection."""

    def __init__(self, endpoints, count=8):
        self.endpoints, self.answered, self.lost = endpoints, 0, []
        self.stopping, self.lock = threading.Event(), threading.Lock()
        self.threads = [threading.Thread(target=self.ask, args=(number,)) for number in range(count)]
        for thread in self.threads:
            thread.start()

    def ask(self, number):
        turn = number
        while not self.stopping.wait(0.02):
            ready, turn = self.endpoints.ready, turn + 1
            if not ready:
                continue
            connection = http.client.HTTPConnection("127.0.0.1", ready[turn % len(ready)].port, timeout=10)
            try:
                connection.request("GET", "/products/1")
                status = connection.getresponse().status
            except OSError as error:
                status = error
            finally:
                connection.close()
            with self.lock:
                self.answered += status == 200
                self.lost += [] if status == 200 else [status]

    def stop(self):
        self.stopping.set()
        for thread in self.threads:
            thread.join()


def roll(variables):
    """Replaces one of two servers under load; (answered requests, lost ones)."""
    with Server(variables) as first, Server(variables) as second:
        endpoints = Endpoints([first, second])
        clients = Clients(endpoints)
        try:
            time.sleep(2 * LAG)
            first.terminate()
            assert first.wait() == 0, first.output()
            time.sleep(LAG)
        finally:
            clients.stop()
            endpoints.stop()
    return clients.answered, clients.lost


class Roll(unittest.TestCase):
    def test_with_the_charts_delay_no_request_is_lost(self):
        container = sidemock(pod_spec(one(rendered(), "Deployment")))
        variables = {v["name"]: v["value"] for v in container["env"] if "SHUTDOWN" in v["name"]}
        self.assertEqual(variables, {"MOCKOON_SHUTDOWN_DELAY": "3s"})
        answered, lost = roll(variables)
        self.assertEqual(lost, [])
        self.assertGreater(answered, 100)

    def test_without_a_delay_some_are(self):
        _, lost = roll({"MOCKOON_SHUTDOWN_DELAY": "0s"})
        self.assertNotEqual(lost, [])


class Grace(unittest.TestCase):
    """Kubernetes kills a pod no earlier than its shutdown is over."""

    def grace(self, *settings, helm="helm4"):
        arguments = [word for setting in settings for word in ("--set", setting)]
        return pod_spec(one(rendered(*arguments, helm=helm), "Deployment"))["terminationGracePeriodSeconds"]

    def test_it_is_computed(self):
        for helm in ("helm3", "helm4"):
            self.assertEqual(self.grace(helm=helm), 18)
            self.assertEqual(self.grace("settings.shutdownDelay=1500ms", "settings.shutdownGracePeriod=2m", helm=helm), 127)
            self.assertEqual(self.grace("settings.shutdownDelay=0s", "lifecycle.preStop.sleep.seconds=4", helm=helm), 19)
            self.assertEqual(self.grace("terminationGracePeriodSeconds=60", helm=helm), 60)

    def test_one_that_is_too_short_is_refused(self):
        for helm in ("helm3", "helm4"):
            error = refusal("--set", "terminationGracePeriodSeconds=12", helm=helm)
            self.assertRegex(error, r"terminationGracePeriodSeconds is 12, but settings.shutdownDelay \(3s\) and .* take up to 13 s")
            error = refusal("--set", "terminationGracePeriodSeconds=30,settings.shutdownGracePeriod=30s", helm=helm)
            self.assertIn("raise it", error)


if __name__ == "__main__":
    unittest.main()
