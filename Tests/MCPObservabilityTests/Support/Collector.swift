import MCPCore
import MCPTesting
import MCPTransportHTTP

/// An OpenTelemetry collector, as far as it takes spans in JSON: it reads them as the protocol has them, and keeps them.
final class Collector: HTTPHandler {
    struct Span: Sendable {
        let trace: String
        let id: String
        let parent: String?
        let name: String
        let kind: Int64
        let attributes: [String: String]
        let status: Int64?
        let links: [String]
        let nanoseconds: UInt64
        let service: String?
    }

    struct Taken: Sendable {
        var spans: [Span] = []
        var requests = 0
        var headers: [[String: String]] = []
        var faults: [String] = []
        /// What the next requests are answered with, before all others are taken.
        var answers: [(status: Int, body: String)] = []
    }

    let taken = Observed(Taken())

    func serve(_ request: HTTPRequest, _ responder: any HTTPResponder) -> (any HTTPExchange)? {
        let answer = taken.change { taken -> (status: Int, body: String)? in
            taken.requests += 1
            taken.headers.append(Dictionary(request.headers.fields.map { ($0.name.lowercased(), $0.value) }) { $1 })
            return taken.answers.isEmpty ? nil : taken.answers.removeFirst()
        }
        if answer == nil || answer?.status == 200 { read(request) }
        let head = HTTPResponseHead(answer?.status ?? 200, ["content-type": "application/json"])
        responder.respond(head, Array((answer?.body ?? "{}").utf8))
        return nil
    }

    func shutdown(within time: Duration) async {}

    private func read(_ request: HTTPRequest) {
        do {
            guard request.method == "POST", request.path == "/v1/traces", request.headers["content-type"] == "application/json" else {
                throw Fault("\(request.method) \(request.path)")
            }
            let body = try JSON(parsing: request.body)
            var spans: [Span] = []
            for resource in try Self.array(body, "resourceSpans") {
                let own = try Self.attributes(resource["resource"] ?? .null)
                for scope in try Self.array(resource, "scopeSpans") {
                    for span in try Self.array(scope, "spans") { spans.append(try Self.span(span, own["service.name"])) }
                }
            }
            taken.change { $0.spans += spans }
        } catch {
            taken.change { $0.faults.append("\(error)") }
        }
    }

    private struct Fault: Error, CustomStringConvertible {
        let description: String
        init(_ description: String) { self.description = description }
    }

    private static func array(_ value: JSON, _ name: String) throws -> [JSON] {
        guard let array = value[name]?.array else { throw Fault("\(name) is no array") }
        return array
    }

    private static func hex(_ value: JSON?, _ count: Int) throws -> String {
        guard let text = value?.string, text.utf8.count == count, text.allSatisfy({ $0.isHexDigit && !$0.isUppercase }),
            text.contains(where: { $0 != "0" })
        else { throw Fault("no id: \(value?.text ?? "nothing")") }
        return text
    }

    private static func span(_ span: JSON, _ service: String?) throws -> Span {
        guard let name = span["name"]?.string, let kind = span["kind"]?.integer, 1...5 ~= kind,
            let start = span["startTimeUnixNano"]?.string.flatMap({ UInt64($0) }),
            let end = span["endTimeUnixNano"]?.string.flatMap({ UInt64($0) }), start > 1_700_000_000_000_000_000, end >= start
        else { throw Fault("no span: \(span.text)") }
        return Span(
            trace: try hex(span["traceId"], 32), id: try hex(span["spanId"], 16),
            parent: try span["parentSpanId"].map { try hex($0, 16) }, name: name, kind: kind, attributes: try attributes(span),
            status: span["status"]?["code"]?.integer, links: try (span["links"]?.array ?? []).map { try hex($0["spanId"], 16) },
            nanoseconds: end - start, service: service)
    }

    private static func attributes(_ holder: JSON) throws -> [String: String] {
        var found: [String: String] = [:]
        for attribute in try array(holder, "attributes") {
            guard let key = attribute["key"]?.string, let value = attribute["value"]?.object, value.members.count == 1 else {
                throw Fault("no attribute: \(attribute.text)")
            }
            let member = value.members[0]
            switch member.key {
            case "stringValue", "intValue":
                guard let text = member.value.string else { throw Fault("\(key): \(member.value.text)") }
                found[key] = text
            case "boolValue", "doubleValue", "arrayValue": found[key] = member.value.text
            default: throw Fault("\(key): \(member.key)")
            }
        }
        return found
    }
}
