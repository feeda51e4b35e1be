"""Somebody who works with tickets: a seeded sequence of calls of the ticket tools, all of which must succeed."""

import random

from mcp import Client


class Desk:
    """Of one client. `numbers` are the tickets that it knows of; there must be one before the first step."""

    def __init__(self, client: Client, seed: int, numbers: list[str]) -> None:
        self.client = client
        self.random = random.Random(seed)
        self.numbers = numbers

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
            number = self.random.choice(self.numbers)
            detail = await self.call("get_ticket_detail", ticket=number)
            assert detail["ticket"]["number"] == number, detail
        elif kind == 5:
            made = await self.call("create_ticket", title="画面が映らない 🖥", description="起動しても\n真っ暗です。\r\nEnd.", priority="high")
            self.numbers.append(made["ticket"]["number"])
        elif kind == 6:
            number, priority = self.random.choice(self.numbers), self.random.choice(["low", "urgent"])
            await self.call("update_ticket", ticket=number, expected_version="latest", set={"priority": priority})
        elif kind == 7:
            await self.call("add_ticket_history", ticket=self.random.choice(self.numbers), body="確認しました。 Checked.")
        else:
            await self.call(["get_users", "get_accounts", "get_categories", "get_statuses"][kind - 8])
