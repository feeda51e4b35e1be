"""The echo server with the official Python SDK, to be measured beside ours: prints its port and serves /mcp."""

import socket
import sys

import uvicorn
from mcp.server import MCPServer

server = MCPServer("echo")


@server.tool()
def echo(text: str) -> str:
    return text


listener = socket.socket()
listener.bind(("127.0.0.1", 0))
# From here on connections wait, though nobody takes them yet: whoever reads the port may connect at once.
listener.listen(128)
print(listener.getsockname()[1], flush=True)
app = server.streamable_http_app(json_response=True)
uvicorn.Server(uvicorn.Config(app, log_level="error")).run(sockets=[listener])
