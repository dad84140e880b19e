"""What the Dockerfile can be checked for without a build; `.ci/run image` builds and runs it."""
import glob
import os
import re
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
        self.assertIn("cargo auditable build --locked --release", self.text)
        with open(f"{ROOT}/.ci/tools.sh") as file:
            self.assertIn(f"cargo-auditable@{re.search('AUDITABLE_VERSION=(.+)', self.text)[1]}", file.read())

    def test_its_context_holds_every_file_that_is_compiled_in(self):
        for name in glob.glob(f"{ROOT}/src/**/*.rs", recursive=True):
            with open(name) as file:
                for path in re.findall(r'include_(?:str|bytes)!\(\s*"([^"]+)"', file.read()):
                    included = os.path.relpath(os.path.join(os.path.dirname(name), path), ROOT)
                    self.assertTrue(included.startswith("src/"), f"{name} includes {included}, but the image is built from src alone")


if __name__ == "__main__":
    unittest.main()
