"""What Dockerfile and release can be checked for without a build; `.ci/run image` builds and runs the image."""
import glob
import os
import re
import subprocess
import unittest

from rendering import ROOT


class Dockerfile(unittest.TestCase):
    def setUp(self):
        with open(f"{ROOT}/Dockerfile") as file:
            self.text = file.read()

    def test_it_runs_one_static_program_as_a_numeric_user(self):
        final = self.text[self.text.rindex("FROM "):]
        for line in ["FROM scratch", "USER 65532:65532", "EXPOSE 3000 8990", "STOPSIGNAL SIGTERM", 'ENTRYPOINT ["/sidemock"]']:
            self.assertIn(line, final)
        self.assertIn("+crt-static", self.text)
        self.assertEqual(len(re.findall("cargo (auditable )?build --locked ", self.text)), 2)

    def test_the_program_carries_its_list_of_dependencies(self):
        self.assertIn("cargo auditable build --locked --profile dist", self.text)
        with open(f"{ROOT}/.ci/tools.sh") as file:
            self.assertIn(f"cargo-auditable@{re.search('AUDITABLE_VERSION=(.+)', self.text)[1]}", file.read())

    def test_its_context_holds_every_file_that_is_compiled_in(self):
        for name in glob.glob(f"{ROOT}/src/**/*.rs", recursive=True):
            with open(name) as file:
                for path in re.findall(r'include_(?:str|bytes)!\(\s*"([^"]+)"', file.read()):
                    included = os.path.relpath(os.path.join(os.path.dirname(name), path), ROOT)
                    self.assertTrue(included.startswith("src/"), f"{name} includes {included}, but the image is built from src alone")


class Release(unittest.TestCase):
    """`just release VERSION`; only what ends before anything is built."""

    def release(self, *arguments, **variables):
        done = subprocess.run(["bash", f"{ROOT}/.ci/release.sh", *arguments], env=os.environ | variables, text=True, capture_output=True)
        return done.returncode, done.stdout + done.stderr

    def test_every_file_that_names_another_version_is_named(self):
        code, output = self.release("9.9.9", "versions")
        self.assertEqual(code, 1)
        for name in ["Cargo.toml", "helm/sidemock/Chart.yaml", "k8s/base/kustomization.yaml", "k8s/components/sidecar/kustomization.yaml", "Dockerfile"]:
            self.assertIn(f"{name} does not name version 9.9.9", output)
        with open(f"{ROOT}/Cargo.toml") as file:
            version = re.search(r'^version = "(.+)"', file.read(), re.M)[1]
        self.assertNotIn("does not name version", self.release(version, "versions")[1])

    def test_a_base_without_a_digest_is_refused(self):
        code, output = self.release("0.1.0", "image", SIDEMOCK_BUILD_IMAGE="docker.io/library/rust:1.95-bookworm")
        self.assertEqual(code, 1)
        self.assertIn("has no digest", output)


if __name__ == "__main__":
    unittest.main()
