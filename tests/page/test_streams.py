"""Event streams as a browser reads them."""

import json

from browser import PageTest, until

HEADERS = [{"key": "Content-Type", "value": "text/event-stream"}, {"key": "X-Sidemock-Stream", "value": "events"}]
# Without an end, so that the browser does not ask again.
EVENTS = "retry: 60000\ndata: one\n\n: delay 300ms\nevent: tick\nid: 7\ndata: two\ndata: lines\n\n: delay 1h\n\ndata: too early\n\n"


def route(number, endpoint, response):
    response = {"uuid": f"aaaaaaaa-0000-4000-8000-{number:012d}", "statusCode": 200, **response}
    return {"uuid": f"bbbbbbbb-0000-4000-8000-{number:012d}", "type": "http", "method": "get", "endpoint": endpoint, "responses": [response]}


class EventSource(PageTest):
    environment = {
        "name": "Streams",
        "lastMigration": 33,
        "routes": [
            route(1, "page", {"body": "<title>Listener</title>", "headers": [{"key": "Content-Type", "value": "text/html"}]}),
            route(2, "events", {"body": EVENTS, "headers": HEADERS}),
        ],
    }

    def test_an_event_source_gets_events_one_by_one_and_what_is_pushed(self):
        page = self.page
        page.goto(f"{self.server.origin}/page")
        page.evaluate("""() => {
            window.heard = [];
            const hear = ({ type, data, lastEventId }) => heard.push({ type, data, lastEventId });
            const source = new EventSource("/events");
            for (const type of ["message", "tick", "pushed"]) source.addEventListener(type, hear);
        }""")
        heard = lambda: page.evaluate("heard")
        until(lambda: len(heard()) == 2, "two events")
        for event in [{"data": "plain"}, {"data": {"n": 1}, "event": "pushed", "id": "8"}]:
            self.assertEqual(self.server.admin("/x/streams/GET%20%2Fevents/push", "POST", event), {"listeners": 1})
        until(lambda: len(heard()) == 4, "what was pushed")
        events = [(event["type"], event["data"], event["lastEventId"]) for event in heard()]
        self.assertEqual(events[:3], [("message", "one", ""), ("tick", "two\nlines", "7"), ("message", "plain", "7")])
        self.assertEqual((events[3][0], json.loads(events[3][1]), events[3][2]), ("pushed", {"n": 1}, "8"))
