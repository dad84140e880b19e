#!/usr/bin/env python3
"""Requests that want more than there is, one kind at a time from several clients at once, and how others fare meanwhile.

    SUT=target/release/sidemock python3 tests/soak/attack.py [--threads 2] [--seconds 3] [--clients 6] [--budget 128MB] [--judge] [names...]

Where floods.py breaks the protocols, these keep to them: templates without end, patterns that backtrack, bodies that are
small and parse into much, queries of JSONPath and JMESPath, filters of CRUD, calls of the admin API. All bodies are made
before the clients begin. Names may hold `*`. probes.py says what is printed and judged.
"""

import fnmatch
import json
import sys
import time
from urllib.parse import quote

import probes
from soak import FIRST_PORT, MB, TOKEN, ask, environment, resident, route

JSON = {"Content-Type": "application/json"}
ADMIN = {**JSON, "Authorization": f"Bearer {TOKEN}"}
ROUTES = [route("all", "ok", "ok"), route("all", "sink", "taken")]
ATTACKS = {}


def attack(name, method, path, body=None, headers=None):
    """Sends the same request again and again; a body is made when its turn comes."""
    def client():
        made = body() if callable(body) else body
        return lambda: ask(FIRST_PORT, method, path, made, headers or {}, timeout=30)
    ATTACKS[name] = client


def template(name, text):
    ROUTES.append(route("all", f"t/{name}", text))
    attack(name, "GET", f"/t/{name}")


def body(name, text, made, kind="application/json", query=""):
    """A body for a template that looks at it."""
    if not any(one["endpoint"] == f"b/{name}" for one in ROUTES):
        ROUTES.append(route("all", f"b/{name}", text))
    attack(name, "POST", f"/b/{name}{query}", made, {"Content-Type": kind})


def rule(name, target, modifier, operator, value, made):
    """A body for a response with this rule."""
    judged = route("all", f"r/{name}", "held")
    wanted = {"target": target, "modifier": modifier, "value": value, "invert": False, "operator": operator}
    judged["responses"][0]["rules"] = [wanted]
    ROUTES.append(judged)
    attack(name, "POST", f"/r/{name}", made, JSON)


# Templates.

GRAPH = "{{setVar 'x' 'aaaaaaaaaa'}}{{#repeat 40}}{{setVar 'x' (array @x @x)}}{{/repeat}}"
LONG = "{{setVar 'x' (padStart '' 3000000 'b,a,')}}{{#repeat 100000}}"
template("partials", "{{#*inline 'a'}}{{/inline}}" + "".join(
    f"{{{{#*inline 'a{i}'}}}}{{{{> a{i - 1 if i else ''}}}}}{{{{> a{i - 1 if i else ''}}}}}{{{{/inline}}}}" for i in range(40)) + "{{> a39}}")
template("recursion", "{{#*inline 'a'}}{{> a}}{{> a}}{{/inline}}{{> a}}")
for name, text in {
    "print": "{{{@x}}}", "stringify": "{{{stringify @x}}}", "join": "{{join @x '-'}}", "equal": "{{eq @x @x}}{{includes @x 'q'}}",
    "keep": "{{setGlobalVar 'big' @x}}", "merge": "{{{stringify (objectMerge (object a=@x) (object b=@x))}}}",
    "flatten": "{{jmesPath @x '" + "[]" * 30 + "'}}", "descend": "{{jsonPath @x '$..*'}}",
}.items():
    template(f"graph_{name}", GRAPH + text)
for name, text in {
    "split": "{{len (split @x '')}}", "replace": "{{len (replaceAll @x 'a' 'aaaa')}}", "find": "{{indexOf @x 'zz'}}",
    "upper": "{{len (uppercase @x)}}", "base64": "{{len (base64 @x)}}", "path": "{{objectPath @x @x}}", "escape": "{{@x}}",
    "sort": "{{len (sort (split @x ','))}}", "number": "{{add @x 1}}", "date": "{{isValidDate @x}}",
    "format": "{{dateFormat (now) @x}}", "parse": "{{jsonParse @x}}",
}.items():
    template(f"text_{name}", LONG + text + "{{/repeat}}")
for name, text in {
    "doubling": "{{setVar 'x' 'ab'}}{{#repeat 60}}{{setVar 'x' (concat @x @x)}}{{/repeat}}",
    "loops": "{{#repeat 10000}}{{#repeat 10000}}{{#repeat 10000}}{{/repeat}}{{/repeat}}{{/repeat}}",
    "variables": "{{#repeat 1000000}}{{setVar (guid) 1}}{{/repeat}}",
    "globals": "{{#repeat 1000000}}{{setGlobalVar (guid) 1}}{{/repeat}}",
    "nesting": "{{#repeat 100000}}{{setGlobalVar 'n' (array (getGlobalVar 'n'))}}{{/repeat}}",
    "list": "{{#repeat 100}}{{setData 'set' 'grow' (concat '' (multiply @index 1000000)) 1}}{{/repeat}}",
    "paragraphs": "{{#repeat 1000000}}{{faker 'lorem.paragraphs' 1000000}}{{/repeat}}",
    "pattern": "{{#repeat 9999}}{{faker 'helpers.fromRegExp' '((((a{1,999}){1,999}){1,999}){1,999}){1,999}'}}{{/repeat}}",
}.items():
    template(name, text)

# Queries in JMESPath and JSONPath.

LISTS = json.dumps([[1, 2, [3, 4]]] * 2000)
for name, query in {
    "products": "|".join(["[@,@,@,@,@,@,@,@,@,@]"] * 10), "flattening": "[][]" * 200,
    "texts": "sort_by(@,&to_string(@))|map(&to_string(@),@)|join(',',@)" + "|[@,@,@,@,@,@,@,@,@,@]" * 4 + "|to_string(@)",
    "maps": "map(&map(&map(&map(&[@,@],$),$),$),@)", "joins": "map(&join('',[to_string($),to_string($)]),@)",
    "parentheses": "(" * 3000 + "@" + ")" * 3000, "filters": "[?@==`1`]" * 500,
}.items():
    body(f"jmes_{name}", "{{{jmesPath (bodyRaw) (queryParam 'p')}}}", LISTS, query=f"?p={quote(query)}")
WIDE = json.dumps({"a": [{"a": [{"a": [1] * 30}] * 30}] * 30})
for name, query in {
    "descents": "$" + "..*" * 12, "conditions": "$..[?(@..a)]" * 4, "unions": "$" + "[*,*,*,*]" * 20, "range": "$[0:10000000:1]",
    "patterns": "$..[?(@.match(/(.*)*x/))]",
}.items():
    body(f"jsonpath_{name}", "{{{jsonPath (bodyRaw) (queryParam 'p')}}}", WIDE, query=f"?p={quote(query)}")

# Bodies that are small and parse into much.

LOOK = "{{body 'items.0'}}{{len (stringify (bodyRaw))}}{{#each (bodyRaw)}}{{@key}}{{/each}}"
XML, FORM, PARTS = "application/xml", "application/x-www-form-urlencoded", "multipart/form-data; boundary=b"


def parts(names, inside=b""):
    one = b'--b\r\nContent-Disposition: form-data; name="%s"\r\n' + inside + b"\r\nx\r\n"
    return b"".join(one % name for name in names) + b"--b--\r\n"


for name, kind, made in [
    ("json_open", "application/json", lambda: b"[" * MB),
    ("json_objects", "application/json", lambda: b'{"items":[' + b"{}," * 2_000_000 + b"{}]}"),
    ("json_keys", "application/json", lambda: json.dumps({f"k{i}": 1 for i in range(300_000)})),
    ("json_numbers", "application/json", lambda: b"[" + b"1," * 3_000_000 + b"1]"),
    ("json_digits", "application/json", lambda: b"[" + b"9" * 3_000_000 + b"]"),
    ("xml_deep", XML, lambda: b"<a>" * 300_000 + b"</a>" * 300_000),
    ("xml_wide", XML, lambda: b"<r>" + b"a<b/>" * 600_000 + b"</r>"),
    ("xml_attributes", XML, lambda: b"<a " + b" ".join(b'a%d="1"' % i for i in range(200_000)) + b"/>"),
    ("xml_entities", XML, lambda: b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + b"".join(
        b'<!ENTITY a%d "&a%d;&a%d;">' % (i + 1, i, i) for i in range(40)) + b"]><x>&a40;</x>"),
    ("form_deep", FORM, lambda: b"a" + b"[a]" * 300_000 + b"=1"),
    ("form_many", FORM, lambda: b"a=&" * 1_000_000),
    ("form_indexes", FORM, lambda: b"a[99999999]=1&" * 10_000),
    ("parts_many", PARTS, lambda: parts(b"a%d[b][c]" % i for i in range(30_000))),
    ("parts_deep", PARTS, lambda: parts([b"a" + b"[a]" * 50_000])),
    ("parts_heads", PARTS, lambda: parts([b"a"] * 3, b"X-Y: z\r\n" * 100_000)),
]:
    body(name, LOOK, made, kind)

# Rules.

PASSWORD = lambda: json.dumps({"password": "a" * 200_000 + "!"})
rule("regex_lookahead", "body", "password", "regex", "(?=.*[0-9])(?=.*[A-Z]).{8,}", PASSWORD)
rule("regex_catastrophe", "body", "password", "regex", "^(a+)+$", PASSWORD)
rule("regex_reference", "body", "password", "regex", "(a*)*\\1b", PASSWORD)
rule("regex_of_request", "body", "password", "regex", "{{body 'p'}}",
     lambda: json.dumps({"password": "a" * 100_000, "p": "(((a{1,1000}){1,1000}){1,1000}){1,1000}(?=x)"}))
rule("schema_unique", "body", "", "valid_json_schema", "uniq", lambda: json.dumps(
    {"password": "a" * 200_000 + "!", "u": list(range(30_000)), "n": [[i] for i in range(3_000)], "any": [1] * 3_000}))
rule("schema_recursive", "body", "", "valid_json_schema", "self", lambda: json.dumps([[i, {"a": i}] for i in range(30_000)]))
rule("schema_deep", "body", "", "valid_json_schema", "deep", lambda: '{"a":' * 400 + "1" + "}" * 400)

# Operations of CRUD.

for name, query in {
    "like": "t_like=(%3F%3D.*0)(%3F%3D.*Z).%7B8%7D", "likes": "&".join(f"t_like=%28%3F%3Aa*{i}%29" for i in range(300)),
    "many": "&".join(f"t_ne={i}" for i in range(3_000)), "sorts": "sort=" + "t," * 3_000 + "&order=" + "desc," * 3_000,
    "search": "search=zzz",
}.items():
    attack(f"crud_{name}", "GET", f"/seen?{query}")
attack("crud_grow", "POST", "/grow", lambda: b"[" + b"{}," * 300_000 + b"{}]", JSON)
attack("crud_put", "PUT", "/grow", lambda: json.dumps([{"t": "x" * 1_000_000}]), JSON)

# The admin API: the journal is full of bodies of 60 kB, which these patterns go through.

PATTERN = {"target": "body", "modifier": "password", "operator": "regex", "value": "(a*)*\\1b"}
LOOKS = {"target": "body", "modifier": "", "operator": "regex", "value": "(?=.*[0-9])(?=.*[Z]).{8,}"}


def admin(name, method, path, made):
    attack(name, method, f"/mockoon-admin{path}", made, ADMIN)


admin("verify_pattern", "POST", "/x/verify", json.dumps({"match": {"rules": [PATTERN, LOOKS], "rulesOperator": "OR"}, "count": 1}))
admin("verify_waits", "POST", "/x/verify", json.dumps({"match": {"rules": [PATTERN]}, "count": 1, "within": "5s"}))
admin("verify_sequence", "POST", "/x/verify", json.dumps({"sequence": [{"rules": [LOOKS]}] * 1_000}))
admin("verify_only", "POST", "/x/verify", json.dumps({"only": [{"rules": [PATTERN]}] * 1_000}))
admin("verify_list", "POST", "/x/verify", lambda: json.dumps([{"path": "/ok"}] * 100_000))
PATTERNS = [{"target": "body", "operator": "regex", "value": f"[a-z]{{1,1000}}{i}"} for i in range(300)]
admin("verify_patterns", "POST", "/x/verify", json.dumps({"match": {"rules": PATTERNS}}))
admin("fault_patterns", "POST", "/x/faults", json.dumps({"match": {"path": "/none", "rules": PATTERNS[:30]}, "fault": {"type": "reset"}}))
admin("find_pattern", "POST", "/x/requests/find", json.dumps({"match": {"rules": [PATTERN, LOOKS]}, "limit": 1_000}))
admin("find_jsonpath", "POST", "/x/requests/find", json.dumps(
    {"match": {"rules": [{**PATTERN, "modifier": "$..*..*..*"}]}, "limit": 1_000}))
admin("har", "GET", "/x/requests.har?limit=1000", None)
admin("logs", "GET", "/logs?limit=1000", None)
admin("explain", "POST", "/x/explain", lambda: json.dumps({
    "method": "POST", "path": "/r/regex_lookahead", "headers": {"content-type": "application/json"}, "body": PASSWORD()}))
admin("bucket_deep", "PUT", "/x/data-buckets/grow", '{"a":' * 10_000 + "1" + "}" * 10_000)
admin("bucket_large", "PUT", "/x/data-buckets/grow", lambda: b"[" + b"{}," * 1_000_000 + b"{}]")
admin("environment_open", "PUT", "/environment", lambda: b"[" * MB)
admin("environment_dry", "PUT", "/environment?dryRun=true", lambda: json.dumps(
    environment("large", FIRST_PORT, [route("get", f"a/{i}", "{{a}}" * 50) for i in range(10_000)])))
admin("stub_patterns", "POST", "/x/stubs", lambda: json.dumps({"route": {"endpoint": "stub", "responses": [
    {"rules": [{"target": "body", "operator": "regex", "value": f"[a-z]{{1,1000}}{i}"} for i in range(300)]}]}}))


def site():
    schemas = {
        "uniq": {"properties": {"password": {"pattern": "^(a+)+$"}, "u": {"uniqueItems": True}, "n": {"uniqueItems": True},
                                "any": {"items": {"anyOf": [{"const": i} for i in range(500)]}}}},
        "self": {"uniqueItems": True, "items": {"anyOf": [{"type": "string"}, {"minItems": 9}, {"$ref": "#"}]}},
        "deep": {"allOf": [{"properties": {"a": {"$ref": "#"}}}] * 2},
    }
    texts = [{"id": i, "t": "a" * 16_000, "a": {"b": i}} for i in range(100)]
    data = {"seen": json.dumps(texts), "grow": "[]", **{name: json.dumps(schema) for name, schema in schemas.items()}}
    cruds = [route("", name, kind="crud", bodyType="DATABUCKET", databucketID=name) for name in ("seen", "grow")]
    return environment("attack", FIRST_PORT, ROUTES + cruds, data=[
        {"uuid": "", "id": name, "name": name, "value": value} for name, value in data.items()])


def repeated(name):
    """The request again and again; how often it was answered what."""
    send = ATTACKS[name]()

    def work(stop, became):
        while not stop.is_set():
            try:
                status, said = send()
                became(f"{status} {said[:70].decode('latin1')}")
            except OSError as error:
                became(type(error).__name__)
                time.sleep(0.05)
    return work


def main():
    arguments = probes.options(clients=6, budget="128MB")

    def work(server):
        for _ in range(300):
            ask(FIRST_PORT, "POST", "/sink", json.dumps({"password": "a" * 60_000}), JSON)
        print(f"{resident(server.pid):.0f} MiB with a full journal")
        mistakes = []
        for name in ATTACKS:
            if server.poll() is None and any(fnmatch.fnmatch(name, wanted) for wanted in arguments.names):
                mistakes += probes.beside(name, server, arguments, repeated(name))
        return mistakes
    return probes.judge([site()], arguments, work)


if __name__ == "__main__":
    sys.exit(main())
