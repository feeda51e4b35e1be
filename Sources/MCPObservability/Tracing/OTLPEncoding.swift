internal import MCPCore
internal import Tracing

/// Writes spans as an `ExportTraceServiceRequest` in JSON (OTLP 1.x, JSON Protobuf encoding: ids in hex, 64-bit numbers as texts, enumerations as
/// numbers).
struct OTLPEncoding: Sendable {
    private let resource: RawJSON
    private let scope: RawJSON

    init(_ configuration: OTLPConfiguration) {
        var attributes = configuration.resource.filter { $0.name != "service.name" && $0.name != "service.version" }
        attributes.append(("service.name", configuration.serviceName))
        attributes.append(("service.version", configuration.serviceVersion))
        attributes.append(("telemetry.sdk.language", "swift"))
        resource = RawJSON { writer in
            writer.beginObject()
            writer.key("attributes")
            writer.beginArray()
            for attribute in attributes { writer.attribute(attribute.name, attribute.value) }
            writer.endArray()
            writer.endObject()
        }
        scope = RawJSON { writer in
            writer.beginObject()
            writer.pair("name", "MCPObservability")
            writer.pair("version", configuration.serviceVersion)
            writer.endObject()
        }
    }

    func body(of spans: [FinishedSpan]) -> [UInt8] {
        var writer = JSONWriter(capacity: 640 * spans.count + 512)
        writer.beginObject()
        writer.key("resourceSpans")
        writer.beginArray()
        writer.beginObject()
        writer.key("resource")
        writer.raw(resource)
        writer.key("scopeSpans")
        writer.beginArray()
        writer.beginObject()
        writer.key("scope")
        writer.raw(scope)
        writer.key("spans")
        writer.beginArray()
        for span in spans { write(span, &writer) }
        writer.endArray()
        writer.endObject()
        writer.endArray()
        writer.endObject()
        writer.endArray()
        writer.endObject()
        return writer.bytes
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

    private func write(_ span: FinishedSpan, _ writer: inout JSONWriter) {
        writer.beginObject()
        writer.pair("traceId", span.position.trace.description)
        writer.pair("spanId", span.position.parent.description)
        if let parent = span.parent { writer.pair("parentSpanId", parent.description) }
        if let state = span.position.state { writer.pair("traceState", state) }
        writer.key("flags")
        writer.integer(1)
        writer.pair("name", span.name)
        writer.key("kind")
        writer.integer(span.kind.number)
        writer.pair("startTimeUnixNano", String(span.start))
        writer.pair("endTimeUnixNano", String(span.end))
        writer.key("attributes")
        writer.beginArray()
        if let operation = span.operation {
            for attribute in operation.attributes { writer.attribute(attribute.name, attribute.value) }
        }
        writer.attributes(span.attributes)
        writer.endArray()
        if !span.events.isEmpty { write(span.events, &writer) }
        if !span.links.isEmpty { write(span.links, &writer) }
        status(of: span, &writer)
        writer.endObject()
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

    private func status(of span: FinishedSpan, _ writer: inout JSONWriter) {
        let isError = span.operation?.isError == true || span.status?.code == .error
        guard isError || span.status != nil else { return }
        writer.key("status")
        writer.beginObject()
        if let message = span.status?.message { writer.pair("message", message) }
        writer.key("code")
        writer.integer(isError ? 2 : 1)
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
