"""What does not fit into the Secret in which Helm keeps a release is refused by the chart, and what fits is not."""
import base64
import gzip
import json
import random
import string
import unittest

from rendering import CHART, HELMS, refusal, run, template
from test_chart import file_with

# Of the Secret's value, which is the base64 of what is gzipped.
LIMIT = 1048576


def environment(name, body, count):
    """An environment of so many routes, each with a body."""
    routes = [{"uuid": f"{random.getrandbits(128):032x}", "type": "http", "method": "get", "endpoint": f"items/{i}",
               "responses": [{"uuid": f"{random.getrandbits(128):032x}", "statusCode": 200, "headers": [], "body": body(i)}]} for i in range(count)]
    return {"name": name, "port": 3000, "lastMigration": 33, "routes": routes}


def words(count):
    return " ".join("".join(random.choices(string.ascii_lowercase, k=random.randint(3, 9))) for _ in range(count))


def noise(count):
    return base64.b64encode(random.randbytes(count)).decode()


def gzipped(size):
    """Values with an environment of about so many bytes of gzip data."""
    data = gzip.compress(json.dumps(environment("Big", lambda _: noise(10_000), max(1, size // 10_400))).encode())
    values = {"environments": {"gzip": {"big": base64.b64encode(data).decode()}}, "ports": [{"name": "big", "port": 3000}]}
    return ["-f", file_with(json.dumps(values))], len(data)


def release(*arguments):
    """Bytes that Helm would put into the Secret: it gzips the release as JSON."""
    code, output, error = run(HELMS["helm4"], "install", "rel", CHART, "--namespace", "ns", "--dry-run=client", "-o", "json",
                              "--set", "environments.checkReleaseSize=false", *arguments)
    assert code == 0, error
    return len(base64.b64encode(gzip.compress(output.encode(), 9)))


class Sizes(unittest.TestCase):
    def setUp(self):
        random.seed(4)

    def texts(self):
        """Environments as text, over 600 kB each: rows of a catalog, prose, noise."""
        row = lambda i: json.dumps([{"id": i * 30 + j, "name": words(3), "price": random.randint(1, 10_000) / 100} for j in range(30)])
        return {
            "catalog": environment("Catalog", row, 330),
            "prose": environment("Prose", lambda _: words(900), 100),
            "noise": environment("Noise", lambda _: noise(6_000), 100),
        }

    def test_the_chart_judges_as_helm_would(self):
        verdicts = set()
        for name, whole in self.texts().items():
            arguments = ["--set-file", f"environments.inline.{name}={file_with(json.dumps(whole))}"]
            fits = release(*arguments) <= LIMIT
            verdicts.add(fits)
            for helm in HELMS:
                with self.subTest(name, helm=helm, fits=fits):
                    code, _, error = template(*arguments, helm=helm)
                    self.assertEqual(code == 0, fits, error[-500:])
        self.assertEqual(verdicts, {True, False})

    def test_gzip_data_that_helm_refuses_is_refused_with_a_way_out(self):
        arguments, size = gzipped(455_000)
        self.assertGreater(release(*arguments), LIMIT, size)
        for helm in HELMS:
            error = refusal(*arguments, helm=helm)
            for wanted in ["environments.gzip are too big together", r"1048576 bytes \(1 MiB\)", "kubectl create configmap", "environments.existing",
                           "environments.checkReleaseSize=false"]:
                self.assertRegex(error, wanted)

    def test_gzip_data_that_helm_takes_is_taken(self):
        arguments, size = gzipped(340_000)
        self.assertLess(release(*arguments), LIMIT, size)
        for helm in HELMS:
            self.assertEqual(template(*arguments, helm=helm)[0], 0)

    def test_many_small_ones_count_together(self):
        arguments = []
        for i in range(4):
            text = file_with(json.dumps(environment(f"E{i}", lambda _: noise(6_000), 20) | {"port": 3000 + i}))
            arguments += ["--set-file", f"environments.inline.e{i}={text}"]
        self.assertEqual(template(*arguments[:2])[0], 0)
        self.assertGreater(release(*arguments), LIMIT * 0.8)
        self.assertIn("too big together", refusal(*arguments, "--set-file", f"environments.inline.more={arguments[1].split('=')[1]}",
                                                   "--set", "settings.port={1,2,3,4,5}"))

    def test_who_keeps_no_release_may_say_so(self):
        arguments, _ = gzipped(455_000)
        self.assertEqual(template(*arguments, "--set", "environments.checkReleaseSize=false")[0], 0)


if __name__ == "__main__":
    unittest.main()
