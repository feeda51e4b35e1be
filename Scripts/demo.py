"""A client session against a demo: `demo.py stdio PROGRAM` or `demo.py http PROGRAM`. Reads tickets, creates one, and shows how to set up a client."""

import json
import subprocess
import sys

import anyio
from mcp import Client, StdioServerParameters


async def session(server: StdioServerParameters | str) -> None:
    async with Client(server) as client:
        tools = (await client.list_tools()).tools
        print(f"\nConnected over protocol {client.protocol_version}; {len(tools)} tools: {', '.join(tool.name for tool in tools)}")
        await show(client, "get_ticket_list", {"status_group": "open", "limit": 5})
        created = await show(
            client, "create_ticket",
            {"title": "3 階のプリンタが動かない", "description": "電源は入りますが、印刷すると止まります。", "priority": "high"})
        await show(client, "get_ticket_detail", {"ticket": created["ticket"]["number"]})


async def show(client: Client, tool: str, arguments: dict) -> dict:
    print(f"\n── {tool} {json.dumps(arguments, ensure_ascii=False)}")
    result = await client.call_tool(tool, arguments)
    print(result.content[0].text)
    if result.is_error:
        sys.exit(1)
    return result.structured_content


def over_stdio(program: str) -> None:
    anyio.run(session, StdioServerParameters(command=program, args=["--demo", "--log-level", "warning"]))
    entry = {"mcpServers": {"tickets": {"command": program, "args": ["--demo"]}}}
    print("\n── Claude Desktop: put this into claude_desktop_config.json")
    print(json.dumps(entry, indent=2))
    print("\n── Claude Code")
    print(f"claude mcp add tickets -- {program} --demo")


def over_http(program: str) -> None:
    server = subprocess.Popen([program, "--demo", "--port", "0", "--log-level", "error"], stdout=subprocess.PIPE, text=True)
    try:
        greeting = []
        while not greeting or not greeting[-1].startswith("Claude Code"):
            line = server.stdout.readline()
            if not line:
                sys.exit("the server ended before it said where it is")
            greeting.append(line)
        print("".join(greeting), end="")
        url = next(line.split()[-1] for line in greeting if "Streamable HTTP" in line)
        anyio.run(session, url)
    finally:
        server.terminate()
        server.wait(timeout=15)


{"stdio": over_stdio, "http": over_http}[sys.argv[1]](sys.argv[2])
print("\nWith your own ticket API, take --demo away and set MCP_API_BASE_URL and MCP_API_KEY; see README.md.")
