"""A thousand mixed calls of the ticket tools by the official Python client, half in each era: every one must succeed."""

import random
import sys

import anyio
from mcp import Client, StdioServerParameters

CALLS = 500


class Desk:
    def __init__(self, client: Client, seed: int) -> None:
        self.client = client
        self.random = random.Random(seed)
        self.numbers: list[str] = []

    async def call(self, name: str, **arguments: object) -> dict:
        result = await self.client.call_tool(name, arguments)
        assert not result.is_error, (name, arguments, result.content[0].text)
        assert result.content[0].text, name
        assert result.structured_content is not None, name
        return result.structured_content

    async def step(self) -> None:
        kind = self.random.randrange(12)
        if kind <= 2:
            query = self.random.choice([{}, {"query": "プリンタ"}, {"status_group": "open"}, {"priority": ["high"]}, {"unassigned": True}])
            tickets = await self.call("get_ticket_list", limit=self.random.randint(1, 20), **query)
            self.numbers += [ticket["number"] for ticket in tickets["items"]]
        elif kind <= 4:
            await self.call("get_ticket_detail", ticket=self.random.choice(self.numbers))
        elif kind == 5:
            made = await self.call("create_ticket", title="画面が映らない 🖥", description="起動しても\n真っ暗です。", priority="high")
            self.numbers.append(made["ticket"]["number"])
        elif kind == 6:
            number = self.random.choice(self.numbers)
            await self.call("update_ticket", ticket=number, expected_version="latest", set={"priority": self.random.choice(["low", "urgent"])})
        elif kind == 7:
            await self.call("add_ticket_history", ticket=self.random.choice(self.numbers), body="確認しました。 Checked.")
        else:
            name = ["get_users", "get_accounts", "get_categories", "get_statuses"][kind - 8]
            await self.call(name)


async def drive(command: str, mode: str, seed: int) -> None:
    stray: list[object] = []

    async def on_message(message: object) -> None:
        if isinstance(message, Exception):
            stray.append(message)

    server = StdioServerParameters(command=command, args=["--demo", "--log-level", "warning"])
    async with Client(server, mode=mode, message_handler=on_message) as client:
        tools = (await client.list_tools()).tools
        assert len(tools) == 11 and all(tool.output_schema for tool in tools)
        desk = Desk(client, seed)
        tickets = await desk.call("get_ticket_list")
        desk.numbers = [ticket["number"] for ticket in tickets["items"]]
        for _ in range(CALLS - 3):
            await desk.step()
        channels = await desk.call("get_request_channels")
        assert channels["items"]
        categories = await desk.call("get_categories")
        await desk.call("get_category_details", category_id=categories["items"][0]["id"])
    assert not stray, stray


async def main() -> None:
    with anyio.fail_after(240):
        await drive(sys.argv[1], "auto", 1)
        await drive(sys.argv[1], "legacy", 2)
    print("done")


anyio.run(main)
