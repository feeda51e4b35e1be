internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import ServiceLifecycle

/// What happens, as it happens.
struct ChangeRoutes: Sendable {
    let watch: ChangeWatch

    private var store: any TicketStore { watch.store }

    var all: [APIRoute] { [APIRoute(.get, "/changes", follow)] }

    @Sendable private func follow(_ request: Request, _ context: APIContext) async throws -> Response {
        let actor = try context.requireActor()
        let resume = try Self.resumePoint(request)
        // Held by the body, and so until the last byte is written, or nobody wants one.
        guard let place = watch.join() else { throw Problem.tooManyFollowers }
        // Before the answer: who has it and changes something is told of that.
        let stream = try await ChangeStream(store: store, resume: resume) { [store] in try await store.user(actor.id)?.active ?? false }
        let body = ResponseBody { writer in
            let line = LineWriter(writer)
            // A stream never ends by itself: it must not keep the server from ending.
            try await withGracefulShutdownHandler {
                // Nor may one that nobody reads keep its place until the next heartbeat fails.
                try await request.body.consumeWithCancellationOnInboundClose { _ in
                    try await stream.run { try await line.write($0) }
                }
            } onGracefulShutdown: {
                stream.stop()
            }
            try await writer.finish(nil)
            withExtendedLifetime(place) {}
        }
        let headers: HTTPFields = [
            .contentType: "text/event-stream", .cacheControl: "no-cache, no-transform", .accelBuffering: "no",
        ]
        return Response(status: .ok, headers: headers, body: body)
    }

    /// `Last-Event-ID`, which a client sends that comes back, counts more than `after`, which it sends each time.
    private static func resumePoint(_ request: Request) throws(Problem) -> Int? {
        var reader = QueryReader(request.uri.query)
        let after = reader.integer("after", in: 0...Int.max - 1)
        try reader.finish()
        guard let text = request.headers[.lastEventID], !text.isEmpty else { return after }
        guard let id = Int(text), (0..<Int.max).contains(id) else {
            throw .badRequest("invalid_last_event_id", "Last-Event-ID must be the id of an event of this feed.")
        }
        return id
    }
}

/// The writer of a body, lent to what writes texts.
private final class LineWriter {
    private var writer: any ResponseBodyWriter

    init(_ writer: any ResponseBodyWriter) { self.writer = writer }

    func write(_ text: String) async throws {
        try await writer.write(ByteBuffer(string: text))
    }
}

extension HTTPField.Name {
    static let lastEventID = known("Last-Event-ID")
    static let accelBuffering = known("X-Accel-Buffering")
}
