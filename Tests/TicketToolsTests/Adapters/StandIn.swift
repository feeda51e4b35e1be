internal import MCPCore
internal import Synchronization

@testable internal import TicketTools

/// A ticket system that speaks a shape of its own, over a real socket, and refuses all that is not of that shape.
///
/// What it refuses for that reason is noted, so that a test sees it even where the tool made the best of it.
final class StandIn: Sendable {
    /// One request as it came in.
    struct Call: Sendable {
        let method: String
        let path: [String]
        let query: [(name: String, value: String)]
        let headers: ScriptedUpstream.Request
        let body: JSON?

        func value(_ name: String) -> String? { query.first { $0.name == name }?.value }
    }

    struct Reply: Sendable {
        let status: Int
        /// Nil for a response without a body.
        let body: JSON?

        static func ok(_ body: JSON) -> Reply { Reply(status: 200, body: body) }
    }

    /// Something that the shape does not have.
    struct Fault: Error {
        let reason: String
        init(_ reason: String) { self.reason = reason }
    }

    let upstream: ScriptedUpstream
    private let notes: Notes

    private final class Notes: Sendable {
        let faults = Mutex<[String]>([])
    }

    init(_ answer: @escaping @Sendable (Call) throws(Fault) -> Reply) throws {
        let notes = Notes()
        self.notes = notes
        upstream = try ScriptedUpstream { request in
            do throws(Fault) {
                return .bytes(Self.bytes(try answer(try Self.call(request))))
            } catch {
                notes.faults.withLock { $0.append("\(request.method) \(request.target): \(error.reason)") }
                return .bytes(Self.bytes(Reply(status: 400, body: ["error": .string(error.reason)])))
            }
        }
    }

    /// What was asked that the shape does not have.
    var faults: [String] { notes.faults.withLock { $0 } }
    var requests: [ScriptedUpstream.Request] { upstream.requests }

    private static func bytes(_ reply: Reply) -> String {
        guard let body = reply.body else { return ScriptedUpstream.response(reply.status, [], "") }
        return ScriptedUpstream.response(reply.status, ["Content-Type: application/json; charset=utf-8"], body.text)
    }

    private static func call(_ request: ScriptedUpstream.Request) throws(Fault) -> Call {
        let parts = request.target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        var query: [(name: String, value: String)] = []
        for pair in (parts.count > 1 ? parts[1] : "").split(separator: "&") {
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            query.append((decoded(sides[0]), sides.count > 1 ? decoded(sides[1]) : ""))
        }
        var body: JSON?
        if !request.body.isEmpty {
            guard request.header("content-type") == "application/json" else { throw Fault("a body without application/json") }
            guard let json = try? JSON(parsing: request.body) else { throw Fault("a body that is no JSON") }
            body = json
        }
        return Call(
            method: request.method, path: parts[0].split(separator: "/").map { decoded($0) }, query: query, headers: request, body: body)
    }

    private static func decoded(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension StandIn.Call {
    /// - Throws: for a parameter that is not among these, or is there twice.
    func check(_ names: String...) throws(StandIn.Fault) {
        for item in query where !names.contains(item.name) { throw StandIn.Fault("unknown parameter \(item.name)") }
        guard Set(query.map(\.name)).count == query.count else { throw StandIn.Fault("a parameter is there twice") }
    }

    /// The only member of the body, with no members but these.
    func object(_ name: String, _ members: Set<String>) throws(StandIn.Fault) -> JSONObject {
        guard let whole = body?.object, whole.count == 1, let object = whole[name]?.object else {
            throw StandIn.Fault("the body is not {\(name)}")
        }
        for member in object.members where !members.contains(member.key) { throw StandIn.Fault("unknown member \(member.key)") }
        return object
    }

    func number(_ name: String, _ fallback: Int, _ range: ClosedRange<Int>) throws(StandIn.Fault) -> Int {
        guard let text = value(name) else { return fallback }
        guard let number = Int(text), range.contains(number) else { throw StandIn.Fault("\(name) is \(text)") }
        return number
    }
}

/// Times of a stand-in: a second later each time it is asked.
struct StandInClock: Sendable {
    private var seconds: Int64 = 1_764_000_000

    mutating func tick() -> String {
        seconds += 1
        return Moment(milliseconds: seconds * 1_000).text
    }
}
