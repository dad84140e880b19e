"""PodSecurity `restricted`, field by field as the standard lists them, for every pod that runs sidemock."""
import unittest

from rendering import CHART, everything, one, pod_spec, rendered

ALLOWED_VOLUMES = {"configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim", "projected", "secret"}
ALLOWED_SYSCTLS = {"kernel.shm_rmid_forced", "net.ipv4.ip_local_port_range", "net.ipv4.ip_unprivileged_port_start",
                   "net.ipv4.tcp_syncookies", "net.ipv4.ping_group_range"}


def violations(spec, only=None):
    """What the restricted standard has against a pod spec; `only`: of these containers."""
    found = []
    pod = spec.get("securityContext") or {}

    def refuse(bad, what):
        if bad:
            found.append(what)

    # Baseline.
    for field in ("hostNetwork", "hostPID", "hostIPC"):
        refuse(spec.get(field), field)
    refuse((pod.get("windowsOptions") or {}).get("hostProcess"), "hostProcess")
    refuse({s["name"] for s in pod.get("sysctls", [])} - ALLOWED_SYSCTLS, "sysctls")
    refuse("seLinuxOptions" in pod, "seLinuxOptions")
    refuse((pod.get("appArmorProfile") or {}).get("type") == "Unconfined", "appArmorProfile")
    # Restricted.
    for volume in spec.get("volumes", []):
        refuse(set(volume) - {"name"} - ALLOWED_VOLUMES, f"volume {volume['name']}")
    for container in spec.get("initContainers", []) + spec["containers"]:
        name = container["name"]
        if only and name not in only:
            continue
        context = container.get("securityContext") or {}
        capabilities = context.get("capabilities") or {}
        refuse(context.get("privileged"), f"{name}: privileged")
        refuse("seLinuxOptions" in context, f"{name}: seLinuxOptions")
        refuse(context.get("procMount", "Default") != "Default", f"{name}: procMount")
        refuse(any(port.get("hostPort") for port in container.get("ports", [])), f"{name}: hostPort")
        refuse(context.get("allowPrivilegeEscalation") is not False, f"{name}: allowPrivilegeEscalation")
        refuse(context.get("runAsNonRoot", pod.get("runAsNonRoot")) is not True, f"{name}: runAsNonRoot")
        refuse(context.get("runAsUser", pod.get("runAsUser")) == 0, f"{name}: runAsUser")
        profile = context.get("seccompProfile") or pod.get("seccompProfile") or {}
        refuse(profile.get("type") not in ("RuntimeDefault", "Localhost"), f"{name}: seccompProfile")
        refuse("ALL" not in capabilities.get("drop", []), f"{name}: capabilities.drop")
        refuse(set(capabilities.get("add", [])) - {"NET_BIND_SERVICE"}, f"{name}: capabilities.add")
    return found


class Restricted(unittest.TestCase):
    def test_the_default_deployment_passes(self):
        spec = pod_spec(one(rendered(), "Deployment"))
        self.assertEqual(violations(spec), [])
        # More than the standard asks for.
        context = spec["containers"][0]["securityContext"]
        self.assertGreater(context["runAsUser"], 0)
        self.assertIs(context["readOnlyRootFilesystem"], True)
        self.assertIs(spec["automountServiceAccountToken"], False)
        self.assertIs(spec["enableServiceLinks"], False)

    def test_sidemock_passes_in_every_manifest(self):
        for origin, document in everything():
            spec = pod_spec(document)
            if spec:
                with self.subTest(origin=origin, name=document["metadata"]["name"]):
                    self.assertEqual(violations(spec, {"sidemock", "curl", "reload"}), [])

    def test_every_container_of_the_examples_passes(self):
        for origin, document in everything():
            spec = pod_spec(document)
            if spec and origin.startswith("k8s/"):
                with self.subTest(origin=origin):
                    self.assertEqual(violations(spec), [])

    def test_it_passes_without_a_user_id_of_its_own(self):
        spec = pod_spec(one(rendered("-f", f"{CHART}/ci/tls-secret-values.yaml"), "Deployment"))
        self.assertNotIn("runAsUser", spec["containers"][0]["securityContext"])
        self.assertEqual(violations(spec), [])

    def test_the_check_does_refuse(self):
        self.assertEqual(violations({"containers": [{"name": "c"}]}), [
            "c: allowPrivilegeEscalation", "c: runAsNonRoot", "c: seccompProfile", "c: capabilities.drop"])


if __name__ == "__main__":
    unittest.main()
