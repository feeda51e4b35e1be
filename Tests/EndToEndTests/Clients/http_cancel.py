"""Cancelling a call over HTTP ends what it does upstream, whatever the transport.

The upstream is ours: it takes requests, never answers, and notices when the server hangs up. Argument: the server's program.
"""

import os
import subprocess
import sys
from collections.abc import Callable

import anyio
from anyio.abc import SocketStream
from mcp import Client
from mcp.client.sse import sse_client
from wire_recording import Recording


class Upstream:
    """Answers nothing, and tells when a request came and when it was given up."""

    def __init__(self) -> None:
        self.came = anyio.Event()
        self.left = anyio.Event()

    def renew(self) -> None:
        self.came, self.left = anyio.Event(), anyio.Event()

    async def serve(self, stream: SocketStream) -> None:
        came, left = self.came, self.left
        async with stream:
            try:
                await stream.receive()
                came.set()
                while True:
                    await stream.receive()
            except (anyio.EndOfStream, anyio.BrokenResourceError):
                left.set()


async def drive(client: Client, upstream: Upstream) -> None:
    async with client:
        for _ in range(3):
            upstream.renew()
            async with anyio.create_task_group() as group:
                async def call() -> None:
                    await client.call_tool("get_ticket_list", {})
                    raise AssertionError("a cancelled call has no result")

                group.start_soon(call)
                with anyio.fail_after(10):
                    await upstream.came.wait()
                group.cancel_scope.cancel()
            with anyio.fail_after(10):
                await upstream.left.wait()
            assert len((await client.list_tools()).tools) == 11


async def main(recording: Recording) -> None:
    upstream = Upstream()
    listener = await anyio.create_tcp_listener(local_host="127.0.0.1", local_port=0)
    port = listener.extra(anyio.abc.SocketAttribute.local_port)
    server = [sys.argv[1], "--port", "0", "--log-level", "warning", "--api-base-url", f"http://127.0.0.1:{port}"]
    # The upstream counts connections: no feed is followed.
    environment = os.environ | {"MCP_CHANGE_FEED": "off"}
    with anyio.fail_after(60):
        process = await anyio.open_process(server, stdin=subprocess.DEVNULL, stderr=None, env=environment)
        async with process, anyio.create_task_group() as group:
            group.start_soon(listener.serve, upstream.serve)
            greeting = ""
            while "/mcp" not in greeting:
                greeting += (await process.stdout.receive()).decode()
            url = recording.relay(next(word for word in greeting.split() if word.endswith("/mcp")).removesuffix("/mcp"))
            makers: list[tuple[str, Callable[[], Client]]] = [
                ("Streamable HTTP without a session", lambda: Client(f"{url}/mcp", mode="2026-07-28")),
                ("Streamable HTTP with a session", lambda: Client(f"{url}/mcp", mode="legacy")),
                ("HTTP+SSE", lambda: Client(sse_client(f"{url}/sse"), mode="legacy")),
            ]
            for name, make in makers:
                try:
                    await drive(make(), upstream)
                except BaseException:
                    print(f"failed: {name}", file=sys.stderr)
                    raise
            process.terminate()
            assert await process.wait() == 0, process.returncode
            group.cancel_scope.cancel()


with Recording() as recording:
    anyio.run(main, recording)
print("done")
