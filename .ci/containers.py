"""The image at work: under podman, or, where podman cannot start containers, by chroot and setpriv on its root file system.

Both take the same: image, user id, mounts (directory -> path in the container), variables, arguments of the program. A file of the
kubelet's lies at /dev/termination-log in both.
"""
import os
import shutil
import subprocess
import tempfile

MEMORY = 32 * 1024 * 1024
STORAGE = os.environ.get("SIDEMOCK_STORAGE", "").split()
TERMINATION_LOG = "/dev/termination-log"


def run(*command, **options):
    return subprocess.run(command, text=True, capture_output=True, **options)


def emptied(path):
    """A file as a kubelet makes it for termination messages: anybody may write it."""
    with open(path, "w"):
        os.chmod(path, 0o666)
    return path


class Podman:
    """One container under podman."""

    name = "podman with runc"
    command = ["podman", *STORAGE, "--cgroup-manager", "cgroupfs"]

    def __init__(self, image, user, mounts, environment, arguments=()):
        runtime = ["--runtime", "runc"] if shutil.which("runc") else []
        self.command = [*Podman.command, *runtime]
        self.mounts = mounts
        self.message = emptied(tempfile.mkstemp()[1])
        options = ["--network", "host", "--log-driver", "k8s-file"]
        options += ["--read-only", "--cap-drop", "all", "--security-opt", "no-new-privileges"]
        options += ["--memory", str(MEMORY), "--memory-swap", str(MEMORY), "--ulimit", "nofile=4096:4096"]
        options += ["--ulimit", "nproc=4096:4096", "--add-host", "upstream.test:127.0.0.1"]
        options += ["--user", f"{user}:{user}"] if user else []
        options += ["--volume", f"{self.message}:{TERMINATION_LOG}"]
        for source, target in mounts.items():
            options += ["--volume", f"{source}:{target}:ro"]
        for key, value in environment.items():
            options += ["--env", f"{key}={value}"]
        created = run(*self.command, "create", *options, image, *arguments)
        self.id = created.stdout.strip()
        started = run(*self.command, "start", self.id) if created.returncode == 0 else created
        self.error = started.stderr.strip() if started.returncode else ""

    def pid(self):
        return int(run(*self.command, "inspect", self.id, "--format", "{{.State.Pid}}").stdout)

    def log(self):
        done = run(*self.command, "logs", self.id)
        return done.stdout + done.stderr

    def live(self, target):
        """Where what is mounted at a path can be changed while the container runs."""
        return next(source for source, mounted in self.mounts.items() if mounted == target)

    def termination_message(self):
        with open(self.message) as file:
            return file.read()

    def execute(self, *arguments):
        """(exit code, output) of the program, run once more in the container."""
        done = run(*self.command, "exec", self.id, "/sidemock", *arguments)
        return done.returncode, done.stdout + done.stderr

    def wait(self):
        """The exit code, or None if it took more than 12 s."""
        try:
            code = run(*self.command, "wait", self.id, timeout=12).stdout.strip()
        except subprocess.TimeoutExpired:
            code = None
        return int(code) if code else None

    def stop(self, number):
        """Sends the signal; gives what `wait` gives."""
        run(*self.command, "kill", "--signal", str(int(number)), self.id)
        return self.wait()

    def remove(self):
        run(*self.command, "rm", "--force", "--time", "0", self.id)
        os.remove(self.message)


class Chroot:
    """The image's root file system, confined by setpriv and chroot."""

    name = "chroot with setpriv (podman cannot start containers here; no memory limit, a root file system the user cannot write)"
    rootfs = None

    def __init__(self, image, user, mounts, environment, arguments=()):
        if Chroot.rootfs is None:
            Chroot.rootfs = tempfile.mkdtemp()
            container = run("buildah", *STORAGE, "from", image).stdout.strip()
            mounted = run("buildah", *STORAGE, "mount", container).stdout.strip()
            shutil.copytree(mounted, Chroot.rootfs, dirs_exist_ok=True, symlinks=True)
            os.makedirs(Chroot.rootfs + "/etc", exist_ok=True)
            os.makedirs(Chroot.rootfs + "/dev", exist_ok=True)
            with open(Chroot.rootfs + "/etc/hosts", "w") as file:
                file.write("127.0.0.1 localhost upstream.test\n")
        for target in ["environments", "admin"]:
            shutil.rmtree(f"{Chroot.rootfs}/etc/sidemock/{target}", ignore_errors=True)
        for source, target in mounts.items():
            shutil.copytree(source, Chroot.rootfs + target, symlinks=True)
        emptied(Chroot.rootfs + TERMINATION_LOG)
        user = str(user or 65532)
        self.confined = ["setpriv", "--no-new-privs", "chroot", f"--userspec={user}:{user}", "--groups=", Chroot.rootfs, "/sidemock"]
        self.environment = {"PATH": os.environ["PATH"], **environment}
        self.log_file = tempfile.TemporaryFile("w+")
        self.error = ""
        self.process = subprocess.Popen([*self.confined, *arguments], env=self.environment, stdout=self.log_file, stderr=self.log_file, cwd="/")

    def pid(self):
        return self.process.pid

    def log(self):
        self.log_file.seek(0)
        return self.log_file.read()

    def live(self, target):
        return Chroot.rootfs + target

    def termination_message(self):
        with open(Chroot.rootfs + TERMINATION_LOG) as file:
            return file.read()

    def execute(self, *arguments):
        done = run(*self.confined, *arguments, env=self.environment, cwd="/")
        return done.returncode, done.stdout + done.stderr

    def wait(self):
        try:
            return self.process.wait(12)
        except subprocess.TimeoutExpired:
            return None

    def stop(self, number):
        self.process.send_signal(number)
        return self.wait()

    def remove(self):
        self.process.kill()
