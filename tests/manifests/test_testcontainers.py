"""The examples of k8s/README.md, as they stand there, by the real libraries; the binary runs in the place of the image.

NODE_MODULES and TESTCONTAINERS_PYTHON name where the libraries are (`.ci/run manifests` installs them).
"""
import os
import re
import shutil
import subprocess
import tempfile
import unittest

import yaml
from docker_stub import Docker
from rendering import K8S

SHOP = '{"id": "7", "price": 12}'


def example(language):
    with open(f"{K8S}/README.md") as file:
        return re.search(rf"```{language}\n(.*?)```", file.read(), re.S)[1]


class Examples(unittest.TestCase):
    def runs(self, name, language, command, variables):
        with tempfile.TemporaryDirectory() as directory, Docker() as docker:
            shutil.copy(f"{K8S}/examples/overlay/shop.json", directory)
            with open(f"{directory}/{name}", "w") as file:
                file.write(example(language))
            for link, target in variables.pop("links", {}).items():
                os.symlink(target, f"{directory}/{link}")
            environment = {"PATH": os.environ["PATH"], "HOME": directory, "DOCKER_HOST": docker, "TESTCONTAINERS_RYUK_DISABLED": "true",
                           "TESTCONTAINERS_HOST_OVERRIDE": "127.0.0.1", "TESTCONTAINERS_CONNECTION_MODE": "docker_host"}
            done = subprocess.run([*command, name], cwd=directory, env=environment | variables, text=True, capture_output=True, timeout=120)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertEqual(done.stdout.strip(), SHOP, done.stderr)

    @unittest.skipUnless(os.environ.get("TESTCONTAINERS_PYTHON"), "no TESTCONTAINERS_PYTHON")
    def test_python(self):
        self.runs("example.py", "python", [os.environ["TESTCONTAINERS_PYTHON"]], {})

    @unittest.skipUnless(os.environ.get("NODE_MODULES"), "no NODE_MODULES")
    def test_node(self):
        self.runs("example.mjs", "javascript", ["node"], {"links": {"node_modules": os.environ["NODE_MODULES"]}})

    def test_each_waits_for_readyz_and_is_short(self):
        for language in ("python", "javascript", "java", "go"):
            text = example(language)
            self.assertIn("/readyz", text, language)
            self.assertLessEqual(text.count("\n"), 11, language)

    def test_compose_asks_the_image_itself(self):
        with open(f"{K8S}/README.md") as file:
            compose = next(yaml.safe_load(block) for block in re.findall(r"```yaml\n(.*?)```", file.read(), re.S) if block.startswith("services:"))
        self.assertEqual(compose["services"]["mocks"]["healthcheck"]["test"], ["CMD", "/sidemock", "healthcheck"])
        self.assertEqual(compose["services"]["tests"]["depends_on"], {"mocks": {"condition": "service_healthy"}})


if __name__ == "__main__":
    unittest.main()
