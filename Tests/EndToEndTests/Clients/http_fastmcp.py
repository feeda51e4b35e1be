"""The FastMCP client over HTTP, with and without a session, and over HTTP+SSE: a ticket's life, and a crowd.

Arguments: the server's URL, and the key to show, if it asks for one.
"""

import sys

import anyio
from fastmcp import Client
from fastmcp.client.transports import SSETransport, StreamableHttpTransport
from fastmcp.exceptions import ToolError
from wire_recording import Recording

CROWD = 20


async def life(client: Client) -> None:
    assert len(await client.list_tools()) == 11
    made = (await client.call_tool("create_ticket", {"title": "VPN が切れる", "description": "15 分ごとに切断されます。"})).structured_content
    number, version = made["ticket"]["number"], made["ticket"]["version"]
    changed = await client.call_tool(
        "update_ticket", {"ticket": number, "expected_version": version, "set": {"status": "open", "priority": "urgent"}})
    assert changed.structured_content["version"] > version
    for name, arguments, words in [
        ("update_ticket", {"ticket": number, "expected_version": version, "set": {"priority": "low"}}, str(changed.structured_content["version"])),
        ("get_ticket_detail", {"ticket": "T-999999"}, "T-999999"),
        ("get_ticket_detail", {}, "ticket: is required"),
    ]:
        try:
            await client.call_tool(name, arguments)
            raise AssertionError(arguments)
        except ToolError as error:
            assert words in str(error), error
    await client.call_tool("add_ticket_history", {"ticket": number, "body": "再起動で直りました。", "minutes_spent": 5})
    detail = (await client.call_tool("get_ticket_detail", {"ticket": number, "include": ["history"]})).structured_content
    assert any(entry["body"].startswith("再起動") for entry in detail["history"]), detail


async def crowd(client: Client) -> None:
    """Many at once; each gets its own answer."""
    done: set[str] = set()

    async def one(number: str) -> None:
        detail = (await client.call_tool("get_ticket_detail", {"ticket": number})).structured_content
        assert detail["ticket"]["number"] == number, (number, detail)
        done.add(number)

    async with anyio.create_task_group() as group:
        for number in range(1, CROWD + 1):
            group.start_soon(one, f"T-{number:06}")
    assert len(done) == CROWD, done


async def drive(client: Client, mode: str) -> None:
    async with client:
        await life(client)
        await crowd(client)
        # The stateless revision has no ping.
        if mode == "legacy":
            assert await client.ping()


async def main(url: str) -> None:
    headers = {"Authorization": f"Bearer {sys.argv[2]}"} if len(sys.argv) > 2 else {}
    with anyio.fail_after(60):
        for transport in [StreamableHttpTransport(f"{url}/mcp", headers=headers), SSETransport(f"{url}/sse", headers=headers)]:
            for mode in ["auto", "legacy"]:
                await drive(Client(transport, mode=mode), mode)


with Recording() as recording:
    anyio.run(main, recording.relay(sys.argv[1]))
print("done")
