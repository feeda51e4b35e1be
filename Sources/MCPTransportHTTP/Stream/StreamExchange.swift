/// A request whose response is a stream and nothing else.
final class StreamExchange: HTTPExchange {
    private let stream: EventStream

    init(_ stream: EventStream) {
        self.stream = stream
    }

    func disconnected() {
        stream.disconnected()
    }
}
