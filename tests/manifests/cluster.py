"""As much of a Kubernetes API server as helm's `lookup` needs: discovery, and the Secret rel-sidemock-admin."""
import http.server
import json
import tempfile
import threading


def resource(kind):
    name = kind.lower()
    return {"name": f"{name}s", "singularName": name, "namespaced": True, "kind": kind, "verbs": ["get"]}


class Cluster:
    """`with Cluster({"token": ...}) as kubeconfig:`; the data is that of the Secret."""

    def __init__(self, data):
        owner = {"labels": {"app.kubernetes.io/managed-by": "Helm"},
                 "annotations": {"meta.helm.sh/release-name": "rel", "meta.helm.sh/release-namespace": "ns"}}
        secret = {"apiVersion": "v1", "kind": "Secret", "data": data,
                  "metadata": {"name": "rel-sidemock-admin", "namespace": "ns", **owner}}
        core = [resource(kind) for kind in ("Secret", "Service", "ServiceAccount", "Pod", "ConfigMap")]
        apps = {"groupVersion": "apps/v1", "version": "v1"}
        group = {"name": "apps", "versions": [apps], "preferredVersion": apps}
        answers = {
            "/version": {"major": "1", "minor": "33", "gitVersion": "v1.33.0"},
            "/api": {"kind": "APIVersions", "versions": ["v1"]},
            "/apis": {"kind": "APIGroupList", "apiVersion": "v1", "groups": [group]},
            "/api/v1": {"kind": "APIResourceList", "groupVersion": "v1", "resources": core},
            "/apis/apps/v1": {"kind": "APIResourceList", "groupVersion": "apps/v1", "resources": [resource("Deployment")]},
            "/api/v1/namespaces/ns/secrets/rel-sidemock-admin": secret,
        }

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                answer = answers.get(self.path.split("?")[0])
                body = json.dumps(answer or {"kind": "Status", "apiVersion": "v1", "status": "Failure", "code": 404}).encode()
                self.send_response(200 if answer else 404)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        named = {"cluster": {"server": f"http://127.0.0.1:{self.server.server_port}"}, "context": {"cluster": "x", "user": "x"}, "user": {}}
        config = {"apiVersion": "v1", "kind": "Config", "current-context": "x"}
        config |= {f"{name}s": [{"name": "x", name: value}] for name, value in named.items()}
        with tempfile.NamedTemporaryFile("w", delete=False, suffix=".kubeconfig") as file:
            json.dump(config, file)
        return file.name

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()
