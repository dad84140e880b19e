#!/usr/bin/env python3
"""The table of values in the chart's README, made from values.schema.json and values.yaml.

    values_table.py            print it
    values_table.py --write    renew it between the markers of helm/sidemock/README.md
"""
import json
import os
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BEGIN, END = "<!-- values: begin (tests/manifests/values_table.py --write) -->", "<!-- values: end -->"
README = f"{ROOT}/helm/sidemock/README.md"
# Objects whose fields are Kubernetes' own, or ours but many and alike, are one row.
ONE_ROW = {"updateStrategy", "podSecurityContext", "securityContext", "resources"}


def rows(schema, values, path=""):
    """(path, type, default, description) of each value, objects of ours opened."""
    for name, property_ in schema["properties"].items():
        here = f"{path}{name}"
        default = values.get(name) if isinstance(values, dict) else None
        if property_.get("properties") and here not in ONE_ROW:
            yield from rows(property_, default, here + ".")
        else:
            yield here, type_of(property_), default, property_["description"]


def type_of(property_):
    """The type in words; null is left out, as it is only 'not set'."""
    if "enum" in property_:
        return "one of " + ", ".join(f"`{value}`" for value in property_["enum"] if value not in (None, ""))
    if "anyOf" in property_:
        return "integer or percentage"
    types = property_["type"] if isinstance(property_["type"], list) else [property_["type"]]
    types = [name for name in types if name != "null"]
    items = property_.get("items", {}).get("type") if types == ["array"] else None
    return {"array": f"list of {items}s" if isinstance(items, str) and items != "object" else "list"}.get(types[0], " or ".join(types))


def table():
    import yaml

    with open(f"{ROOT}/helm/sidemock/values.schema.json") as file:
        schema = json.load(file)
    with open(f"{ROOT}/helm/sidemock/values.yaml") as file:
        values = yaml.safe_load(file)
    lines = ["| value | type | default | meaning |", "|---|---|---|---|"]
    for path, type_, default, description in rows(schema, values):
        shown = "" if default in (None, "", [], {}) else f"`{json.dumps(default)}`" if not isinstance(default, str) else f"`{default}`"
        if isinstance(default, dict) and default:
            shown = "see values.yaml"
        cells = [f"`{path}`", type_, shown, description]
        lines.append(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |")
    return "\n".join(lines)


def main():
    if "--write" not in sys.argv:
        print(table())
        return
    with open(README) as file:
        before, rest = file.read().split(BEGIN)
    with open(README, "w") as file:
        file.write(f"{before}{BEGIN}\n{table()}\n{END}{rest.split(END)[1]}")


if __name__ == "__main__":
    main()
