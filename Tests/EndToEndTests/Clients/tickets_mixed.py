"""A thousand mixed calls of the ticket tools by the official Python client, half in each era: every one must succeed."""

import sys

import anyio
from desk import Desk
from mcp import Client, StdioServerParameters
from wire_recording import Recording

CALLS = 500


async def drive(command: list[str], mode: str, seed: int) -> None:
    stray: list[object] = []

    async def on_message(message: object) -> None:
        if isinstance(message, Exception):
            stray.append(message)

    server = StdioServerParameters(command=command[0], args=command[1:])
    async with Client(server, mode=mode, message_handler=on_message) as client:
        tools = (await client.list_tools()).tools
        assert len(tools) == 11 and all(tool.output_schema for tool in tools)
        desk = Desk(client, seed, [])
        tickets = await desk.call("get_ticket_list")
        desk.numbers += [ticket["number"] for ticket in tickets["items"]]
        for _ in range(CALLS - 3):
            await desk.step()
        channels = await desk.call("get_request_channels")
        assert channels["items"]
        categories = await desk.call("get_categories")
        await desk.call("get_category_details", category_id=categories["items"][0]["id"])
    assert not stray, stray


async def main(command: list[str]) -> None:
    with anyio.fail_after(240):
        await drive(command, "auto", 1)
        await drive(command, "legacy", 2)


with Recording() as recording:
    anyio.run(main, recording.program(sys.argv[1], "--demo", "--log-level", "warning"))
print("done")
