"""The ticket tools by the FastMCP client: a ticket's life, and the errors on its way."""

import sys

import anyio
from fastmcp import Client
from fastmcp.client.transports import StdioTransport
from fastmcp.exceptions import ToolError
from wire_recording import Recording


async def life(client: Client) -> None:
    made = (await client.call_tool("create_ticket", {"title": "VPN が切れる", "description": "15 分ごとに切断されます。"})).structured_content
    number, version = made["ticket"]["number"], made["ticket"]["version"]
    changed = await client.call_tool(
        "update_ticket", {"ticket": number, "expected_version": version, "set": {"status": "open", "priority": "urgent"}})
    assert changed.structured_content["version"] > version
    try:
        await client.call_tool("update_ticket", {"ticket": number, "expected_version": version, "set": {"priority": "low"}})
        raise AssertionError("a stale version is a conflict")
    except ToolError as error:
        assert str(changed.structured_content["version"]) in str(error), error
    await client.call_tool("add_ticket_history", {"ticket": number, "body": "再起動で直りました。", "minutes_spent": 5})
    detail = (await client.call_tool("get_ticket_detail", {"ticket": number, "include": ["history"]})).structured_content
    assert any(entry["body"].startswith("再起動") for entry in detail["history"]), detail
    for arguments, words in [
        ({"ticket": "T-999999"}, "T-999999"),
        ({}, "ticket: is required"),
        ({"ticket": number, "hisory": 1}, "hisory: is unknown"),
    ]:
        try:
            await client.call_tool("get_ticket_detail", arguments)
            raise AssertionError(arguments)
        except ToolError as error:
            assert words in str(error), error


async def main(command: list[str]) -> None:
    with anyio.fail_after(120):
        for mode in ["auto", "legacy"]:
            async with Client(StdioTransport(command[0], command[1:]), mode=mode) as client:
                await life(client)


with Recording() as recording:
    anyio.run(main, recording.program(sys.argv[1], "--demo", "--log-level", "warning"))
print("done")
