internal import MCPCore
internal import MCPTransportHTTP

/// The way back of one request, over its connection.
final class ExchangeResponder: DirectResponder {
    private let connection: HTTPConnection
    private let number: UInt64

    init(_ connection: HTTPConnection, _ number: UInt64) {
        self.connection = connection
        self.number = number
    }

    deinit {
        connection.post(.abandon, of: number)
    }

    func respond(_ head: HTTPResponseHead, _ body: [UInt8]) {
        connection.post(.respond(head, body), of: number)
    }

    func begin(_ head: HTTPResponseHead) {
        connection.post(.begin(head), of: number)
    }

    func write(_ bytes: [UInt8]) -> Int? {
        connection.post(.write(bytes), of: number)
    }

    func drained() async {
        await connection.drained(number)
    }

    func end() {
        connection.post(.end, of: number)
    }

    func openLine() -> DirectLine? { connection.openLine(number) }

    var thread: (any CallThread)? { connection.worker }

    func tell(_ observer: any ResponseObserver, tag: Int, isGet: Bool) -> Bool {
        connection.watch(number, observer, tag: tag, isGet: isGet)
    }
}
