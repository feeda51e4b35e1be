"""Drives the echo server with the official Python client, in every era it speaks: list, call, error, progress, cancel."""

import sys

import anyio
from mcp import Client, MCPError, StdioServerParameters
from wire_recording import Recording


async def drive(command: list[str], mode: str, expected: str) -> None:
    stray: list[object] = []

    async def on_message(message: object) -> None:
        if isinstance(message, Exception):
            stray.append(message)

    server = StdioServerParameters(command=command[0], args=command[1:])
    async with Client(server, mode=mode, message_handler=on_message) as client:
        assert client.protocol_version == expected, client.protocol_version
        names = [tool.name for tool in (await client.list_tools()).tools]
        assert names == ["echo", "count", "fail", "wait", "waiting"], names

        for text in ["plain", "プリンタが動かない 🖨", 'quote " backslash \\ newline \n end', "x" * 300_000]:
            result = await client.call_tool("echo", {"text": text})
            assert not result.is_error and result.content[0].text == text

        failed = await client.call_tool("fail", {})
        assert failed.is_error and "as it should" in failed.content[0].text
        refused = await client.call_tool("count", {"to": 0, "too": 1})
        assert refused.is_error, refused
        assert "to: must be 1 to 1000" in refused.content[0].text and "too: is unknown" in refused.content[0].text
        try:
            await client.call_tool("missing", {})
            raise AssertionError("an unknown tool is a protocol error")
        except MCPError as error:
            assert error.error.code == -32602, error

        steps: list[tuple[float, float | None, str | None]] = []

        async def on_progress(progress: float, total: float | None, message: str | None) -> None:
            steps.append((progress, total, message))

        counted = await client.call_tool("count", {"to": 20}, progress_callback=on_progress)
        assert counted.content[0].text == "counted to 20"
        assert steps == [(float(n), 20.0, f"step {n}") for n in range(1, 21)], steps

        await cancel_while_waiting(client)
        await crowd(client)
        assert not stray, stray


async def cancel_while_waiting(client: Client) -> None:
    begun = anyio.Event()

    async def on_progress(progress: float, total: float | None, message: str | None) -> None:
        begun.set()

    async with anyio.create_task_group() as group:
        async def wait() -> None:
            await client.call_tool("wait", {}, progress_callback=on_progress)
            raise AssertionError("a cancelled call has no result")

        group.start_soon(wait)
        await begun.wait()
        held = await client.call_tool("waiting", {})
        assert held.content[0].text == "1", held
        group.cancel_scope.cancel()
    with anyio.fail_after(20):
        while (await client.call_tool("waiting", {})).content[0].text != "0":
            pass


async def crowd(client: Client) -> None:
    """Many at once; each gets its own answer."""

    async def one(number: int) -> None:
        result = await client.call_tool("echo", {"text": f"number {number}"})
        assert result.content[0].text == f"number {number}"

    async with anyio.create_task_group() as group:
        for number in range(200):
            group.start_soon(one, number)


async def main(command: list[str]) -> None:
    with anyio.fail_after(60):
        await drive(command, "auto", "2026-07-28")
        await drive(command, "2026-07-28", "2026-07-28")
        await drive(command, "legacy", "2025-11-25")


with Recording() as recording:
    anyio.run(main, recording.program(sys.argv[1]))
print("done")
