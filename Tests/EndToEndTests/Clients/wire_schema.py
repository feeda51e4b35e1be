"""The official schemas: which definition of a revision a message is measured by, and what is wrong with it.

No method is named here: which definition is whose is read from the schema, by the constants of methods and error codes in it and by its way
of naming (`CallToolRequest` is answered with `CallToolResultResponse` and `CallToolResult`, or else with `EmptyResult`).
"""

import base64
import functools
import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from jsonschema import FormatChecker
from jsonschema.exceptions import ValidationError, relevance
from jsonschema.protocols import Validator
from jsonschema.validators import validator_for

FOLDER = Path(__file__).resolve().parents[2] / "Schemas"
FORMATS = FormatChecker(formats=())


@FORMATS.checks("byte", raises=ValueError)
def is_base64(value: object) -> bool:
    return not isinstance(value, str) or base64.b64decode(value, validate=True) is not None


@FORMATS.checks("uri", raises=ValueError)
def is_uri(value: object) -> bool:
    return not isinstance(value, str) or (bool(urlsplit(value).scheme) and not set(value) & set(' <>"{}|\\^`\r\n\t'))


class Schema:
    """One revision. What gives faults gives none for what is right."""

    def __init__(self, revision: str) -> None:
        self.revision = revision
        self.document = json.loads((FOLDER / f"{revision}.json").read_text("utf-8"))
        self.place = "$defs" if "$defs" in self.document else "definitions"
        self.definitions: dict[str, dict] = self.document[self.place]
        # Sessions came before results that say of what type they are.
        self.is_stateless = "ResultType" in self.definitions
        self.has_batches = "JSONRPCBatchResponse" in self.definitions
        self.requests = {
            body["properties"]["method"]["const"]: name
            for name, body in self.definitions.items()
            if name.endswith("Request") and "const" in body.get("properties", {}).get("method", {})
        }
        self.errors = dict(self.error_rules())

    def error_rules(self) -> Iterator[tuple[int, tuple[str, str | None]]]:
        """The code that a definition is about, and the part of a message that it defines: some define the whole, some its `error`."""
        for name, body in self.definitions.items():
            properties = body.get("properties", {})
            if "const" in properties.get("code", {}):
                yield properties["code"]["const"], (name, "error")
            for branch in properties.get("error", {}).get("allOf", []):
                if "const" in branch.get("properties", {}).get("code", {}):
                    yield branch["properties"]["code"]["const"], (name, None)

    def of_request(self, message: dict) -> list[str]:
        return self.check(message, "JSONRPCRequest") + self.check(message, "ServerRequest")

    def of_notification(self, message: dict) -> list[str]:
        return self.check(message, "JSONRPCNotification") + self.check(message, "ServerNotification")

    def of_error(self, message: dict) -> list[str]:
        faults = self.check(message, self.first("JSONRPCErrorResponse", "JSONRPCError"))
        error = message.get("error")
        rule = self.errors.get(error.get("code")) if isinstance(error, dict) else None
        return faults + (self.check(message, *rule) if rule else [])

    def of_result(self, message: dict, method: object) -> list[str]:
        """As the answer to a method."""
        request = self.requests.get(method) if isinstance(method, str) else None
        if request is None:
            return [f"{method} is no method of {self.revision}, and has no result"]
        base = request.removesuffix("Request")
        faults = self.check(message, self.first("JSONRPCResultResponse", "JSONRPCResponse"))
        if f"{base}ResultResponse" in self.definitions:
            faults += self.check(message, f"{base}ResultResponse")
        result = message.get("result")
        # Results that say of what type they are are taken at their word: a union would take the one for the other.
        kind = result.get("resultType") if self.is_stateless and isinstance(result, dict) else "complete"
        if kind == "input_required":
            faults += self.check(message, "InputRequiredResult", "result")
            if "inputRequests" not in result and "requestState" not in result:
                faults.append("InputRequiredResult: neither inputRequests nor requestState is there")
        elif kind == "complete":
            faults += self.check(message, self.first(f"{base}Result", "EmptyResult"), "result")
        else:
            faults.append(f"resultType {kind!r} is none that answers {method} here")
        return faults

    def first(self, *names: str) -> str:
        return next(name for name in names if name in self.definitions)

    def check(self, message: dict, definition: str, part: str | None = None) -> list[str]:
        """What is wrong with a message, or with a part of it, as a definition."""
        if definition not in self.definitions:
            return [f"{self.revision} has no {definition}"]
        value = message.get(part) if part else message
        return [f"{self.revision} {definition}: {told(error)}" for error in self.validator(definition).iter_errors(value)]

    @functools.cache
    def validator(self, definition: str) -> Validator:
        whole = {**self.document, "$ref": f"#/{self.place}/{definition}"}
        return validator_for(self.document)(whole, format_checker=FORMATS)


def told(error: ValidationError) -> str:
    """Where and why; of a union, by the branch that was meant, which is the one whose constants fit."""
    branches = [[one for one in error.context if one.schema_path[0] == index] for index in {one.schema_path[0] for one in error.context}]
    meant = [branch for branch in branches if not any(one.validator == "const" for one in branch)]
    if len(meant) == 1:
        return told(max(meant[0], key=relevance))
    return f"{error.json_path}: {error.message[:500]}"


SCHEMAS = {path.stem: Schema(path.stem) for path in sorted(FOLDER.glob("????-??-??.json"))}
# What a server speaks that nobody has told anything of a revision yet, and what it answers to a request that names one which is not served.
UNNEGOTIATED = [schema for schema in SCHEMAS.values() if not schema.is_stateless][-1]
STATELESS = [schema for schema in SCHEMAS.values() if schema.is_stateless][-1]
