"""Clients that nobody here wrote: the official Python client and FastMCP's, in every era and over every transport they have."""

import functools
import logging
import uuid
import warnings
from contextlib import asynccontextmanager

import httpx2
import mcp.types as types
from fastmcp import Client as FastClient
from fastmcp.client.transports import SSETransport, StreamableHttpTransport
from mcp import Client
from mcp.client.sse import sse_client
from mcp.client.streamable_http import streamable_http_client

from web import expect

# What is deprecated now is what the older revisions have.
warnings.simplefilter("ignore")
# They print a stack for each connection that breaks, and many do here; what comes of it is raised as well.
logging.getLogger("mcp").setLevel(logging.CRITICAL)
logging.getLogger("fastmcp").setLevel(logging.CRITICAL)


def conversations(mix):
    """As `Mix` wants them: functions of a client's web, which these do not use, and how often they are."""
    ways = [
        (official, "mcp stateless", "2026-07-28", "http"), (official, "mcp session", "legacy", "http"), (official, "mcp sse", "legacy", "sse"),
        (fast, "fastmcp stateless", "2026-07-28", "http"), (fast, "fastmcp session", "legacy", "http"), (fast, "fastmcp sse", "legacy", "sse"),
    ]
    for drive, kind, mode, transport in ways:
        one = functools.partial(run, mix, drive, kind, mode, transport)
        one.__name__ = kind
        yield one, 3


async def run(mix, drive, kind, mode, transport, _):
    await drive(mix, kind, mode, transport)


async def elicited(context, params):
    return types.ElicitResult(action="accept", content={})


@asynccontextmanager
async def official_client(mix, mode, transport):
    headers = {"x-api-key": mix.cluster.key}
    if transport == "sse":
        async with Client(sse_client(f"{mix.cluster.url}/sse", headers=headers), mode=mode, elicitation_callback=elicited) as client:
            yield client
        return
    async with httpx2.AsyncClient(headers=headers, timeout=httpx2.Timeout(15, read=60)) as http:
        way = streamable_http_client(f"{mix.cluster.url}/mcp", http_client=http)
        async with Client(way, mode=mode, elicitation_callback=elicited) as client:
            yield client


async def official(mix, kind, mode, transport):
    async with official_client(mix, mode, transport) as client:
        tools = (await mix.step(f"{kind}: tools/list", client.list_tools())).tools
        expect(len(tools) == 13, len(tools), "tools")
        for _ in range(6):
            number = mix.number()
            detail = await mix.step(f"{kind}: get_ticket_detail", client.call_tool("get_ticket_detail", {"ticket": number}))
            expect(not detail.is_error and number in detail.content[0].text, number, detail)
        # A person agrees to it: the question and its answer cross instances.
        key = uuid.uuid4().hex
        arguments = {"title": f"{kind} {key}", "description": "", "idempotency_key": key}
        made = await mix.step(f"{kind}: create_ticket, agreed to", client.call_tool("create_ticket", arguments))
        expect(not made.is_error, made)
        steps = []

        async def on_progress(progress, total, message):
            steps.append(progress)

        exported = await mix.step(
            f"{kind}: export with progress", client.call_tool("export_tickets", {"max_rows": 200}, progress_callback=on_progress))
        expect(not exported.is_error and steps and steps == sorted(steps), steps, exported)
        number = mix.number()
        read = await mix.step(f"{kind}: resources/read", client.read_resource(f"ticket://{number}"))
        expect(number in read.contents[0].text, read)


async def fast(mix, kind, mode, transport):
    way = SSETransport if transport == "sse" else StreamableHttpTransport
    path = "sse" if transport == "sse" else "mcp"
    async with FastClient(way(f"{mix.cluster.url}/{path}", headers={"x-api-key": mix.cluster.key}), mode=mode) as client:
        expect(len(await mix.step(f"{kind}: tools/list", client.list_tools())) == 13, "13 tools")
        for _ in range(6):
            number = mix.number()
            detail = await mix.step(f"{kind}: get_ticket_detail", client.call_tool("get_ticket_detail", {"ticket": number}))
            expect(number in detail.content[0].text, number, detail)
        key = uuid.uuid4().hex
        made = await mix.step(f"{kind}: create_ticket", client.call_tool(
            "create_ticket", {"title": f"{kind} {key}", "description": "", "idempotency_key": key}))
        expect(made.structured_content["ticket"]["number"].startswith("T-"), made)
