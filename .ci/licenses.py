#!/usr/bin/env python3
"""Checks the licences and banned crates of Cargo.lock against .deny.toml, without the network (cargo-deny wants its advisories)."""
import json
import re
import subprocess
import sys
import tomllib


def satisfied(expression, allowed):
    """Whether an SPDX expression (old crates write `/` for OR) can be met with allowed licences."""
    tokens = re.findall(r"\(|\)|[^\s()]+(?:\s+WITH\s+[^\s()]+)?", expression.replace("/", " OR "))

    def alternatives():
        good = conjunction()
        while tokens and tokens[0] == "OR":
            tokens.pop(0)
            good = conjunction() or good
        return good

    def conjunction():
        good = licence()
        while tokens and tokens[0] == "AND":
            tokens.pop(0)
            good = licence() and good
        return good

    def licence():
        token = tokens.pop(0)
        if token != "(":
            return token in allowed
        good = alternatives()
        tokens.pop(0)
        return good

    return alternatives()


def main():
    with open(".deny.toml", "rb") as file:
        rules = tomllib.load(file)
    allowed = set(rules["licenses"]["allow"])
    banned = {ban["crate"] for ban in rules["bans"]["deny"]}
    command = ["cargo", "metadata", "--locked", "--format-version", "1"]
    packages = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)["packages"]
    errors = []
    for package in packages:
        name = f"{package['name']} {package['version']}"
        if not satisfied(package["license"] or "unknown", allowed):
            errors.append(f"{name}: licence {package['license']} is not in .deny.toml")
        if package["name"] in banned:
            errors.append(f"{name} is banned by .deny.toml")
        if package["source"] and not package["source"].startswith("registry+"):
            errors.append(f"{name} does not come from the registry: {package['source']}")
    print("\n".join(errors) or f"{len(packages)} crates, all with allowed licences")
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
