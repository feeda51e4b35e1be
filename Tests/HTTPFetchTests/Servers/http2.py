"""An HTTP/2 server over TLS, on the library h2. Arguments: its certificate and key. Says its port, and serves until it is ended.

Most paths answer with what they were asked, as JSON. `/big` answers with 3 MB; `/meet` when four requests of one connection wait for it;
`/hang` never; `/reset` ends the stream, `/refuse` does so once, `/goaway` ends the connection once, saying that it did nothing; `/resets`
tells how many streams the client has ended, `/count` how often each path was asked for.
"""

import json
import socket
import ssl
import sys
import threading
from collections import Counter

from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.errors import ErrorCodes
from h2.events import DataReceived, RemoteSettingsChanged, RequestReceived, StreamEnded, StreamReset, WindowUpdated

BIG = b"0123456789abcdef" * (3 << 16)
MEETING = 4
COUNTS: Counter[str] = Counter()


class Connection:
    def __init__(self, line: ssl.SSLSocket, number: int) -> None:
        self.line, self.number = line, number
        self.http = H2Connection(H2Configuration(client_side=False, header_encoding="utf-8"))
        self.requests: dict[int, tuple[dict[str, str], bytearray]] = {}
        self.unsent: dict[int, bytes] = {}
        self.meeting: list[int] = []
        self.is_over = False

    def run(self) -> None:
        self.http.initiate_connection()
        self.line.sendall(self.http.data_to_send())
        while not self.is_over and (data := self.line.recv(65_536)):
            for event in self.http.receive_data(data):
                self.take(event)
            self.flush()
            self.line.sendall(self.http.data_to_send())
        self.line.close()

    def take(self, event: object) -> None:
        match event:
            case RequestReceived(stream_id=stream, headers=headers):
                self.requests[stream] = (dict(headers), bytearray())
                COUNTS[dict(headers)[":path"]] += 1
            case DataReceived(stream_id=stream, data=data, flow_controlled_length=length):
                self.requests[stream][1].extend(data)
                self.http.acknowledge_received_data(length, stream)
            case StreamEnded(stream_id=stream):
                self.answer(stream)
            case StreamReset(stream_id=stream):
                COUNTS["reset by the client"] += 1
                self.unsent.pop(stream, None)
            case WindowUpdated() | RemoteSettingsChanged():
                self.flush()

    def answer(self, stream: int) -> None:
        headers, body = self.requests.pop(stream)
        path = headers[":path"]
        match path:
            case "/big":
                self.send(stream, BIG)
            case "/hang":
                pass
            case "/reset":
                self.http.reset_stream(stream, ErrorCodes.INTERNAL_ERROR)
            case "/refuse" if COUNTS[path] == 1:
                self.http.reset_stream(stream, ErrorCodes.REFUSED_STREAM)
            case "/goaway" if COUNTS[path] == 1:
                self.http.close_connection(last_stream_id=0)
                self.is_over = True
            case "/meet":
                self.meeting.append(stream)
                if len(self.meeting) == MEETING:
                    for waiting in self.meeting:
                        self.send(waiting, json.dumps({"connection": self.number, "stream": waiting}).encode())
                    self.meeting = []
            case "/resets":
                self.send(stream, str(COUNTS["reset by the client"]).encode())
            case "/count":
                self.send(stream, json.dumps(COUNTS).encode())
            case _:
                told = {"connection": self.number, "headers": headers, "body": body.decode()}
                self.send(stream, b"" if headers[":method"] == "HEAD" else json.dumps(told).encode())

    def send(self, stream: int, body: bytes) -> None:
        self.http.send_headers(stream, [(":status", "200"), ("content-type", "application/json"), ("x-two", "a"), ("x-two", "b")])
        self.unsent[stream] = body

    def flush(self) -> None:
        for stream, body in list(self.unsent.items()):
            while True:
                size = min(self.http.local_flow_control_window(stream), self.http.max_outbound_frame_size, len(body))
                if body and size <= 0:
                    break
                self.http.send_data(stream, body[:size], end_stream=size == len(body))
                body = body[size:]
                if not body:
                    break
            if body:
                self.unsent[stream] = body
            else:
                del self.unsent[stream]


def serve(line: socket.socket, context: ssl.SSLContext, number: int) -> None:
    try:
        secured = context.wrap_socket(line, server_side=True)
        assert secured.selected_alpn_protocol() == "h2", "the client does not speak HTTP/2"
        Connection(secured, number).run()
    except OSError:
        # The client has gone.
        line.close()


def main() -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[1], sys.argv[2])
    context.set_alpn_protocols(["h2"])
    listener = socket.create_server(("127.0.0.1", 0))
    print(f"port {listener.getsockname()[1]}", flush=True)
    number = 0
    while True:
        line = listener.accept()[0]
        number += 1
        threading.Thread(target=serve, args=(line, context, number), daemon=True).start()


main()
