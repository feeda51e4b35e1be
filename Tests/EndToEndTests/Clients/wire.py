"""What a server answers, measured by the official schema of the revision that is spoken."""

import functools
import json
from pathlib import Path

from jsonschema.protocols import Validator
from jsonschema.validators import validator_for

SCHEMAS = Path(__file__).resolve().parents[2] / "Schemas"
STATED = "io.modelcontextprotocol/protocolVersion"


@functools.cache
def schema(revision: str) -> dict:
    return json.loads((SCHEMAS / f"{revision}.json").read_text("utf-8"))


def definitions(revision: str) -> dict:
    return schema(revision).get("$defs") or schema(revision)["definitions"]


@functools.cache
def validator(revision: str, definition: str) -> Validator:
    place = "$defs" if "$defs" in schema(revision) else "definitions"
    return validator_for(schema(revision))({**schema(revision), "$ref": f"#/{place}/{definition}"})


@functools.cache
def result(revision: str, method: str) -> str:
    """The definition of a method's result, found by the constant of its request."""
    for name, body in definitions(revision).items():
        if name.endswith("Request") and body.get("properties", {}).get("method", {}).get("const") == method:
            own = name.removesuffix("Request") + "Result"
            return own if own in definitions(revision) else "EmptyResult"
    raise AssertionError(f"{method} is no method of {revision}, and has no result")


def first(revision: str, *names: str) -> str:
    return next(name for name in names if name in definitions(revision))


class Wire:
    """Knows what was asked under which id; several things under one id where many ask at once."""

    def __init__(self) -> None:
        self.asked: dict[object, set[tuple[str, str]]] = {}

    def ask(self, message: object, revision: str) -> None:
        """A request, before it is sent. The revision is of its session, if it names none itself."""
        if isinstance(message, dict) and "id" in message and "method" in message:
            revision = message.get("params", {}).get("_meta", {}).get(STATED, revision)
            if message["method"] == "initialize":
                revision = message["params"]["protocolVersion"]
            # One that is not served is refused in the words of the newest.
            known = revision if (SCHEMAS / f"{revision}.json").exists() else max(path.stem for path in SCHEMAS.glob("????-??-??.json"))
            self.asked.setdefault(message["id"], set()).add((known, message["method"]))

    def check(self, message: dict) -> None:
        """An answer. It must be right as an answer to something that was asked under its id."""
        faults = []
        for revision, method in self.questions(message):
            faults = self.faults(message, revision, method)
            if not faults:
                return
        raise AssertionError(f"{json.dumps(message)[:2000]}\n" + "\n".join(faults or ["answers nothing that was asked"]))

    def questions(self, message: dict) -> list[tuple[str, str]]:
        if message.get("id") is None and message.get("error", {}).get("code") in (-32700, -32600):
            # JSON-RPC 2.0, section 5: the id is null where it could not be read. The schemas have no null ids.
            message["id"] = 0
            return [(max(path.stem for path in SCHEMAS.glob("????-??-??.json")), "")]
        return sorted(self.asked.get(message.get("id"), []))

    @staticmethod
    def faults(message: dict, revision: str, method: str) -> list[str]:
        if "error" in message:
            rules = [(message, first(revision, "JSONRPCErrorResponse", "JSONRPCError"))]
        else:
            rules = [(message, first(revision, "JSONRPCResultResponse", "JSONRPCResponse")), (message.get("result"), result(revision, method))]
        return [
            f"{revision} {definition}: {error.json_path}: {error.message[:500]}"
            for value, definition in rules
            for error in validator(revision, definition).iter_errors(value)
        ]
