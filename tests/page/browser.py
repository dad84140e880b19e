"""What the tests of the page share: the program on free ports, a real Chromium, and an eye on what the page must never do."""

import contextlib
import json
import os
import pathlib
import shutil
import socket
import subprocess
import tempfile
import time
import unittest
import urllib.error
import urllib.request

from playwright.sync_api import sync_playwright

ROOT = pathlib.Path(__file__).resolve().parents[2]
SUT = ROOT / (os.environ.get("SUT") or "target/debug/sidemock")
TOKEN = "token of the tests/+%"
PAGE = "/mockoon-admin/x/ui"
# How long anything may take on a machine that is busy with other things (ms).
PATIENCE = 30_000

# Notes what the policy has forbidden, and how long the page was busy at a stretch.
WATCH = """
    window.violations = [];
    document.addEventListener("securitypolicyviolation", (event) => violations.push(`${event.violatedDirective} ${event.blockedURI}`));
    window.longest = 0;
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) longest = Math.max(longest, entry.duration);
    }).observe({ type: "longtask", buffered: true });
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """The program on an environment (the demo if there is none), with further settings."""

    def __init__(self, environment=None, **settings):
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="sidemock-page-"))
        self.file = self.directory / "environment.json"
        self.port, self.management = free_port(), free_port()
        self.origin = f"http://127.0.0.1:{self.port}"
        # Where the admin API is, and so the page.
        self.admin_origin = f"http://127.0.0.1:{settings.get('MOCKOON_ADMIN_API_PORT', self.port)}"
        self.settings = {
            "MOCKOON_ADMIN_API_TOKEN": TOKEN,
            "MOCKOON_PORT": str(self.port),
            "MOCKOON_HOSTNAME": "127.0.0.1",
            "MOCKOON_MANAGEMENT_PORT": str(self.management),
            **settings,
        }
        if environment is not None:
            self.file.write_text(json.dumps(environment))
            self.settings["MOCKOON_DATA"] = str(self.file)
        self.start()

    def start(self):
        self.process = subprocess.Popen([SUT], env=self.settings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until(lambda: self.ready(), "a server that is ready")

    def ready(self):
        with contextlib.suppress(OSError):
            return urllib.request.urlopen(f"http://127.0.0.1:{self.management}/readyz", timeout=5).status == 200

    def stop(self):
        self.process.kill()
        self.process.wait()

    def end(self):
        self.stop()
        shutil.rmtree(self.directory)

    def ask(self, path, method="GET", body=None, headers=None):
        """Status and text of an answer."""
        if isinstance(body, str):
            body = body.encode()
        request = urllib.request.Request(self.origin + path, method=method, data=body, headers=headers or {})
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as answer:
            return answer.code, answer.read().decode()

    def admin(self, path, method="GET", body=None):
        headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
        text = self.ask(f"/mockoon-admin{path}", method, None if body is None else json.dumps(body), headers)[1]
        return json.loads(text) if text else None


def until(condition, what, seconds=PATIENCE / 1000):
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(f"in vain: {what}")
        time.sleep(0.05)


class PageTest(unittest.TestCase):
    """A server and a browser for all tests of a class, a tab of its own for each."""

    environment = None
    settings = {}

    @classmethod
    def setUpClass(cls):
        cls.server = Server(cls.environment, **cls.settings)
        cls.addClassCleanup(cls.server.end)
        playwright = sync_playwright().start()
        cls.addClassCleanup(playwright.stop)
        path = shutil.which("chromium-headless-shell") or shutil.which("chromium")
        # A container has no user namespaces for the sandbox.
        cls.browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"])
        cls.addClassCleanup(cls.browser.close)

    def setUp(self):
        self.asked, self.errors = [], []
        self.page = self.tab()

    def tab(self, width=1280, height=800, scheme="light"):
        context = self.browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
        context.grant_permissions(["clipboard-read", "clipboard-write"], origin=self.server.admin_origin)
        context.set_default_timeout(PATIENCE)
        self.addCleanup(context.close)
        page = context.new_page()
        page.add_init_script(WATCH)
        page.on("request", lambda request: self.asked.append(request))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("dialog", lambda dialog: self.errors.append(f"dialog {dialog.message}"))
        # After everything else of the test, while the tab is still there.
        self.addCleanup(self.look_back, page)
        return page

    def look_back(self, page):
        self.assertEqual(self.errors, [])
        self.assertEqual(page.evaluate("window.violations ?? []"), [])
        for request in self.asked:
            self.assertTrue(request.url.startswith((self.server.admin_origin, "data:")), request.url)
            self.assertNotIn("token", request.url.replace("/mockoon-admin", ""), request.url)

    def open(self, page=None, fragment=None, query=""):
        """Opens the page with the token in the fragment, and waits until it shows its list."""
        page = page or self.page
        fragment = fragment or "#token=" + urllib.request.quote(TOKEN, safe="")
        page.goto(self.server.admin_origin + PAGE + query + fragment)
        page.locator("#live[data-state=live]").wait_for()
        return page

    def rows(self, page=None):
        return (page or self.page).locator(".requests li")

    def detail(self, text, page=None):
        """Opens the newest request whose line has this text."""
        page = page or self.page
        self.rows(page).filter(has_text=text).first.click()
        # Until it is this one that is shown, and not the one before.
        page.locator(".detail h2", has_text=text).wait_for()
        return page.locator(".detail")

    def tells(self, locator, *parts):
        """Waits until the text that is shown has these parts: what a view shows comes in several answers."""
        for part in parts:
            until(lambda: part in locator.inner_text(), part)

    def offers(self, locator, buttons):
        """Waits until just these buttons are there."""
        until(lambda: {*locator.get_by_role("button").all_inner_texts()} == buttons, f"only the buttons {buttons}")

    def toast(self, text):
        self.page.locator(".toast.shown", has_text=text).wait_for()
