"""What all ways to call the server have in common: messages, answers, and whether an answer is the right one."""

import itertools

from web import Forgotten, Gone, Lost, Unavailable, Wrong, expect

BOTH = "application/json, text/event-stream"
IDS = itertools.count(1)
NEWEST = "2026-07-28"
ELICITATION = {"elicitation": {}}


class Died(Lost):
    """The call was answered with an error because the instance that ran it is gone."""


class Refused(Exception):
    """A JSON-RPC error."""

    def __init__(self, error):
        super().__init__(f"{error['code']} {error['message']}")
        self.code, self.message = error["code"], error["message"]


def request(method, params=None, meta=None):
    message = {"jsonrpc": "2.0", "id": next(IDS), "method": method}
    params = dict(params or {})
    if meta:
        params["_meta"] = meta
    return {**message, "params": params} if params else message


def call(tool, arguments, meta=None):
    return request("tools/call", {"name": tool, "arguments": arguments}, meta)


def checked(answer, *statuses):
    """The answer, if its status is one of these; what clients take for `come back` and `begin anew` is raised as such."""
    if answer.status in (statuses or (200,)):
        return answer
    if answer.stream:
        answer.stream.close()
    if answer.status == 503:
        raise Unavailable(answer)
    if answer.status == 404:
        raise Gone(answer.text[:200])
    if answer.status == 400 and "not kept any more" in answer.text:
        raise Forgotten(answer.text[:200])
    raise Wrong(f"status {answer.status}: {answer.text[:400]}")


def result(reply, message):
    """The result of a reply to a message."""
    expect(reply.get("id") == message["id"], "a reply to", message["id"], "and not", reply)
    if "error" in reply:
        # As the server words it for calls whose instance ended.
        if "instance" in reply["error"]["message"]:
            raise Died(reply["error"]["message"])
        raise Refused(reply["error"])
    return reply["result"]


def content(outcome, tool):
    """The structured content of a tool's result."""
    expect(not outcome.get("isError"), tool, "failed:", outcome.get("content"))
    return outcome.get("structuredContent") or {}


class Callers:
    """Calls of tools with their answers checked, for anything that has `call(tool, arguments)`."""

    async def ticket(self, number):
        outcome = await self.call("get_ticket_detail", {"ticket": number})
        expect(number in outcome["content"][0]["text"], number, "is not in", outcome)

    async def tickets(self, **arguments):
        outcome = await self.call("get_ticket_list", {"limit": 5, **arguments})
        expect(not outcome.get("isError") and "T-0" in outcome["content"][0]["text"], outcome)
        return outcome

    async def create(self, title, key):
        """- Returns: its number."""
        outcome = await self.call("create_ticket", {"title": title, "description": "Made by a test.", "idempotency_key": key})
        expect(not outcome.get("isError"), outcome)
        # Revisions without structured content have the number in the text.
        number = outcome["structuredContent"]["ticket"]["number"] if "structuredContent" in outcome else number_in(outcome)
        expect(number.startswith("T-"), outcome)
        return number


def number_in(outcome):
    words = outcome["content"][0]["text"].replace("|", " ").split()
    return next((word.strip(".,:()") for word in words if word.startswith("T-")), "")
