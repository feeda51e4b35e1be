"""A client session against `ticket-mcp-stdio --demo`: reads tickets, creates one, and shows how to set up a client."""

import json
import sys

import anyio
from mcp import Client, StdioServerParameters


async def session(command: str) -> None:
    async with Client(StdioServerParameters(command=command, args=["--demo", "--log-level", "warning"])) as client:
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


def configuration(command: str) -> None:
    entry = {"mcpServers": {"tickets": {"command": command, "args": ["--demo"]}}}
    print("\n── Claude Desktop: put this into claude_desktop_config.json")
    print(json.dumps(entry, indent=2))
    print("\n── Claude Code")
    print(f"claude mcp add tickets -- {command} --demo")
    print("\nWith your own ticket API, take --demo away and set MCP_API_BASE_URL and MCP_API_KEY; see README.md.")


anyio.run(session, sys.argv[1])
configuration(sys.argv[1])
