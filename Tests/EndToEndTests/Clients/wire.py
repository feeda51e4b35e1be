"""What a server says in one conversation, measured by the official schema of the revision that is spoken."""

import json
from collections import Counter
from dataclasses import dataclass

from wire_schema import SCHEMAS, STATELESS, UNNEGOTIATED, Schema

STATED = "io.modelcontextprotocol/protocolVersion"
SUBSCRIPTION = "io.modelcontextprotocol/subscriptionId"


class Violation(Exception):
    """A message of a server that the schema does not have."""

    def __init__(self, message: object, faults: list[str]) -> None:
        super().__init__("\n  ".join([json.dumps(message, ensure_ascii=False)[:2_000], *faults]))


@dataclass(frozen=True)
class Question:
    """A request of the client. Without a schema of its own it is of the session's."""

    method: object
    token: object
    schema: Schema | None


def parse(data: bytes) -> object:
    """JSON as RFC 8259 has it, in UTF-8. Raises ValueError for all else."""

    def refuse(name: str) -> None:
        raise ValueError(f"{name} is no JSON")

    return json.loads(data.decode("utf-8"), parse_constant=refuse)


def summary(checked: Counter[str]) -> str:
    return "messages by revision: " + (", ".join(f"{revision}: {count}" for revision, count in sorted(checked.items())) or "none")


class Conversation:
    """Must be told of a message of the client before the server gets it, so that it knows what is answered.

    A result is measured by the method that it answers, an error by its code, a notification or a request of the server by its method.
    `checked` counts the messages of each revision; `assumed` is the revision of a conversation that nobody opens. Several requests may wait
    under one id where many ask at once. Not for use by several threads at a time.
    """

    def __init__(self, checked: Counter[str], assumed: Schema | None = None) -> None:
        self.checked = checked
        self.assumed = assumed
        self.session: Schema | None = None
        self.last_stated: Schema | None = None
        self.questions: dict[str, list[Question]] = {}
        self.unreadable = 0

    def client_sends(self, message: object, session: Schema | None = None) -> None:
        """A message, or a batch. Whoever speaks in many sessions at once says in which."""
        if isinstance(message, list):
            # It may be refused as a whole.
            self.unreadable += 1
            for one in message:
                self.client_sends(one, session)
            return
        is_request = isinstance(message, dict) and "method" in message and "id" in message
        if is_request and isinstance(message["id"], (str, int, float)):
            meta = nested(message, "params", "_meta")
            question = Question(message["method"], meta.get("progressToken"), stated(meta) or session)
            self.last_stated = question.schema or self.last_stated
            self.questions.setdefault(json.dumps(message["id"]), []).append(question)
        elif not isinstance(message, dict) or is_request or not message.keys() & {"method", "result", "error"}:
            self.unreadable += 1

    def server_sends(self, data: bytes) -> None:
        """One message, or a batch. Raises Violation."""
        try:
            message = parse(data)
        except ValueError as error:
            raise Violation(data.decode("utf-8", "replace"), [f"is no message: {error}"]) from error
        if not isinstance(message, list):
            return self.take(message)
        if not self.spoken().has_batches or not message:
            raise Violation(message, [f"{self.spoken().revision} has no batches"])
        for one in message:
            self.take(one)

    def spoken(self) -> Schema:
        return self.session or self.assumed or UNNEGOTIATED

    def take(self, message: object) -> None:
        if not isinstance(message, dict):
            raise Violation(message, ["is no message"])
        if "method" not in message:
            schema, faults = self.response(message)
        elif "id" in message:
            # Who has said of every request what it is in has no session that could ask it.
            schema = self.session or self.last_stated or self.spoken()
            faults = schema.of_request(message)
        else:
            schema, faults = self.notification(message)
        self.checked[schema.revision] += 1
        if faults:
            raise Violation(message, faults)

    def notification(self, message: dict) -> tuple[Schema, list[str]]:
        """By the revision of what it belongs to, where it says so; else it must be right in one of those that are spoken."""
        params = nested(message, "params")
        waiting = [question for asked in self.questions.values() for question in asked]
        if (subscription := nested(params, "_meta").get(SUBSCRIPTION)) is not None:
            asked = self.questions.get(json.dumps(subscription))
            schemas = [(asked[-1].schema if asked else None) or STATELESS]
        elif meant := [one for one in waiting if one.token is not None and one.token == params.get("progressToken")]:
            schemas = [meant[0].schema or self.spoken()]
        else:
            schemas = [schema for schema in [self.session or self.assumed, *(one.schema for one in waiting)] if schema]
        if not schemas:
            return self.last_stated or UNNEGOTIATED, ["there is no session and no request that it could belong to"]
        judged = [(schema, schema.of_notification(message)) for schema in dict.fromkeys(schemas)]
        return next((one for one in judged if not one[1]), judged[0])

    def response(self, message: dict) -> tuple[Schema, list[str]]:
        if message.get("id") is None:
            return self.without_id(message)
        asked = self.questions.get(json.dumps(message["id"]))
        if not asked:
            return self.spoken(), ["the id is of no request that waits for an answer"]
        if "error" in message:
            # Of two requests under one id the later is refused.
            schema = asked.pop().schema or self.spoken()
            return schema, schema.of_error(message)
        judged = [self.judge(message, question) for question in asked]
        index = next((index for index, (_, faults) in enumerate(judged) if not faults), 0)
        question = asked.pop(index)
        schema, faults = judged[index]
        if question.method == "initialize" and not faults:
            self.session = schema
        return schema, faults

    def judge(self, message: dict, question: Question) -> tuple[Schema, list[str]]:
        schema = question.schema or self.spoken()
        if question.method == "initialize":
            negotiated = SCHEMAS.get(nested(message, "result").get("protocolVersion"))
            if negotiated is None or negotiated.is_stateless:
                return schema, ["$.result.protocolVersion names no revision that has sessions"]
            schema = negotiated
        return schema, schema.of_result(message, question.method)

    def without_id(self, message: dict) -> tuple[Schema, list[str]]:
        """An error under a null id, since the id of what it answers could not be told (JSON-RPC 2.0, section 5). No schema has null ids."""
        is_expected = self.unreadable > 0 or any(self.questions.values())
        if not is_expected or "id" not in message or nested(message, "error").get("code") not in (-32700, -32600):
            return self.spoken(), ["a response without an id answers nothing"]
        self.unreadable = max(0, self.unreadable - 1)
        return self.spoken(), self.spoken().of_error({**message, "id": 0})


def nested(value: object, *keys: str) -> dict:
    """The object under some keys; an empty one where there is none."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def stated(meta: dict) -> Schema | None:
    """The revision that a request itself names. One that is not served is refused in the words of the newest."""
    if STATED not in meta:
        return None
    schema = SCHEMAS.get(meta[STATED]) if isinstance(meta[STATED], str) else None
    return schema if schema and schema.is_stateless else STATELESS
