"""An authorization server for tests: OAuth 2.1 with PKCE, dynamic registration, resource indicators and refresh tokens, and real keys.

It asks nobody for consent. What clients did is kept, so that a test can look at it.
"""

import base64
import hashlib
import json
import secrets
import time
from urllib.parse import urlencode

import anyio
import jwt
import uvicorn
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route


class Key:
    """What tokens are signed with."""

    def __init__(self, algorithm: str) -> None:
        self.id = secrets.token_hex(8)
        self.algorithm = algorithm
        if algorithm == "RS256":
            self.private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
            public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.private.public_key()))
        else:
            self.private = ec.generate_private_key(ec.SECP256R1())
            public = json.loads(jwt.algorithms.ECAlgorithm.to_jwk(self.private.public_key()))
        self.public = public | {"kid": self.id, "use": "sig", "alg": algorithm}
        self.public.pop("key_ops", None)


class AuthorizationServer:
    def __init__(self, user: str = "user-1") -> None:
        self.user = user
        self.key = Key("RS256")
        self.published = [self.key]
        self.clients: dict[str, dict] = {}
        self.codes: dict[str, dict] = {}
        self.refresh: dict[str, dict] = {}
        self.opaque: dict[str, dict] = {}
        # How often each endpoint was asked, and which tokens were given out.
        self.asked: dict[str, int] = {}
        self.resources: set[str] = set()
        self.scopes: set[str] = set()
        self.tokens: list[str] = []
        self.issuer = ""

    def rotate(self, algorithm: str) -> None:
        """Signs with a new key; the old ones stay published."""
        self.key = Key(algorithm)
        self.published.append(self.key)

    def token(self, resource: str | list[str], scope: str = "tickets:read tickets:write", **claims: object) -> str:
        now = int(time.time())
        payload = {
            "iss": self.issuer, "sub": self.user, "aud": resource, "scope": scope, "iat": now, "exp": now + 600,
            "jti": secrets.token_hex(8), "client_id": "test",
        } | claims
        payload = {name: value for name, value in payload.items() if value is not None}
        token = jwt.encode(payload, self.key.private, self.key.algorithm, headers={"kid": self.key.id, "typ": "at+jwt"})
        self.tokens.append(token)
        return token

    # Endpoints

    async def metadata(self, request: Request) -> Response:
        self.note("metadata")
        return JSONResponse({
            "issuer": self.issuer, "authorization_endpoint": f"{self.issuer}/authorize", "token_endpoint": f"{self.issuer}/token",
            "registration_endpoint": f"{self.issuer}/register", "jwks_uri": f"{self.issuer}/jwks",
            "introspection_endpoint": f"{self.issuer}/introspect", "response_types_supported": ["code"],
            "grant_types_supported": ["authorization_code", "refresh_token"], "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": ["none"], "scopes_supported": ["tickets:read", "tickets:write"],
            "authorization_response_iss_parameter_supported": True,
        })

    async def jwks(self, request: Request) -> Response:
        self.note("jwks")
        return JSONResponse({"keys": [key.public for key in self.published]}, headers={"cache-control": "max-age=3600"})

    async def register(self, request: Request) -> Response:
        self.note("register")
        client = await request.json() | {"client_id": secrets.token_hex(8), "client_id_issued_at": int(time.time())}
        client["token_endpoint_auth_method"] = "none"
        client.pop("client_secret", None)
        self.clients[client["client_id"]] = client
        return JSONResponse(client, 201)

    async def authorize(self, request: Request) -> Response:
        self.note("authorize")
        asked = dict(request.query_params)
        client = self.clients[asked["client_id"]]
        assert asked["redirect_uri"] in client["redirect_uris"], asked
        assert asked["response_type"] == "code" and asked["code_challenge_method"] == "S256", asked
        code = secrets.token_urlsafe(24)
        self.codes[code] = asked
        self.resources.add(asked["resource"])
        self.scopes.add(asked.get("scope", ""))
        answer = {"code": code, "state": asked["state"], "iss": self.issuer}
        return RedirectResponse(f"{asked['redirect_uri']}?{urlencode(answer)}", 302)

    async def exchange(self, request: Request) -> Response:
        self.note("token")
        form = dict(await request.form())
        if form["grant_type"] == "refresh_token":
            asked = self.refresh.pop(form["refresh_token"], None)
        else:
            asked = self.codes.pop(form["code"], None)
            digest = hashlib.sha256(form["code_verifier"].encode()).digest()
            if asked and base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != asked["code_challenge"]:
                asked = None
        if asked is None or form["client_id"] != asked["client_id"] or form.get("resource") != asked["resource"]:
            return JSONResponse({"error": "invalid_grant"}, 400)
        refresh = secrets.token_urlsafe(24)
        self.refresh[refresh] = asked
        scope = asked.get("scope", "")
        return JSONResponse({
            "access_token": self.token(asked["resource"], scope), "token_type": "Bearer", "expires_in": 600, "scope": scope,
            "refresh_token": refresh,
        })

    async def introspect(self, request: Request) -> Response:
        self.note("introspect")
        form = dict(await request.form())
        return JSONResponse(self.opaque.get(form["token"], {"active": False}))

    def note(self, endpoint: str) -> None:
        self.asked[endpoint] = self.asked.get(endpoint, 0) + 1

    # Running

    async def run(self, *, task_status: anyio.abc.TaskStatus) -> None:
        """Serves until it is cancelled."""
        app = Starlette(routes=[
            Route("/.well-known/oauth-authorization-server", self.metadata), Route("/jwks", self.jwks),
            Route("/register", self.register, methods=["POST"]), Route("/authorize", self.authorize),
            Route("/token", self.exchange, methods=["POST"]), Route("/introspect", self.introspect, methods=["POST"]),
        ])
        listener = await anyio.create_tcp_listener(local_host="127.0.0.1", local_port=0)
        socket = listener.listeners[0].extra(anyio.abc.SocketAttribute.raw_socket)
        self.issuer = f"http://127.0.0.1:{socket.getsockname()[1]}"
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off"))
        task_status.started()
        await server._serve([socket])
