internal import MCPCore
internal import MCPLogging
internal import Tracing

/// Writes spans as an `ExportTraceServiceRequest` in JSON (OTLP 1.x, JSON Protobuf encoding: ids in hex, 64-bit numbers as texts, enumerations as
/// numbers).
struct OTLPEncoding: Sendable {
    /// What stands before the spans of a message.
    private let head: String

    init(_ configuration: OTLPConfiguration) {
        var attributes = configuration.resource.filter { $0.name != "service.name" && $0.name != "service.version" }
        attributes.append(("service.name", configuration.serviceName))
        attributes.append(("service.version", configuration.serviceVersion))
        attributes.append(("telemetry.sdk.language", "swift"))
        let resource = RawJSON { writer in
            writer.beginObject()
            writer.key("attributes")
            writer.beginArray()
            for attribute in attributes { writer.attribute(attribute.name, attribute.value) }
            writer.endArray()
            writer.endObject()
        }
        let scope = RawJSON { writer in
            writer.beginObject()
            writer.pair("name", "MCPObservability")
            writer.pair("version", configuration.serviceVersion)
            writer.endObject()
        }
        head =
            #"{"resourceSpans":[{"resource":"# + String(decoding: resource.bytes, as: UTF8.self) + #","scopeSpans":[{"scope":"#
            + String(decoding: scope.bytes, as: UTF8.self) + #","spans":["#
    }

    func body(of spans: [FinishedSpan]) -> [UInt8] {
        var line = LineWriter(capacity: 640 * spans.count + 512)
        line.rawText(head)
        for (index, span) in spans.enumerated() {
            if index > 0 { line.raw(",") }
            write(span, &line)
        }
        line.raw("]}]}]}")
        return Array(line.buffer.bytes)
    }

    /// How many spans a collector refused of those that it took otherwise (OTLP, partial success).
    static func refused(in body: [UInt8]) -> Int {
        do throws(JSONError) {
            let count = try JSON(parsing: body)["partialSuccess"]?["rejectedSpans"]
            return max(0, (count?.integer).flatMap { Int(exactly: $0) } ?? count?.string.flatMap { Int($0) } ?? 0)
        } catch {
            // Some collectors answer with nothing, or in another format: it is the status that counts.
            return 0
        }
    }

    // In a few pieces: a busy server has thousands of spans a second.
    private func write(_ span: FinishedSpan, _ line: inout LineWriter) {
        place(span.position, #"{"traceId":""#, &line)
        if let parent = span.parent {
            line.raw(#","parentSpanId":""#)
            line.hex(parent.value)
            line.raw("\"")
        }
        if let state = span.position.state {
            line.raw(#","traceState":"#)
            line.string(state)
        }
        line.raw(#","flags":1,"kind":"#)
        line.integer(span.kind.number)
        line.raw(#","startTimeUnixNano":""#)
        line.integer(Int64(clamping: span.start))
        line.raw(#"","endTimeUnixNano":""#)
        line.integer(Int64(clamping: span.end))
        line.raw(#"","name":"#)
        switch span.content {
        case .served(let operation, let link):
            line.string(operation.name)
            line.raw(#","attributes":["#)
            var isFirst = true
            operation.forEachAttribute { name, value in
                line.raw(isFirst ? #"{"key":""# : #",{"key":""#)
                isFirst = false
                line.raw(name)
                line.raw(#"","value":{"stringValue":"#)
                line.string(value)
                line.raw("}}")
            }
            line.raw("]")
            if let link {
                place(link, #","links":[{"traceId":""#, &line)
                line.raw(#","attributes":[]}]"#)
            }
            if operation.isError { line.raw(#","status":{"code":2}"#) }
        case .other(let record):
            line.string(record.name)
            write(record, &line)
        }
        line.raw("}")
    }

    private func place(_ position: TraceContext, _ before: StaticString, _ line: inout LineWriter) {
        line.raw(before)
        line.hex(position.trace.high)
        line.hex(position.trace.low)
        line.raw(#"","spanId":""#)
        line.hex(position.parent.value)
        line.raw("\"")
    }

    /// The members of a span that hold whatever its maker said, each with a comma before it.
    private func write(_ record: SpanRecord, _ line: inout LineWriter) {
        let members = RawJSON { writer in
            writer.beginObject()
            writer.key("attributes")
            writer.beginArray()
            writer.attributes(record.attributes)
            writer.endArray()
            if !record.events.isEmpty { write(record.events, &writer) }
            if !record.links.isEmpty { write(record.links, &writer) }
            if let status = record.status { write(status, &writer) }
            writer.endObject()
        }
        line.raw(",")
        line.rawText(String(decoding: members.bytes.dropFirst().dropLast(), as: UTF8.self))
    }

    private func write(_ events: [SpanEvent], _ writer: inout JSONWriter) {
        writer.key("events")
        writer.beginArray()
        for event in events {
            writer.beginObject()
            writer.pair("timeUnixNano", String(event.nanosecondsSinceEpoch))
            writer.pair("name", event.name)
            writer.key("attributes")
            writer.beginArray()
            writer.attributes(event.attributes)
            writer.endArray()
            writer.endObject()
        }
        writer.endArray()
    }

    private func write(_ links: [SpanLink], _ writer: inout JSONWriter) {
        writer.key("links")
        writer.beginArray()
        for link in links {
            guard let trace = link.context.traceContext else { continue }
            writer.beginObject()
            writer.pair("traceId", trace.trace.description)
            writer.pair("spanId", trace.parent.description)
            writer.key("attributes")
            writer.beginArray()
            writer.attributes(link.attributes)
            writer.endArray()
            writer.endObject()
        }
        writer.endArray()
    }

    private func write(_ status: SpanStatus, _ writer: inout JSONWriter) {
        writer.key("status")
        writer.beginObject()
        if let message = status.message { writer.pair("message", message) }
        writer.key("code")
        writer.integer(status.code == .error ? 2 : 1)
        writer.endObject()
    }
}

extension SpanKind {
    /// As in OTLP's `SpanKind`.
    fileprivate var number: Int64 {
        switch self {
        case .internal: 1
        case .server: 2
        case .client: 3
        case .producer: 4
        case .consumer: 5
        }
    }
}

extension JSONWriter {
    fileprivate mutating func pair(_ name: String, _ value: String) {
        key(name)
        string(value)
    }

    fileprivate mutating func attribute(_ name: String, _ value: String) {
        attribute(name) { writer in writer.pair("stringValue", value) }
    }

    fileprivate mutating func attributes(_ attributes: SpanAttributes) {
        attributes.forEach { name, value in attribute(name) { writer in writer.content(of: value) } }
    }

    private mutating func attribute(_ name: String, _ content: (inout JSONWriter) -> Void) {
        beginObject()
        pair("key", name)
        key("value")
        beginObject()
        content(&self)
        endObject()
        endObject()
    }

    /// An `AnyValue`.
    private mutating func content(of attribute: SpanAttribute) {
        switch attribute {
        case .int32(let value): pair("intValue", String(value))
        case .int64(let value): pair("intValue", String(value))
        case .double(let value):
            key("doubleValue")
            double(value)
        case .bool(let value):
            key("boolValue")
            bool(value)
        case .string(let value): pair("stringValue", value)
        case .stringConvertible(let value): pair("stringValue", "\(value)")
        case .int32Array(let values): array(values.map { .int64(Int64($0)) })
        case .int64Array(let values): array(values.map { .int64($0) })
        case .doubleArray(let values): array(values.map { .double($0) })
        case .boolArray(let values): array(values.map { .bool($0) })
        case .stringArray(let values): array(values.map { .string($0) })
        case .stringConvertibleArray(let values): array(values.map { .string("\($0)") })
        default: pair("stringValue", "\(attribute)")
        }
    }

    private mutating func array(_ values: [SpanAttribute]) {
        key("arrayValue")
        beginObject()
        key("values")
        beginArray()
        for value in values {
            beginObject()
            content(of: value)
            endObject()
        }
        endArray()
        endObject()
    }
}
