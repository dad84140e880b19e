"""The helm and kubectl commands of the documents: what they render, and that the objects they name exist."""
import glob
import os
import re
import shlex
import tempfile
import unittest

import yaml
from rendering import CHART, HELMS, ROOT, documents, everything, kustomized, run

# An environment for every file that a command names; each wants a port of its own.
SAMPLE = '{"name": "%s", "port": %d, "routes": []}'
KINDS = r"\b(service|secret|configmap|job|deployment)s?[/ ]([a-z][a-z0-9.-]*)"
# Options of an upgrade that rendering does not know.
UPGRADE_ONLY = {"--reuse-values", "--reset-values", "--reset-then-reuse-values", "--install", "--wait", "--create-namespace"}


def markdown():
    for path in sorted(glob.glob(f"{ROOT}/**/*.md", recursive=True)):
        name = os.path.relpath(path, ROOT)
        if not name.startswith("target/"):
            with open(path) as file:
                yield name, file.read()


def commands():
    """(document, command) of every line in an `sh` block, and of code between back ticks, that begins with helm or kubectl."""
    for name, text in markdown():
        blocks = re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
        lines = [line.strip() for block in blocks for line in block.replace("\\\n", " ").splitlines()]
        prose = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
        lines += re.findall(r"`([^`\n]+)`", prose)
        for line in lines:
            for command in re.split(r"&&|\||\$\(", line):
                if re.match(r"(helm|kubectl) [a-z]", command.strip()):
                    yield name, command.strip().rstrip("& ")


class Documents(unittest.TestCase):
    def test_there_are_commands(self):
        programs = {command.split()[0] for _, command in commands()}
        self.assertEqual(programs, {"helm", "kubectl"})

    def test_charts_that_are_installed_render(self):
        for document, command in commands():
            if not re.match(r"helm (install|upgrade|template) \S+ helm/", command):
                continue
            _, _, release, chart, *rest = shlex.split(command, comments=True)
            with self.subTest(document=document, command=command), tempfile.TemporaryDirectory() as directory:
                for number, name in enumerate(re.findall(r"=([\w.-]+\.(?:json|yaml))", command)):
                    with open(f"{directory}/{name}", "w") as file:
                        file.write(SAMPLE % (name, 3000 + number))
                arguments = [re.sub(r"=([\w.-]+\.(?:json|yaml))$", rf"={directory}/\1", word) for word in rest]
                arguments = [word for word in arguments if word not in UPGRADE_ONLY]
                for helm in HELMS.values():
                    code, output, error = run(helm, "template", release, f"{ROOT}/{chart}", *arguments)
                    self.assertEqual(code, 0, error)
                    self.assertTrue(documents(output))

    def test_values_that_the_readme_shows_render(self):
        with open(f"{CHART}/README.md") as file:
            blocks = re.findall(r"^```yaml\n# values\.yaml\n(.*?)^```", file.read(), re.MULTILINE | re.DOTALL)
        self.assertGreater(len(blocks), 1)
        for block in blocks:
            values = yaml.safe_load(block)
            with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
                # Those of a chart that depends on this one stand below its name.
                yaml.safe_dump(values.get("sidemock", values), file)
                file.flush()
                for helm in HELMS.values():
                    code, _, error = run(helm, "template", "mocks", CHART, "-f", file.name)
                    self.assertEqual(code, 0, f"{block}\n{error}")

    def test_directories_that_are_applied_build(self):
        for document, command in commands():
            for directory in re.findall(r"^kubectl apply -k k8s/(\S+)", command):
                with self.subTest(document=document, command=command):
                    self.assertTrue(kustomized(directory))

    def test_objects_that_are_named_are_made(self):
        made = {(one["kind"].lower(), one["metadata"]["name"]) for _, one in everything()}
        # The documents call their release mocks.
        code, output, error = run(HELMS["helm4"], "template", "mocks", CHART)
        self.assertEqual(code, 0, error)
        made |= {(one["kind"].lower(), one["metadata"]["name"]) for one in documents(output)}
        made |= {("secret", name) for _, command in commands() for name in re.findall(r"create secret generic (\S+)", command)}
        for document, command in commands():
            if command.startswith("kubectl create"):
                continue
            for kind, name in re.findall(KINDS, command):
                with self.subTest(document=document, command=command):
                    self.assertIn((kind, name), made)


if __name__ == "__main__":
    unittest.main()
