"""Whatever was recorded or lies in a file is shown as text: none of it runs, none breaks the layout."""

import json
import urllib.parse

from browser import PageTest, until

RUN = "window.ran=1"

MARKUP = [
    f"<script>{RUN}</script>",
    f"<img src=x onerror={RUN}>",
    f"<svg onload={RUN}>",
    f"<svg><script>{RUN}</script></svg>",
    f"<iframe srcdoc='<script>parent.{RUN}</script>'></iframe>",
    f"<iframe src=\"javascript:parent.{RUN}\"></iframe>",
    f"<body onload={RUN}>",
    f"<details open ontoggle={RUN}>",
    f"<input autofocus onfocus={RUN}>",
    f"<video><source onerror={RUN}></video>",
    f"<a href=\"javascript:{RUN}\">click</a>",
    f"<object data=\"javascript:{RUN}\"></object>",
    f"<math><mtext><style><img src=x onerror={RUN}></style></mtext></math>",
    f"</pre><script>{RUN}</script>",
    f"</textarea><script>{RUN}</script>",
    f"</title></style></noscript><script>{RUN}</script>",
    f"<!--><script>{RUN}</script-->",
    f"<![CDATA[<script>{RUN}</script>]]>",
    "<meta http-equiv=refresh content=0;url=https://evil.example/>",
    "<base href=https://evil.example/>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<style>*{display:none}</style>",
    "<form action=https://evil.example/><button>",
    "<plaintext>",
    "<template><script>1</script></template>",
    "<dialog open>over everything</dialog>",
]
ATTRIBUTES = [
    f"\" onmouseover=\"{RUN}",
    f"' onfocus='{RUN}' autofocus='",
    f"` onclick=`{RUN}",
    f"x\" style=\"position:fixed;inset:0",
    f"\"><script>{RUN}</script>",
    f"'><img src=x onerror={RUN}>",
    "javascript:window.ran=1",
    "JaVaScRiPt:window.ran=1//",
    "data:text/html,<script>window.ran=1</script>",
    "vbscript:window.ran=1",
    "&lt;script&gt;window.ran=1&lt;/script&gt;",
    "&#60;script&#62;window.ran=1&#60;/script&#62;",
    "\\u003cscript\\u003ewindow.ran=1\\u003c/script\\u003e",
    "%3Cscript%3Ewindow.ran=1%3C/script%3E",
]
TEMPLATES = ["{{window.ran=1}}", "${window.ran=1}", "#{window.ran=1}", "<%= window.ran=1 %>", "{%window.ran=1%}", "[[window.ran=1]]", "{{constructor.constructor('window.ran=1')()}}", "__proto__", "constructor", "toString"]
TEXTS = [
    "\u202egnp.exe\u202c",
    "\u2066\u2067\u2068 isolate",
    "\u200f\u200e\u061c marks",
    "zero\u200bwidth\u2060\ufeff",
    "a\u0300" * 200,
    "\U0001f469\u200d\U0001f469\u200d\U0001f467 \U0001f1e9\U0001f1ea",
    "\ufdfd" * 20,
    "W" * 5000,
    " " * 200 + "end",
    "tab\tand\x0bmore\x7f",
]
PAYLOADS = MARKUP + ATTRIBUTES + TEMPLATES + TEXTS
# What only a body can be.
BODIES = ["x" * 1_000_000, "\n" * 20_000, "<b>" * 100_000, "nul \0 in it", json.dumps(["\ud800", "\udfff lone"]), json.dumps([[["<i>"]]] * 500)]

NOTHING_NEW = "document.querySelectorAll('main script, main img, main svg, main iframe, main a, main object, main style, main video, main form, main math, main base, main meta, main link').length"


def route(number, payload):
    response = {"uuid": f"aaaaaaaa-0000-4000-8000-{number:012d}", "label": payload, "statusCode": 200, "body": payload, "disableTemplating": True,
                "rules": [{"target": "body", "modifier": payload[:50], "value": payload[:200], "operator": "equals", "invert": True}]}
    return {"uuid": f"bbbbbbbb-0000-4000-8000-{number:012d}", "type": "http", "method": "post", "endpoint": f"r/{number}", "documentation": payload, "responses": [response]}


class Hostile(PageTest):
    environment = {
        "name": MARKUP[1],
        "lastMigration": 33,
        "routes": [route(number, payload) for number, payload in enumerate(PAYLOADS)],
        "data": [{"id": f"b{number:03}", "uuid": f"cccccccc-0000-4000-8000-{number:012d}", "name": payload[:80], "value": json.dumps({payload: payload})} for number, payload in enumerate(PAYLOADS)],
    }
    settings = {"MOCKOON_MAX_TRANSACTION_LOG_BYTES": "64MB"}

    def nothing_ran(self, what, page=None):
        page = page or self.page
        self.assertIsNone(page.evaluate("window.ran ?? null"), what)
        self.assertEqual(page.evaluate(NOTHING_NEW), 0, what)
        width = page.evaluate("[document.documentElement.scrollWidth, innerWidth, document.documentElement.scrollHeight, innerHeight]")
        self.assertLessEqual(width[0], width[1], what)
        self.assertLessEqual(width[2], width[3], what)
        self.assertTrue(page.locator("h1").is_visible(), what)

    def test_sixty_payloads_are_only_text(self):
        self.assertGreaterEqual(len(PAYLOADS), 60)
        page = self.open()
        for number, payload in enumerate(PAYLOADS):
            quoted = urllib.parse.quote(payload[:1500])
            header = payload[:1500].encode().decode("latin-1").replace("\x0b", "").replace("\x7f", "").strip() or "x"
            for path in [f"/r/{number}", f"/{quoted}/{number}"]:
                self.server.ask(f"{path}?q={quoted}&n={number}#", "POST", payload, {"X-Payload": header, "Content-Type": "text/plain"})
        self.rows().filter(has_text=f"n={len(PAYLOADS) - 1}").first.wait_for()
        self.nothing_ran("the list")
        for number, payload in enumerate(PAYLOADS):
            page.locator("input[type=search]").fill(f"post /r/{number}?")
            until(lambda: self.rows().count() == 1, "one request")
            detail = self.detail(f"/r/{number}?")
            if payload in MARKUP + TEMPLATES:
                self.tells(detail, payload)
            self.nothing_ran(payload)
            self.assertNotIn("\u202e", detail.inner_text())
            page.locator("input[type=search]").fill(f"/{number} !/r/")
        for key in "2345":
            page.keyboard.press("Escape")
            page.locator("h1").click()
            page.keyboard.press(key)
            self.nothing_ran(f"view {key}")

    def test_routes_and_buckets_are_only_text(self):
        page = self.open()
        page.keyboard.press("3")
        buckets = page.locator("button.open")
        until(lambda: buckets.count() == len(PAYLOADS), "all buckets")
        for number in range(0, len(PAYLOADS), 5):
            buckets.nth(number).click()
            page.locator(".detail pre").wait_for()
            self.nothing_ran(PAYLOADS[number])
        page.locator("h1").click()
        page.keyboard.press("2")
        page.locator("main h2", has_text="Stubs").wait_for()
        for summary in page.locator("summary").all()[:30]:
            summary.click()
        self.nothing_ran("routes")

    def test_huge_and_broken_bodies_are_only_text(self):
        page = self.open()
        for number, body in enumerate(BODIES):
            self.server.ask(f"/body/{number}", "POST", body, {"Content-Type": "text/plain"})
            detail = self.detail(f"/body/{number}")
            self.nothing_ran(number)
            while detail.get_by_role("button", name="Show more").count():
                detail.get_by_role("button", name="Show more").first.click()
            self.nothing_ran(number)

    def test_narrow_windows_hold_them_too(self):
        for number, payload in enumerate(PAYLOADS):
            self.server.ask(f"/{urllib.parse.quote(payload[:1500])}", "POST", payload)
        page = self.open(self.tab(360, 740))
        self.rows(page).first.wait_for()
        self.nothing_ran("the list", page)
        for row in self.rows(page).all()[:10]:
            row.click()
            page.locator(".detail h3", has_text="Response").wait_for()
            self.assertLessEqual(page.evaluate("document.querySelector('.detail').scrollWidth"), 360)
            page.keyboard.press("Escape")
