"""Every manifest is valid for Kubernetes 1.29 to the newest, strictly: no unknown field."""
import functools
import json
import unittest

import kubernetes_validate
from kubernetes_validate import utils
from rendering import everything

# It reads megabytes of definitions anew for each manifest otherwise.
utils.schema_contents = functools.cache(utils.schema_contents)

OLDEST = (1, 29)
# Custom resources: Kubernetes has no schemas of its own for them.
CUSTOM = ("monitoring.coreos.com/", "cert-manager.io/", "gateway.networking.k8s.io/")


def versions():
    """Each minor version that kubernetes-validate knows, from OLDEST on."""
    known = {tuple(int(part) for part in version.split(".")[:2]) for version in utils.all_versions()}
    return [f"{major}.{minor}" for major, minor in sorted(known) if (major, minor) >= OLDEST]


class Schemas(unittest.TestCase):
    def test_every_manifest_is_valid_in_every_version(self):
        documents = {json.dumps(document, sort_keys=True): origin for origin, document in everything()}
        checked = 0
        for text, origin in documents.items():
            document = json.loads(text)
            if document["apiVersion"].startswith(CUSTOM):
                continue
            for version in versions():
                try:
                    kubernetes_validate.validate(document, version, strict=True)
                except kubernetes_validate.ValidationError as error:
                    place = ".".join(str(part) for part in error.path)
                    self.fail(f"{origin}: {document['kind']} {document['metadata']['name']} in {version}: {place}: {error.message}")
                checked += 1
        self.assertGreater(checked, 500)
        print(f"{checked} validations, Kubernetes {versions()[0]} to {versions()[-1]}")

    def test_the_validator_does_refuse(self):
        wrong = {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "x"}, "spec": {"prots": []}}
        for version in versions():
            with self.assertRaises(kubernetes_validate.ValidationError):
                kubernetes_validate.validate(wrong, version, strict=True)


if __name__ == "__main__":
    unittest.main()
