"""HTTP/1.1 as clients speak it, over asyncio and nothing else: requests with a limit, and event streams."""

import asyncio
import json
from dataclasses import dataclass, field

# No request may hang: beyond this the operation has failed, whatever happens to the servers meanwhile.
LIMIT = 15.0


class Lost(Exception):
    """The connection broke, or the balancer says that the instance's did: nobody knows whether the request was served. Clients try again."""


class Unavailable(Exception):
    """503: not served, and to be tried again."""

    def __init__(self, answer):
        super().__init__(answer.text[:200])
        self.after = answer.fields.get("retry-after")


class Gone(Exception):
    """404: the session is over, and the client begins anew."""


class Forgotten(Gone):
    """400: what followed an event is not kept; the client begins anew."""


class Hung(Exception):
    """There was no answer within the limit."""


class Wrong(Exception):
    """An answer that is not the one."""


def expect(condition, *said):
    if not condition:
        raise Wrong(" ".join(str(one)[:600] for one in said))


@dataclass
class Event:
    id: str | None = None
    name: str = "message"
    data: str = ""
    retry: int | None = None

    @property
    def json(self):
        return json.loads(self.data)


@dataclass
class Answer:
    status: int
    fields: dict
    body: bytes = b""
    stream: "Stream | None" = None

    @property
    def text(self):
        return self.body.decode(errors="replace")

    @property
    def json(self):
        return json.loads(self.body)


class Line:
    """One connection."""

    def __init__(self, reader, writer):
        self.reader, self.writer = reader, writer

    @classmethod
    async def open(cls, host, port):
        return cls(*await asyncio.open_connection(host, port, limit=1 << 22))

    async def send(self, data):
        self.writer.write(data)
        await self.writer.drain()

    async def head(self):
        text = await self.reader.readuntil(b"\r\n\r\n")
        status, *lines = text.decode("latin-1").split("\r\n")
        fields = {}
        for line in lines[:-2]:
            name, _, value = line.partition(":")
            fields[name.lower()] = value.strip()
        return Answer(int(status.split()[1]), fields)

    async def chunks(self, fields):
        """The pieces of a body, decoded."""
        if fields.get("transfer-encoding") == "chunked":
            while size := int(await self.reader.readline(), 16):
                yield (await self.reader.readexactly(size + 2))[:-2]
            await self.reader.readline()
        elif "content-length" in fields:
            if int(fields["content-length"]):
                yield await self.reader.readexactly(int(fields["content-length"]))
        else:
            while data := await self.reader.read(1 << 16):
                yield data

    def close(self):
        self.writer.transport.abort()


class Stream:
    """The events of one answer. Ends with `None`; a connection that breaks in between raises ``Lost``."""

    def __init__(self, line, fields):
        self.line, self.chunks, self.pending, self.is_over = line, line.chunks(fields), b"", False
        # What a client comes back with; an event without data moves it too.
        self.last_id, self.retry = None, None

    async def next(self, limit=LIMIT):
        """The next event with data. Raises ``Hung`` when nothing comes within the limit, not even a comment."""
        while True:
            event = await self.block(limit)
            if event is None or event.data:
                return event

    async def block(self, limit):
        while b"\n\n" not in self.pending:
            try:
                async with asyncio.timeout(limit):
                    data = await anext(self.chunks, None)
            except TimeoutError as error:
                self.close()
                raise Hung(f"nothing came on a stream for {limit} s") from error
            except (OSError, asyncio.IncompleteReadError, ValueError) as error:
                self.close()
                raise Lost(f"the stream broke off: {error!r}") from error
            if data is None:
                self.close()
                return None
            self.pending += data
        block, self.pending = self.pending.split(b"\n\n", 1)
        return self.event(block.decode())

    def event(self, block):
        event = Event()
        for line in block.split("\n"):
            name, _, value = line.partition(":")
            value = value.removeprefix(" ")
            if name == "id":
                event.id = self.last_id = value
            elif name == "event":
                event.name = value
            elif name == "data":
                event.data += ("\n" if event.data else "") + value
            elif name == "retry":
                event.retry = self.retry = int(value)
        return event

    def close(self):
        if not self.is_over:
            self.is_over = True
            self.line.close()


@dataclass
class Web:
    """A client of one address. Connections are kept and used again; a request that finds its kept one closed opens another."""

    host: str
    port: int
    fields: dict
    idle: list = field(default_factory=list)

    async def ask(self, method, path, fields={}, message=None, limit=LIMIT):
        """- Returns: the answer; of a stream only its head.
        - Raises: ``Lost`` also where the balancer says 502 or 504.
        """
        body = b"" if message is None else json.dumps(message, ensure_ascii=False).encode()
        head = {"host": f"{self.host}:{self.port}", **self.fields, **fields}
        if message is not None:
            head |= {"content-type": "application/json", "content-length": str(len(body))}
        text = f"{method} {path} HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in head.items()) + "\r\n"
        line = None
        try:
            async with asyncio.timeout(limit):
                line = await self.line()
                await line.send(text.encode() + body)
                answer = await line.head()
                if answer.fields.get("content-type", "").startswith("text/event-stream"):
                    answer.stream = Stream(line, answer.fields)
                    return answer
                answer.body = b"" if answer.status == 204 else b"".join([chunk async for chunk in line.chunks(answer.fields)])
        except TimeoutError as error:
            if line:
                line.close()
            raise Hung(f"{method} {path}: no answer within {limit} s") from error
        except (OSError, asyncio.IncompleteReadError, ValueError) as error:
            if line:
                line.close()
            raise Lost(f"{method} {path}: {error!r}") from error
        except BaseException:
            if line:
                line.close()
            raise
        if answer.fields.get("connection") == "close":
            line.close()
        else:
            self.idle.append(line)
        if answer.status in (502, 504) and answer.fields.get("server", "").startswith("nginx"):
            raise Lost(f"{method} {path}: {answer.status} of the balancer")
        return answer

    async def line(self):
        while self.idle:
            line = self.idle.pop()
            if not line.reader.at_eof() and not line.writer.transport.is_closing():
                return line
            line.close()
        return await Line.open(self.host, self.port)

    def close(self):
        for line in self.idle:
            line.close()
        self.idle.clear()
