"""Contrast, names and roles by axe, and windows down to 360 pixels."""

import os
import pathlib
import unittest

from browser import PageTest

AXE = os.environ.get("AXE", "")


class Looks(PageTest):
    def setUp(self):
        super().setUp()
        for path in ["/flaky", "/products/1", "/nowhere/at/all?with=a&long=query", "/greeting/Ada?lang=fr"]:
            self.server.ask(path)
        self.server.ask("/checkout", "POST", '{"items": ["mug"]}', {"Content-Type": "application/json", "Authorization": "me"})
        self.server.ask("/products/1", headers={"x-sidemock-session": "a-session-with-a-long-name-that-somebody-made-of-a-test"})
        self.server.admin("/x/faults", "POST", {"match": {"path": "/nowhere"}, "fault": {"type": "reset"}, "probability": 0.25})
        self.server.admin("/x/stubs", "POST", {"times": 3, "route": {"method": "get", "endpoint": "some/longer/endpoint/:id", "responses": [{"statusCode": 503}]}})

    def views(self, page):
        """Shows every view of the page in turn."""
        self.rows(page).first.wait_for()
        yield "requests"
        self.detail("/checkout", page)
        yield "detail"
        page.keyboard.press("Escape")
        page.keyboard.press("2")
        if page.locator("summary").count():
            page.locator("summary", has_text="checkout").click()
        page.locator("main h2").first.wait_for()
        yield "routes"
        page.keyboard.press("3")
        page.locator("button.open").first.click()
        page.locator(".detail pre").wait_for()
        yield "data"
        page.locator(".detail").get_by_role("button", name="Close").click()
        page.keyboard.press("4")
        page.locator("main h2", has_text="Sessions").wait_for()
        yield "sessions"
        page.keyboard.press("5")
        page.locator("main h2", has_text="Faults").wait_for()
        yield "faults"
        page.keyboard.press("?")
        page.locator("dialog").wait_for()
        yield "help"
        page.keyboard.press("Escape")
        page.locator("dialog").wait_for(state="hidden")
        page.keyboard.press("r")
        page.locator("dialog").wait_for()
        yield "reset"
        page.keyboard.press("Escape")

    def test_nothing_scrolls_sideways(self):
        for width in [360, 768, 1024, 1600]:
            page = self.open(self.tab(width, 740))
            for view in self.views(page):
                found = page.evaluate("[document.documentElement.scrollWidth, document.querySelector('main').scrollWidth]")
                self.assertLessEqual(max(found), width, f"{view} at {width}")

    @unittest.skipUnless(AXE, "AXE names no axe.js")
    def test_axe_finds_nothing_in_light_and_dark(self):
        source = pathlib.Path(AXE).read_text()
        for scheme in ["light", "dark"]:
            for width in [1280, 360]:
                page = self.tab(width, 800, scheme)
                page.goto(self.server.origin + "/mockoon-admin/x/ui")
                page.locator("#token").wait_for()
                self.assert_accessible(page, source, f"token, {scheme}")
                self.open(page)
                for view in self.views(page):
                    self.assert_accessible(page, source, f"{view}, {scheme}, {width}")

    def assert_accessible(self, page, source, what):
        # By the debugger, which no policy of the page concerns.
        page.evaluate(f"() => {{ {source} }}")
        found = page.evaluate("axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'] }).then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes.slice(0, 3).map(({ html, failureSummary }) => html + failureSummary)]))")
        self.assertEqual(found, [], what)
