"""Runs helm and kubectl as a person would. HELM3, HELM4 and KUBECTL name the programs (`.ci/run manifests` sets them)."""
import functools
import glob
import os
import shutil
import subprocess
import tempfile

import yaml

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
CHART = f"{ROOT}/helm/sidemock"
K8S = f"{ROOT}/k8s"
HELMS = {name: os.environ[name.upper()] for name in ("helm3", "helm4")}
CI_VALUES = sorted(glob.glob(f"{CHART}/ci/*-values.yaml"))


def run(*command):
    """(exit code, output, error output)"""
    done = subprocess.run(command, text=True, capture_output=True)
    return done.returncode, done.stdout, done.stderr


@functools.cache
def template(*arguments, helm="helm4", chart=CHART):
    """`helm template` of the release `rel` in the namespace `ns`: (exit code, documents, error output)."""
    code, output, error = run(HELMS[helm], "template", "rel", chart, "--namespace", "ns", *arguments)
    return code, documents(output) if code == 0 else [], error


def rendered(*arguments, helm="helm4", chart=CHART):
    """The documents; a failure of helm is an assertion."""
    code, found, error = template(*arguments, helm=helm, chart=chart)
    assert code == 0, error
    return found


def refusal(*arguments, helm="helm4"):
    """What helm says when it refuses; that it does not refuse is an assertion."""
    code, _, error = template(*arguments, helm=helm)
    assert code != 0, f"helm accepted {arguments}"
    return error


def documents(text):
    return [document for document in yaml.safe_load_all(text) if document]


def kustomized(directory):
    code, output, error = run(os.environ["KUBECTL"], "kustomize", f"{K8S}/{directory}")
    assert code == 0, error
    return documents(output)


@functools.cache
def consumer():
    """A copy of the consumer chart with this chart in its charts/."""
    directory = tempfile.mkdtemp()
    shutil.copytree(f"{HERE}/consumer", directory, dirs_exist_ok=True)
    shutil.copytree(CHART, f"{directory}/charts/sidemock")
    return directory


@functools.cache
def everything():
    """(where from, document) of all that is rendered or lies in k8s/."""
    found = []
    for helm in HELMS:
        for values in CI_VALUES:
            found += [(f"{helm} {os.path.basename(values)}", one) for one in rendered("-f", values, helm=helm)]
        found += [(f"{helm} consumer", one) for one in rendered(helm=helm, chart=consumer())]
    for directory in ["base", "examples/overlay", "examples/with-component", "examples/companion", "examples/front-door", "examples/front-door-sidecar"]:
        found += [(f"k8s/{directory}", one) for one in kustomized(directory)]
    for name in sorted(glob.glob(f"{K8S}/examples/*.yaml")):
        with open(name) as file:
            found += [(os.path.relpath(name, ROOT), one) for one in documents(file.read())]
    return found


def one(found, kind, name=None):
    """The only document of that kind (and name)."""
    matches = [d for d in found if d["kind"] == kind and name in (None, d["metadata"]["name"])]
    assert len(matches) == 1, f"{len(matches)} of {kind} {name or ''}"
    return matches[0]


def pod_spec(document):
    """The pod spec of any workload, or None."""
    spec = document.get("spec") or {}
    if document["kind"] == "Pod":
        return spec
    if document["kind"] == "CronJob":
        spec = spec["jobTemplate"]["spec"]
    return spec.get("template", {}).get("spec") if document["kind"] in WORKLOADS else None


WORKLOADS = ("Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob", "Pod")


def sidemock(spec):
    """The sidemock container of a pod spec."""
    return next(c for c in spec.get("initContainers", []) + spec["containers"] if c["name"] == "sidemock")
