"""Drives the echo server with the FastMCP client."""

import sys

import anyio
from fastmcp import Client
from fastmcp.client.transports import StdioTransport
from fastmcp.exceptions import ToolError
from wire_recording import Recording


async def drive(command: list[str], mode: str) -> None:
    async with Client(StdioTransport(command[0], command[1:]), mode=mode) as client:
        assert [tool.name for tool in await client.list_tools()][:2] == ["echo", "count"]
        for number in range(100):
            result = await client.call_tool("echo", {"text": f"数 {number}"})
            assert result.content[0].text == f"数 {number}"
        try:
            await client.call_tool("fail", {})
            raise AssertionError("a failed tool raises")
        except ToolError as error:
            assert "as it should" in str(error)
        steps: list[float] = []

        async def on_progress(progress: float, total: float | None, message: str | None) -> None:
            steps.append(progress)

        await client.call_tool("count", {"to": 5}, progress_handler=on_progress)
        assert steps == [1, 2, 3, 4, 5], steps


async def main(command: list[str]) -> None:
    with anyio.fail_after(60):
        for mode in ["auto", "legacy"]:
            await drive(command, mode)


with Recording() as recording:
    anyio.run(main, recording.program(sys.argv[1]))
print("done")
