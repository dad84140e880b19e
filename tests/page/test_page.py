"""The page in a real browser: what an engineer does with it."""

import http.client
import json
import subprocess
import urllib.parse

from browser import PAGE, TOKEN, PageTest, free_port, until

AUTHORIZED = {"Content-Type": "application/json", "X-Odd": "it's \"odd\" $HOME `id` \\"}


class Demo(PageTest):
    """On the demo, fresh for each test."""

    def setUp(self):
        super().setUp()
        self.server.admin("/state/purge", "POST")
        for session in self.server.admin("/x/sessions"):
            self.server.admin(f"/x/sessions/{session['id']}", "DELETE")

    def test_a_token_is_typed_once_and_stays_in_the_tab(self):
        page = self.page
        page.goto(self.server.origin + PAGE)
        for token, selector in [("wrong", ".token .bad"), (TOKEN, "#live[data-state=live]")]:
            page.locator("#token").fill(token)
            page.keyboard.press("Enter")
            page.locator(selector).wait_for()
        page.reload()
        page.locator("#live[data-state=live]").wait_for()
        kept = page.evaluate("[Object.values(sessionStorage), Object.values(localStorage), document.cookie, location.href]")
        self.assertEqual(kept, [[TOKEN], [], "", self.server.origin + PAGE])
        page.keyboard.press("?")
        page.get_by_role("button", name="Forget the token").click()
        page.locator("#token").wait_for()
        self.assertEqual(page.evaluate("sessionStorage.length"), 0)

    def test_a_token_in_the_fragment_is_taken_out_of_the_address(self):
        page = self.open()
        self.assertEqual(page.url, self.server.origin + PAGE)
        page.evaluate("location.hash = '#token=wrong'")
        page.locator(".token .bad").wait_for()
        self.assertNotIn("wrong", page.evaluate("location.href"))
        page.go_back()
        self.assertNotIn("#token", page.url)

    def test_requests_appear_as_they_come_filtered_and_paused(self):
        page = self.open()
        page.locator(".empty", has_text="No requests yet").wait_for()
        self.server.ask("/products/1")
        self.rows().filter(has_text="/products/1").wait_for()
        self.server.ask("/nowhere?at=all")
        line = self.rows().filter(has_text="/nowhere?at=all")
        line.filter(has_text="not-found").wait_for()
        self.tells(line, "404")
        page.keyboard.press("/")
        page.keyboard.type("4xx !products")
        until(lambda: self.rows().count() == 1, "the one that is filtered for")
        page.keyboard.press("Escape")
        until(lambda: self.rows().count() == 2, "both again")
        page.keyboard.press("p")
        self.server.ask("/products/2")
        page.locator(".count", has_text="1 new").wait_for()
        self.assertEqual(self.rows().count(), 2)
        page.keyboard.press("p")
        self.rows().filter(has_text="/products/2").wait_for()

    def test_a_request_that_waits_is_shown_before_its_answer(self):
        page = self.open()
        curl = subprocess.Popen(["curl", "-s", "-o", "/dev/null", self.server.origin + "/slow"])
        page.locator(".requests li", has_text="/slow").filter(has_text="200").wait_for()
        curl.wait()

    def test_the_detail_tells_why(self):
        self.open()
        self.server.ask("/greeting/Ada?lang=FR")
        detail = self.detail("/greeting/Ada")
        self.tells(detail, "no rules hold", "In French", "query lang equals fr", "was FR", "letter case differs", "Hello Ada", "In English")
        self.server.ask("/order/2")
        self.tells(self.detail("/order/2"), "/orders/:id")
        self.page.keyboard.press("Escape")
        detail.wait_for(state="hidden")

    def test_what_is_copied_as_curl_is_the_same_request_again(self):
        page = self.open()
        bodies = ['{"a": "it\'s $HOME `id` \\\\n \\"q\\" é 漢 🦀"}', "@not-a-file", "-d x\nsecond line", "%00 & a=b", ""]
        for number, body in enumerate(bodies):
            target = f"/odd/it%27s%20{number}/%C3%A9$HOME`id`?a[]=1&b={{2}}&q='x'"
            self.server.ask(target, "PUT" if body else "GET", body or None, AUTHORIZED | {"Authorization": "Bearer secret"})
            recorded = self.server.admin("/x/requests?limit=1")["requests"][0]
            self.detail(recorded["request"]["urlPath"])
            page.evaluate("navigator.clipboard.writeText('')")
            page.keyboard.press("c")
            self.toast("authorization")
            until(lambda: page.evaluate("navigator.clipboard.readText()"), "a command")
            command = page.evaluate("navigator.clipboard.readText()")
            self.assertNotIn("secret", command)
            subprocess.run(["sh", "-c", command], check=True, capture_output=True, timeout=30)
            again = self.server.admin("/x/requests?limit=1")["requests"][0]
            self.assertGreater(again["index"], recorded["index"])
            for part in ["method", "urlPath", "query", "queryParams", "body"]:
                self.assertEqual(again["request"][part], recorded["request"][part], command)
            of = lambda entry: {h["key"]: h["value"] for h in entry["request"]["headers"] if h["key"] in ("x-odd", "content-type", "user-agent")}
            self.assertEqual(of(again), of(recorded), command)
            page.keyboard.press("Escape")

    def test_a_response_is_forced_and_taken_back(self):
        page = self.open()
        self.server.ask("/flaky")
        detail = self.detail("/flaky")
        button = detail.get_by_role("button", name="Force").last
        label = button.get_attribute("aria-label").removeprefix("Force ").removesuffix(" next")
        button.click()
        detail.locator(".forced", has_text=f"Forced next: {label}").wait_for()
        self.server.ask("/flaky")
        outcome = lambda: self.server.admin("/x/requests?limit=1")["requests"][0]["outcome"]
        self.assertEqual(outcome(), "forced")
        button = detail.get_by_role("button", name="Force").first
        label = button.get_attribute("aria-label").removeprefix("Force ").removesuffix(" next")
        button.click()
        detail.locator(".forced", has_text=f"Forced next: {label}").get_by_role("button", name="Undo").click()
        detail.locator(".forced").wait_for(state="hidden")
        self.server.ask("/flaky")
        self.assertNotEqual(outcome(), "forced")

    def test_a_stub_is_made_of_a_request_and_removed(self):
        page = self.open()
        self.server.ask("/products/1")
        self.detail("/products/1").get_by_role("button", name="Make a stub").click()
        area = page.locator("dialog textarea")
        stub = json.loads(area.input_value())
        stub["route"]["responses"][0] |= {"statusCode": 418, "body": "short and stout"}
        stub["times"] = 2
        area.fill(json.dumps(stub)[:-1])
        page.get_by_role("button", name="Add stub").click()
        page.locator("dialog .bad:not(:empty)").wait_for()
        area.fill(json.dumps(stub))
        page.keyboard.press("Control+Enter")
        self.toast("The stub is there")
        self.assertEqual(self.server.ask("/products/1"), (418, "short and stout"))
        page.keyboard.press("2")
        line = page.locator(".grid tr", has_text="/products/1")
        line.wait_for()
        line.get_by_role("button", name="Remove").click()
        page.locator(".empty", has_text="No stubs").wait_for()
        self.assertEqual(self.server.ask("/products/1")[0], 200)

    def test_buckets_are_shown_with_their_values(self):
        page = self.open()
        self.server.ask("/orders", "POST", '{"product": "<b>7</b>"}', {"Content-Type": "application/json"})
        page.keyboard.press("3")
        page.get_by_role("button", name="Orders").click()
        page.locator(".detail pre", has_text="<b>7</b>").wait_for()

    def test_everything_is_about_the_session_that_is_chosen(self):
        page = self.open()
        self.server.ask("/products/1")
        self.server.ask("/products/2", headers={"x-sidemock-session": "t1"})
        page.keyboard.press("4")
        page.get_by_role("button", name="Look at t1").click()
        self.rows().filter(has_text="/products/2").wait_for()
        until(lambda: self.rows().count() == 1, "nothing but the session's")
        page.locator("#session").select_option("*")
        until(lambda: self.rows().count() == 2, "the requests of all")
        until(page.locator("#reset").is_disabled, "nothing to reset")
        page.locator("#session").select_option("t1")
        until(lambda: self.rows().count() == 1, "those of t1")
        page.locator("h1").click()
        page.keyboard.press("r")
        page.locator("dialog", has_text="the session t1").get_by_role("button", name="Reset").click()
        self.toast("as it began")
        self.assertEqual(len(self.server.admin("/x/requests?session=t1")["requests"]), 0)
        self.assertEqual(len(self.server.admin("/x/requests")["requests"]), 1)
        self.server.admin("/x/sessions/t1", "DELETE")
        self.toast("t1 is over")
        self.rows().filter(has_text="/products/1").wait_for()
        self.assertEqual(self.server.admin("/x/sessions"), [])

    def test_a_fault_is_added_seen_and_removed(self):
        page = self.open()
        page.keyboard.press("5")
        page.locator(".empty", has_text="No faults").wait_for()
        page.get_by_role("button", name="Add").click()
        area = page.locator("dialog textarea")
        example = json.loads(area.input_value())
        area.fill(json.dumps({"match": example["match"], "fault": {"type": "status", "status": 503}, "times": 2}))
        page.get_by_role("button", name="Add fault").click()
        line = page.locator(".grid tr", has_text="503")
        line.wait_for()
        self.assertEqual(self.server.ask("/orders")[0], 503)
        page.keyboard.press("1")
        self.tells(self.detail("/orders"), "fault")
        page.keyboard.press("Escape")
        page.keyboard.press("5")
        line.get_by_role("button", name="Remove").click()
        page.locator(".empty", has_text="No faults").wait_for()
        self.assertEqual(self.server.ask("/orders")[0], 200)

    def test_the_example_of_a_fault_is_one(self):
        page = self.open()
        page.keyboard.press("5")
        page.get_by_role("button", name="Add").click()
        page.get_by_role("button", name="Add fault").click()
        page.locator(".grid tr", has_text="250ms").wait_for()

    def test_one_key_resets_and_asks_once(self):
        page = self.open()
        self.server.ask("/orders", "POST", "{}", {"Content-Type": "application/json"})
        self.rows().first.wait_for()
        page.keyboard.press("r")
        page.keyboard.press("Escape")
        page.locator("dialog").wait_for(state="hidden")
        self.assertEqual(len(json.loads(self.server.ask("/orders")[1])), 2)
        page.keyboard.press("r")
        page.keyboard.press("Enter")
        self.toast("as it began")
        page.locator(".empty", has_text="No requests yet").wait_for()
        self.assertEqual(len(json.loads(self.server.ask("/orders")[1])), 1)

    def test_the_keyboard_is_enough(self):
        page = self.page
        page.goto(self.server.origin + PAGE)
        page.keyboard.type(TOKEN)
        page.keyboard.press("Enter")
        page.locator("#live[data-state=live]").wait_for()
        for number in range(3):
            self.server.ask(f"/products/{number}")
        until(lambda: self.rows().count() == 3, "three requests")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.locator(".detail h2", has_text="/products/1").wait_for()
        until(lambda: page.evaluate("document.activeElement.matches('.detail')"), "the detail has the focus")
        page.keyboard.press("Tab")
        until(lambda: page.evaluate("document.activeElement.textContent") == "Copy as curl", "the first button has the focus")
        page.keyboard.press("Escape")
        page.keyboard.press("ArrowDown")
        page.locator("[aria-selected=true]", has_text="/products/0").wait_for()
        page.keyboard.press("s")
        until(lambda: page.evaluate("document.activeElement.id") == "session", "the session has the focus")
        page.keyboard.press("Tab")
        for key, title in [("2", "Stubs"), ("3", "Data buckets"), ("4", "Sessions")]:
            page.keyboard.press(key)
            page.locator("main h2", has_text=title).first.wait_for()

    def test_a_flood_of_requests_stays_bounded(self):
        page = self.open()
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port)
        for number in range(3000):
            connection.request("GET", f"/products/{number % 7}?n={number}")
            connection.getresponse().read()
        connection.close()
        self.rows().filter(has_text="n=2999").wait_for()
        self.assertLessEqual(self.rows().count(), 200)
        page.locator(".count", has_text="200 of").wait_for()
        page.keyboard.press("/")
        page.keyboard.type("n=2998")
        until(lambda: self.rows().count() == 1, "the filtered one")


class Reloads(PageTest):
    """What the page says of what serves, and whether anything serves."""

    environment = {"name": "First", "routes": [], "port": 0}

    def test_it_tells_of_reloads_and_of_refused_ones(self):
        page = self.open()
        page.locator("#environment", has_text="First · generation 1").wait_for()
        self.server.file.write_text('{"name": "Second", "routes": []}')
        page.locator("#environment", has_text="Second · generation 2 · reload taken · 0 routes").wait_for()
        self.server.file.write_text('{"name": ')
        page.locator("#refused", has_text="generation 2 goes on serving").wait_for()
        self.server.file.write_text('{"name": "Third", "routes": []}')
        page.locator("#environment", has_text="Third · generation 3").wait_for()
        page.locator("#refused").wait_for(state="hidden")
        self.server.stop()
        page.locator("#live[data-state=offline]").wait_for()
        self.server.start()
        page.locator("#live[data-state=live]").wait_for()
        self.server.ask("/after-all")
        self.rows().filter(has_text="/after-all").wait_for()


class ReadOnly(PageTest):
    """A page that offers no changes."""

    settings = {"MOCKOON_UI": "read-only"}

    def test_it_offers_no_changes(self):
        page = self.open()
        self.server.ask("/checkout", "POST", "{}")
        self.server.admin("/x/sessions", "POST", {"id": "t1"})
        page.locator("#environment", has_text="read-only").wait_for()
        detail = self.detail("/checkout")
        detail.locator("h3", has_text="Response").wait_for()
        self.offers(detail, {"Copy as curl", "Close"})
        page.keyboard.press("Escape")
        page.keyboard.press("r")
        self.toast("only reads")
        self.assertTrue(page.locator("#reset").is_hidden())
        for key, shown, offered in [("2", "/checkout", set()), ("3", "Orders", {"Products", "Orders"}), ("4", "t1", {"Look at"})]:
            page.keyboard.press(key)
            self.tells(page.locator("main .panel").first, shown)
            self.offers(page.locator("main"), offered)
        writes = [request.method for request in self.asked if request.method != "GET"]
        self.assertEqual(writes, [])


class ManyEnvironments(PageTest):
    """On the admin port, where the query names the environment."""

    settings = {"MOCKOON_ADMIN_API_PORT": str(free_port())}

    def test_the_query_names_the_environment(self):
        page = self.page
        fragment = "#token=" + urllib.parse.quote(TOKEN, safe="")
        page.goto(f"{self.server.admin_origin}{PAGE}?environment=nobody{fragment}")
        page.locator(".bad", has_text="no environment has this name").wait_for()
        self.open(query="?environment=Demo%20shop")
        self.server.ask("/products/1")
        self.detail("/products/1")
        page.keyboard.press("c")
        self.toast("Copied")
        until(lambda: self.server.origin in page.evaluate("navigator.clipboard.readText()"), "a command for the environment's own port")
