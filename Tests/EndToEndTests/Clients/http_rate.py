"""More calls than one caller may make: 429, and when to come back. The server must be set to one call a second."""

from raw_http import JSON, LIST, Line, ask, request, run, until

PING = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
CALLS = 20


def too_many() -> None:
    with Line() as line:
        # All at once: it could not take the time that they would need.
        line.send(b"".join(request("POST", "/rpc", JSON, PING) for _ in range(CALLS)))
        answers = [line.answer() for _ in range(CALLS)]
        assert [answer.status for answer in answers[:2]] == [200, 200], answers[:2]
        refused = [answer for answer in answers if answer.status == 429]
        assert refused and {answer.status for answer in answers} == {200, 429}, answers
        assert all(answer["retry-after"] == "1" for answer in refused), refused
        # Probes are not calls.
        line.send(request("GET", "/ready"))
        assert line.answer().status == 200


def again() -> None:
    until("a call is served again", lambda: ask("POST", "/rpc", JSON, LIST).status == 200)


run(too_many, again)
