"""The official Python client gets itself a token for a server that asks for one, and works with it.

The client finds the authorization server by what ours says, registers, has the user sent there and back, and comes with a token. Then
strangers come with tokens of every bad kind. The upstream is ours too, and must never see a caller's token. Argument: the server's program.
"""

import json
import os
import re
import socket
import subprocess
import sys
import time
from urllib.parse import parse_qs, urlsplit

import anyio
import httpx2
import jwt
from anyio.abc import SocketStream
from mcp import Client
from mcp.client.auth import AuthorizationCodeResult, OAuthClientProvider
from mcp.client.sse import sse_client
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.auth import OAuthClientInformationFull, OAuthClientMetadata, OAuthToken
from oauth_server import AuthorizationServer

API_KEY = "the-key-of-our-callers-01"
UPSTREAM_KEY = "the-key-for-the-upstream-01"
LIST = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
HEADERS = {"accept": "application/json, text/event-stream", "content-type": "application/json"}
BACK = "http://127.0.0.1:1/back"


class Memory:
    """Where the client keeps what it was given."""

    def __init__(self) -> None:
        self.tokens: OAuthToken | None = None
        self.client: OAuthClientInformationFull | None = None

    async def get_tokens(self) -> OAuthToken | None:
        return self.tokens

    async def set_tokens(self, tokens: OAuthToken) -> None:
        self.tokens = tokens

    async def get_client_info(self) -> OAuthClientInformationFull | None:
        return self.client

    async def set_client_info(self, client_info: OAuthClientInformationFull) -> None:
        self.client = client_info


class Browser:
    """A user who agrees to everything."""

    def __init__(self) -> None:
        self.answer: dict[str, list[str]] = {}

    async def open(self, url: str) -> None:
        async with httpx2.AsyncClient() as http:
            response = await http.get(url, follow_redirects=False)
        assert response.status_code == 302, response
        assert response.headers["location"].startswith(BACK), response.headers
        self.answer = parse_qs(urlsplit(response.headers["location"]).query)

    async def result(self) -> AuthorizationCodeResult:
        return AuthorizationCodeResult(code=self.answer["code"][0], state=self.answer["state"][0], iss=self.answer["iss"][0])


def auth(url: str, memory: Memory) -> OAuthClientProvider:
    browser = Browser()
    metadata = OAuthClientMetadata(client_name="flow", redirect_uris=[BACK], grant_types=["authorization_code", "refresh_token"])
    return OAuthClientProvider(url, metadata, memory, browser.open, browser.result)


class Upstream:
    """Knows no tickets, and keeps what it was sent."""

    def __init__(self) -> None:
        self.received = b""

    async def serve(self, stream: SocketStream) -> None:
        async with stream:
            try:
                while True:
                    self.received += await stream.receive()
                    body = b'{"type":"about:blank","title":"Not found","status":404}'
                    await stream.send(
                        b"HTTP/1.1 404 Not Found\r\nContent-Type: application/problem+json\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body))
            except (anyio.EndOfStream, anyio.BrokenResourceError):
                pass


async def use(client: Client) -> None:
    async with client:
        assert len((await client.list_tools()).tools) == 11
        result = await client.call_tool("get_ticket_detail", {"ticket": "T-000001"})
        assert result.is_error, result


async def flow(base: str, issuer: AuthorizationServer) -> None:
    """In every way that the client can."""
    for mode, path in [("2026-07-28", "/mcp"), ("legacy", "/mcp"), ("auto", "/mcp"), ("legacy", "/sse")]:
        memory, before = Memory(), len(issuer.tokens)
        provider = auth(base + path, memory)
        if path == "/sse":
            await use(Client(sse_client(base + path, auth=provider), mode=mode))
        else:
            async with httpx2.AsyncClient(auth=provider, timeout=30) as http:
                await use(Client(streamable_http_client(base + path, http_client=http), mode=mode))
        assert len(issuer.tokens) == before + 1, (mode, path, issuer.tokens[before:])
        assert memory.tokens is not None and memory.tokens.scope == "tickets:read tickets:write", memory.tokens
    assert issuer.resources == {f"{base}/mcp", f"{base}/sse"}, issuer.resources
    assert issuer.scopes == {"tickets:read tickets:write"}, issuer.scopes
    assert issuer.asked["register"] == issuer.asked["authorize"] == 4, issuer.asked
    assert issuer.asked["jwks"] == 1, issuer.asked


async def documents(http: httpx2.AsyncClient, base: str, issuer: AuthorizationServer) -> None:
    for path in ["", "/mcp", "/sse", "/message", "/rpc", "/mcp/sse"]:
        response = await http.get(f"{base}/.well-known/oauth-protected-resource{path}", headers={"origin": "https://any.example"})
        assert response.status_code == 200 and response.headers["access-control-allow-origin"] == "*", response
        document = response.json()
        assert document["resource"] == base + path and document["authorization_servers"] == [issuer.issuer], document
    response = await http.post(f"{base}/mcp", json=LIST, headers=HEADERS)
    challenge = response.headers["www-authenticate"]
    assert response.status_code == 401 and "error=" not in challenge, (response, challenge)
    assert f'resource_metadata="{base}/.well-known/oauth-protected-resource/mcp"' in challenge, challenge
    assert 'scope="tickets:read tickets:write"' in challenge, challenge


async def scopes(http: httpx2.AsyncClient, base: str, issuer: AuthorizationServer) -> None:
    """Who may only read sees no tool that writes, and is told which scope to ask for when it calls one all the same."""
    capabilities = {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "x", "version": "1"}}
    meta = {"io.modelcontextprotocol/protocolVersion": "2026-07-28", "io.modelcontextprotocol/clientCapabilities": {}}
    call = {"name": "create_ticket", "arguments": {"title": "x", "description": "x"}}
    reader, writer = (issuer.token(f"{base}/mcp", scope) for scope in ["tickets:read", "tickets:write"])

    async def ask(token: str, method: str, params: dict, **headers: str) -> httpx2.Response:
        message = {"jsonrpc": "2.0", "id": 5, "method": method, "params": params}
        return await http.post(f"{base}/mcp", json=message, headers=HEADERS | headers | {"authorization": f"Bearer {token}"})

    for era in ["session", "stateless"]:
        counts = []
        for token in [reader, writer]:
            extra = {"mcp-protocol-version": "2025-11-25" if era == "session" else "2026-07-28"}
            more = {} if era == "session" else {"_meta": meta}
            if era == "session":
                opened = await ask(token, "initialize", capabilities)
                extra["mcp-session-id"] = opened.headers["mcp-session-id"]
            listed = await ask(token, "tools/list", more, **extra, **{"mcp-method": "tools/list"})
            names = [tool["name"] for tool in listed.json()["result"]["tools"]]
            counts.append(len(names))
            assert ("create_ticket" in names) == (token == writer), (era, names)
            refused = await ask(token, "tools/call", call | more, **extra, **{"mcp-method": "tools/call", "mcp-name": "create_ticket"})
            challenge = refused.headers.get("www-authenticate", "")
            if token == writer:
                assert refused.status_code == 200 and not challenge, (era, refused, challenge)
                continue
            assert refused.status_code == 403 and challenge.startswith("Bearer "), (era, refused, challenge)
            for part in [
                'error="insufficient_scope"', 'scope="tickets:write"',
                f'resource_metadata="{base}/.well-known/oauth-protected-resource/mcp"',
            ]:
                assert part in challenge, (era, part, challenge)
            assert refused.json()["error"]["data"] == {"required_scopes": ["tickets:write"]}, refused.text
        assert counts == [8, 11], (era, counts)


async def strangers(http: httpx2.AsyncClient, base: str, issuer: AuthorizationServer) -> None:
    now, resource = int(time.time()), f"{base}/mcp"

    async def post(token: str | None, path: str = "/rpc", **headers: str) -> httpx2.Response:
        extra = {"authorization": f"Bearer {token}"} if token else {}
        return await http.post(base + path, json=LIST, headers=HEADERS | extra | headers)

    good = issuer.token(resource)
    assert (await post(good)).status_code == 200
    for audience in [base, f"{base}/", f"{base}/sse", ["https://other.example", resource]]:
        assert (await post(issuer.token(audience))).status_code == 200, audience
    secret = json.dumps(issuer.key.public, separators=(",", ":"))
    bad = {
        "for another server": issuer.token("https://other.example/mcp"), "for nobody": issuer.token(resource, aud=None),
        "expired": issuer.token(resource, exp=now - 1), "without end": issuer.token(resource, exp=None),
        "of tomorrow": issuer.token(resource, nbf=now + 600), "of another issuer": issuer.token(resource, iss="https://evil.example"),
        "unsigned": jwt.encode({"iss": issuer.issuer, "sub": "x", "aud": resource, "exp": now + 60}, None, "none"),
        "signed with the public key": "", "opaque": "no-jwt-at-all", "cut": good[:-4], "a refresh token": next(iter(issuer.refresh)),
    }
    head = jwt.utils.base64url_encode(json.dumps({"alg": "HS256", "kid": issuer.key.id}).encode()) + b"." + good.split(".")[1].encode()
    code = jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA256).sign(head, secret.encode())
    bad["signed with the public key"] = (head + b"." + jwt.utils.base64url_encode(code)).decode()
    for name, token in bad.items():
        response = await post(token)
        assert response.status_code == 401 and 'error="invalid_token"' in response.headers["www-authenticate"], (name, response)
        assert token not in response.text and token not in str(response.headers), name
    response = await http.post(f"{base}/rpc?access_token={good}", json=LIST, headers=HEADERS)
    assert response.status_code == 400 and 'error="invalid_request"' in response.headers["www-authenticate"], response
    assert (await post(None, **{"x-api-key": API_KEY})).status_code == 200
    assert (await post(API_KEY)).status_code == 200

    # A session belongs to the user, whichever of the user's tokens comes, and to nobody else.
    opening = {
        "jsonrpc": "2.0", "id": 0, "method": "initialize",
        "params": {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "x", "version": "1"}},
    }
    opened = await http.post(f"{base}/mcp", json=opening, headers=HEADERS | {"authorization": f"Bearer {good}"})
    session = {"mcp-session-id": opened.headers["mcp-session-id"], "mcp-protocol-version": "2025-11-25"}
    assert (await post(issuer.token(resource, "tickets:read"), "/mcp", **session)).status_code == 200
    assert (await post(issuer.token(resource, sub="user-2"), "/mcp", **session)).status_code == 404

    # A new key is found; later ones too, and a token of a key that nobody knows is refused.
    issuer.rotate("ES256")
    assert (await post(issuer.token(resource))).status_code == 200
    issuer.rotate("RS256")
    issuer.published.pop()
    assert (await post(issuer.token(resource))).status_code == 401


async def main() -> None:
    issuer, upstream = AuthorizationServer(), Upstream()
    listener = await anyio.create_tcp_listener(local_host="127.0.0.1", local_port=0)
    with anyio.fail_after(90):
        async with anyio.create_task_group() as group:
            group.start_soon(listener.serve, upstream.serve)
            await group.start(issuer.run)
            # The server has to know its own address before it listens: tokens are for that address.
            with socket.socket() as free:
                free.bind(("127.0.0.1", 0))
                port = free.getsockname()[1]
            base = f"http://127.0.0.1:{port}"
            environment = {name: value for name, value in os.environ.items() if not name.startswith("MCP_")} | {
                "MCP_OAUTH_ENABLED": "true", "MCP_OAUTH_ISSUER": issuer.issuer, "MCP_OAUTH_NETWORK": "loopback",
                "MCP_OAUTH_SCOPES": "tickets:read tickets:write", "MCP_PUBLIC_URL": base, "PORT": str(port), "MCP_MCP_API_KEY": API_KEY,
                "MCP_API_BASE_URL": f"http://127.0.0.1:{listener.extra(anyio.abc.SocketAttribute.local_port)}",
                "MCP_API_KEY": UPSTREAM_KEY, "MCP_LOG_LEVEL": "trace", "MCP_RATE_LIMIT": "0",
            }
            errors = b""

            async def read(stream: anyio.abc.ByteReceiveStream) -> None:
                nonlocal errors
                async for piece in stream:
                    errors += piece

            async with await anyio.open_process([sys.argv[1]], stdin=subprocess.DEVNULL, env=environment) as process:
                group.start_soon(read, process.stderr)
                greeting = ""
                while not re.search(r"http://127\.0\.0\.1:\d+/mcp", greeting):
                    greeting += (await process.stdout.receive()).decode()
                try:
                    await flow(base, issuer)
                    async with httpx2.AsyncClient(timeout=10) as http:
                        await documents(http, base, issuer)
                        await scopes(http, base, issuer)
                        await strangers(http, base, issuer)
                except BaseException:
                    sys.stderr.write(errors.decode())
                    raise
                process.terminate()
                assert await process.wait() == 0, process.returncode
            group.cancel_scope.cancel()
    assert UPSTREAM_KEY.encode() in upstream.received
    for token in [*issuer.tokens, *issuer.refresh, API_KEY]:
        assert token.encode() not in upstream.received and token not in errors.decode() and token not in greeting, "a secret got out"
        assert len(token) < 100 or token.split(".")[1] not in errors.decode(), "the claims of a token are in the log"


anyio.run(main)
print("done")
