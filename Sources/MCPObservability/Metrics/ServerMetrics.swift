internal import MCPCore
internal import MCPLogging

/// What is measured of a server's requests, by OpenTelemetry's names (semantic conventions for MCP) and our own.
///
/// Names of tools stand in labels only where there is such a tool, and methods only where they are served, so that nobody outside can make
/// series.
final class ServerMetrics: Sendable {
    /// What tells series of one metric apart.
    private struct Key: Hashable, Sendable {
        let method: String
        let tool: ObjectIdentifier?
        let outcome: RequestOutcome
        let revision: ProtocolRevision

        /// Cheaper than a good one: few keys are alike in all of it.
        var hash: Int {
            let tool = tool.map { Int(bitPattern: $0) >> 4 } ?? 0
            let code = if case .error(let code) = outcome { code.rawValue } else { outcome == .done ? 0 : 7 }
            return tool &+ method.utf8.count &* 67 &+ code &* 131
        }
    }

    private final class Series: Sendable {
        /// Held, so that no other tool comes to have its identity.
        let tool: RegisteredTool?
        let duration: PrometheusHistogram
        let size: PrometheusHistogram

        init(_ tool: RegisteredTool?, duration: PrometheusHistogram, size: PrometheusHistogram) {
            self.tool = tool
            self.duration = duration
            self.size = size
        }
    }

    let active: PrometheusLevel
    private let registry: PrometheusRegistry
    /// More than a server has that keeps its tools.
    private let series = SeriesTable<Key, Series>(capacity: 2_048)

    init(_ registry: PrometheusRegistry) {
        self.registry = registry
        active = registry.level(.activeRequests)
        // Those of what happens always, so that they are there from the start.
        for code in [MCPError.Code.parseError, .invalidRequest, .methodNotFound, .invalidParams] { _ = refused(code) }
    }

    func record(_ request: borrowing RequestRecord) {
        let key = Key(
            method: request.method, tool: request.tool.map(ObjectIdentifier.init), outcome: request.outcome.bounded,
            revision: request.revision)
        let (tool, nanoseconds, bytes) = (request.tool, request.nanoseconds, request.bytes)
        series.withValue(of: key, hash: key.hash) {
            make(key, tool)
        } _: { found in
            found.duration.recordNanoseconds(nanoseconds)
            if bytes > 0 { found.size.record(Double(bytes)) }
        }
    }

    func refused(_ code: MCPError.Code) -> PrometheusCounter {
        registry.counter(.refusedMessages, [("rpc_response_status_code", RequestOutcome.error(code).bounded.errorType ?? "")])
    }

    func sessionEnded(_ revision: ProtocolRevision, nanoseconds: Int64) {
        registry.histogram(.sessionDuration, [("mcp_protocol_version", revision.name), ("network_transport", "tcp")])
            .recordNanoseconds(nanoseconds)
    }

    private func make(_ key: Key, _ tool: RegisteredTool?) -> Series {
        var labels = [("mcp_method_name", key.method)]
        if let tool {
            labels.append(("gen_ai_tool_name", tool.definition.name))
            labels.append(("gen_ai_operation_name", "execute_tool"))
        }
        let size = registry.histogram(.resultSize, labels)
        if let type = key.outcome.errorType { labels.append(("error_type", type)) }
        if case .error(let code) = key.outcome { labels.append(("rpc_response_status_code", String(code.rawValue))) }
        labels.append(("mcp_protocol_version", key.revision.name))
        labels.append(("network_transport", "tcp"))
        return Series(tool, duration: registry.histogram(.operationDuration, labels), size: size)
    }
}

extension RequestOutcome {
    /// Codes that handlers make up are all one.
    var bounded: RequestOutcome {
        guard case .error(let code) = self, !Self.codes.contains(code) else { return self }
        return .error(0)
    }

    /// `error.type`: the code, `tool_error`, or a word; nil for what is no error.
    var errorType: String? {
        switch self {
        case .done, .inputRequired, .task: nil
        case .toolError, .invalidArguments: "tool_error"
        case .error(0): "_OTHER"
        case .error(let code): String(code.rawValue)
        case .timedOut: "timeout"
        case .cancelled: "cancelled"
        case .abandoned: "abandoned"
        }
    }

    private static let codes: Set<MCPError.Code> = [
        .parseError, .invalidRequest, .methodNotFound, .invalidParams, .internalError, .resourceNotFound, .headerMismatch,
        .missingClientCapability, .unsupportedProtocolVersion, .insufficientScope,
    ]
}
