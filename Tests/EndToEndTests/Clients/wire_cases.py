"""Conversations with something wrong in the last answer, and what must be found; and some that are right."""

import json

Case = tuple[list[tuple[object, list[object]]], str]

MODERN = {"_meta": {"io.modelcontextprotocol/protocolVersion": "2026-07-28", "io.modelcontextprotocol/clientCapabilities": {}}}


def request(method: str, params: dict | None = None, number: int = 1) -> dict:
    return {"jsonrpc": "2.0", "id": number, "method": method, "params": params or {}}


def answer(result: object, number: int = 1) -> dict:
    return {"jsonrpc": "2.0", "id": number, "result": result}


def failure(code: object, number: int | None = 1) -> dict:
    return {"jsonrpc": "2.0", "id": number, "error": {"code": code, "message": "no"}}


def told(method: str, **params: object) -> dict:
    return {"jsonrpc": "2.0", "method": method, "params": params}


def opened(revision: str) -> tuple[object, list[object]]:
    result = {"protocolVersion": revision, "capabilities": {}, "serverInfo": {"name": "s", "version": "1"}}
    return request("initialize", {"protocolVersion": "2025-11-25"}, 0), [answer(result, 0)]


LIST, CALL = request("tools/list"), request("tools/call", {"name": "t", "_meta": {"progressToken": "p"}})
LISTED, CALLED = answer({"tools": []}), answer({"content": []})
MODERN_LIST, MODERN_CALL = request("tools/list", MODERN), request("tools/call", {"name": "t", **MODERN})
MODERN_LISTED = answer({"resultType": "complete", "tools": [], "ttlMs": 0, "cacheScope": "private"})
IMAGE = {"type": "image", "data": "no base64", "mimeType": "image/png"}

WRONG: list[Case] = [
    # The negotiated revision counts, and the method that is answered.
    *(([opened(revision), (LIST, [answer({})])], f"{revision} ListToolsResult: $: 'tools' is a required property")
      for revision in ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"]),
    ([opened("2026-07-28")], "names no revision that has sessions"),
    ([opened("2025-11-25"), (CALL, [LISTED])], "2025-11-25 CallToolResult: $: 'content' is a required property"),
    ([opened("2025-11-25"), (CALL, [answer({"content": [IMAGE]})])], "is not a 'byte'"),
    ([opened("2025-11-25"), (request("no/such"), [answer({})])], "no/such is no method"),
    ([opened("2025-11-25"), (LIST, [failure("-32601")])], "2025-11-25 JSONRPCErrorResponse: $.error.code"),
    ([opened("2024-11-05"), (LIST, [{**LISTED, "jsonrpc": "1.0"}])], "2024-11-05 JSONRPCResponse: $.jsonrpc"),
    # What belongs to what.
    ([opened("2025-11-25"), (LIST, [{**LISTED, "id": 2}])], "the id is of no request that waits for an answer"),
    ([opened("2025-11-25"), (LIST, [{**LISTED, "id": "1"}])], "the id is of no request that waits for an answer"),
    ([opened("2025-11-25"), (LIST, [LISTED, LISTED])], "the id is of no request that waits for an answer"),
    ([opened("2025-11-25"), (LIST, [LISTED, failure(-32700, None)])], "a response without an id answers nothing"),
    # What the server says by itself.
    ([opened("2025-06-18"), (CALL, [told("notifications/progress", progressToken="p"), CALLED])],
     "2025-06-18 ServerNotification: $.params: 'progress' is a required property"),
    ([opened("2025-06-18"), (CALL, [told("notifications/no/such"), CALLED])], "2025-06-18 ServerNotification"),
    ([opened("2025-06-18"), (CALL, [request("sampling/createMessage", {"messages": []}, 7), CALLED])],
     "2025-06-18 ServerRequest: $.params: 'maxTokens' is a required property"),
    ([opened("2025-03-26"), (CALL, [request("elicitation/create", {"message": "m", "requestedSchema": {}}, 7), CALLED])],
     "2025-03-26 ServerRequest"),
    ([opened("2025-06-18"), (LIST, [[LISTED]])], "2025-06-18 has no batches"),
    ([opened("2025-06-18"), (LIST, [7])], "is no message"),
    # Without a session.
    ([(MODERN_LIST, [LISTED])], "resultType None is none that answers tools/list"),
    ([(MODERN_LIST, [answer({"resultType": "complete", "tools": []})])],
     "2026-07-28 ListToolsResult: $: 'cacheScope' is a required property"),
    ([(MODERN_CALL, [answer({"resultType": "input_required"})])], "neither inputRequests nor requestState"),
    ([(MODERN_LIST, [failure(-32022)])], "2026-07-28 UnsupportedProtocolVersionError: $.error: 'data' is a required property"),
    ([(MODERN_LIST, [request("roots/list", number=7), failure(-32603)])], "2026-07-28 has no ServerRequest"),
]

RIGHT: list[Case] = [
    ([opened("2025-11-25"), (LIST, [LISTED]), (CALL, [told("notifications/progress", progressToken="p", progress=1), CALLED])], ""),
    ([opened("2025-06-18"), (CALL, [request("roots/list", number=7), CALLED]), ({**answer({"roots": []}, 7)}, [])], ""),
    ([opened("2025-03-26"), ([LIST, {**CALL, "id": 2}], [[LISTED, answer({"content": []}, 2)]])], ""),
    ([opened("2025-11-25"), (LIST, [failure(-32601)]), (LIST, [LISTED]), ([], [failure(-32600, None)])], ""),
    ([(MODERN_LIST, [MODERN_LISTED]), (MODERN_LIST, [failure(-32603)])], ""),
    ([(MODERN_CALL, [answer({"resultType": "input_required", "requestState": "s"})])], ""),
]


def line(message: object) -> bytes:
    return json.dumps(message).encode() + b"\n"
