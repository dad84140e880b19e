"""values.yaml, values.schema.json and the table of the chart's README tell the same."""
import json
import re
import unittest

import jsonschema
import values_table
import yaml
from rendering import CHART, ROOT


class Values(unittest.TestCase):
    def setUp(self):
        with open(f"{CHART}/values.schema.json") as file:
            self.schema = json.load(file)
        with open(f"{CHART}/values.yaml") as file:
            self.values = yaml.safe_load(file)

    def test_the_schema_is_a_schema(self):
        jsonschema.Draft7Validator.check_schema(self.schema)
        jsonschema.Draft7Validator(self.schema).validate(self.values)

    def test_schema_and_values_have_the_same_keys(self):
        def compare(schema, values, path):
            # Free-form objects and lists end the walk, and what is {} by default has only optional fields.
            if not schema.get("properties") or values == {}:
                return
            self.assertEqual(set(schema["properties"]), set(values), path)
            for name, value in values.items():
                if isinstance(value, dict):
                    compare(schema["properties"][name], value, f"{path}.{name}")

        compare(self.schema, self.values, "values")

    def test_every_setting_of_the_server_has_a_value(self):
        with open(f"{ROOT}/src/settings/README.md") as file:
            settings = set(re.findall(r"^\| `MOCKOON_(\w+)` \|", file.read(), re.M))
        values = {re.sub(r"([A-Z])", r"_\1", name).upper() for name in self.values["settings"]}
        # Values of their own make them: adminToken, frontDoor, ports, state, tls.clientCa.
        elsewhere = {"ADMIN_API_TOKEN", "ADMIN_API_TOKEN_FILE", "FRONT_PORT", "FRONT_TLS_PORT", "FRONT_ROUTES", "FRONT_ONLY",
                     "EXPECTED_PORTS", "STATE_URL", "STATE_CA_FILE", "TLS_CLIENT_CA_FILE", "TLS_CLIENT_AUTH"}
        self.assertEqual(values | elsewhere, settings)
        self.assertFalse(values & elsewhere)

    def test_every_object_of_ours_refuses_unknown_fields(self):
        def walk(schema, path):
            # What is global is shared with other charts.
            if "properties" in schema and path != "values.global":
                self.assertIs(schema.get("additionalProperties"), False, path)
            for name, property_ in schema.get("properties", {}).items():
                self.assertTrue(property_.get("description"), f"{path}.{name} has no description")
                walk(property_, f"{path}.{name}")
            if isinstance(schema.get("items"), dict):
                walk(schema["items"], f"{path}[]")

        walk(self.schema, "values")

    def test_the_readmes_table_is_current(self):
        with open(values_table.README) as file:
            shown = file.read().split(values_table.BEGIN)[1].split(values_table.END)[0].strip()
        self.assertEqual(shown, values_table.table(), "run tests/manifests/values_table.py --write")


if __name__ == "__main__":
    unittest.main()
