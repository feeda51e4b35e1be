"""The official Python client over HTTP, in every way it can: Streamable HTTP without and with a session, and HTTP+SSE."""

import sys
from collections.abc import Callable

import anyio
from desk import Desk
from mcp import Client, MCPError
from mcp.client.sse import sse_client
from wire_recording import Recording

CALLS = 60
CROWD = 20


async def drive(make: Callable[..., Client], expected: str, seed: int) -> None:
    stray: list[object] = []

    async def on_message(message: object) -> None:
        if isinstance(message, Exception):
            stray.append(message)

    async with make(message_handler=on_message) as client:
        assert client.protocol_version == expected, client.protocol_version
        # Nobody introduces themselves to a client that knows its revision beforehand.
        assert client.server_info is None or client.server_info.name == "ticket-mcp", client.server_info
        tools = (await client.list_tools()).tools
        assert len(tools) == 11 and len({tool.name for tool in tools}) == 11, [tool.name for tool in tools]
        desk = Desk(client, seed, [f"T-{number:06}" for number in range(1, 31)])
        for _ in range(CALLS):
            await desk.step()
        await errors(client)
        await crowd(desk)
        await give_up(desk)
    assert not stray, stray


async def errors(client: Client) -> None:
    missing = await client.call_tool("get_ticket_detail", {"ticket": "T-999999"})
    assert missing.is_error and "T-999999" in missing.content[0].text, missing
    wrong = await client.call_tool("get_ticket_list", {"limit": 0, "limmit": 1})
    assert wrong.is_error and "limit:" in wrong.content[0].text and "limmit: is unknown" in wrong.content[0].text, wrong
    try:
        await client.call_tool("no_such_tool", {})
        raise AssertionError("an unknown tool is a protocol error")
    except MCPError as error:
        assert error.error.code == -32602, error


async def crowd(desk: Desk) -> None:
    """Many at once; each gets its own answer."""
    done: list[str] = []

    async def one(number: str) -> None:
        detail = await desk.client.call_tool("get_ticket_detail", {"ticket": number})
        text = detail.content[0].text
        assert not detail.is_error and number in text, (number, text)
        done.append(number)

    async with anyio.create_task_group() as group:
        for number in desk.numbers[:CROWD]:
            group.start_soon(one, number)
    assert sorted(done) == desk.numbers[:CROWD], done


async def give_up(desk: Desk) -> None:
    """Calls that are cancelled at any moment of their life leave nothing behind them but a client that works."""
    for step in range(8):
        with anyio.move_on_after(step * 0.002):
            await desk.call("get_ticket_list", limit=20)
    numbers = desk.numbers[:4]
    for number in numbers:
        detail = await desk.client.call_tool("get_ticket_detail", {"ticket": number})
        assert not detail.is_error and number in detail.content[0].text, detail


async def main(url: str) -> None:
    with anyio.fail_after(100):
        await drive(lambda **more: Client(f"{url}/mcp", mode="auto", **more), "2026-07-28", 1)
        await drive(lambda **more: Client(f"{url}/mcp", mode="2026-07-28", **more), "2026-07-28", 2)
        await drive(lambda **more: Client(f"{url}/mcp", mode="legacy", **more), "2025-11-25", 3)
        await drive(lambda **more: Client(sse_client(f"{url}/sse"), mode="legacy", **more), "2025-11-25", 4)
        await drive(lambda **more: Client(sse_client(f"{url}/sse"), mode="auto", **more), "2026-07-28", 5)


with Recording() as recording:
    anyio.run(main, recording.relay(sys.argv[1]))
print("done")
