internal import MCPCore
internal import Synchronization

/// What is measured of a server's requests, by OpenTelemetry's names (semantic conventions for MCP) and our own.
///
/// Names of tools stand in labels only where there is such a tool, and methods only where they are served, so that nobody outside can make
/// series.
final class ServerMetrics: Sendable {
    /// What tells series of one metric apart.
    private struct Key: Hashable {
        let method: String
        let tool: ObjectIdentifier?
        let outcome: RequestOutcome
        let revision: ProtocolRevision
    }

    private struct Series {
        /// Held, so that no other tool comes to have its identity.
        let tool: RegisteredTool?
        let duration: PrometheusHistogram
        let size: PrometheusHistogram
    }

    /// More than a server has that keeps its tools; one that replaces them again and again has this emptied.
    private static let remembered = 4_096

    let active: PrometheusGauge
    private let registry: PrometheusRegistry
    private let series = Mutex<[Key: Series]>([:])

    init(_ registry: PrometheusRegistry) {
        self.registry = registry
        active = registry.gauge(.activeRequests)
        // Those of what happens always, so that they are there from the start.
        for code in [MCPError.Code.parseError, .invalidRequest, .methodNotFound, .invalidParams] { _ = refused(code) }
    }

    func record(_ request: ObservedRequest, _ outcome: RequestOutcome, _ duration: Duration, _ bytes: Int) {
        let key = Key(
            method: request.invocation.method, tool: request.tool.map(ObjectIdentifier.init), outcome: outcome.bounded,
            revision: request.context.revision)
        let found = series.withLock { series in
            if let known = series[key] { return (known.duration, known.size) }
            if series.count >= Self.remembered { series = [:] }
            let made = make(key, request.tool)
            series[key] = made
            return (made.duration, made.size)
        }
        found.0.record(duration)
        if bytes > 0 { found.1.record(Double(bytes)) }
    }

    func refused(_ code: MCPError.Code) -> PrometheusCounter {
        registry.counter(.refusedMessages, [("rpc_response_status_code", RequestOutcome.error(code).bounded.errorType ?? "")])
    }

    func sessionEnded(_ revision: ProtocolRevision, after duration: Duration) {
        registry.histogram(.sessionDuration, [("mcp_protocol_version", revision.name), ("network_transport", "tcp")]).record(duration)
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
        return Series(tool: tool, duration: registry.histogram(.operationDuration, labels), size: size)
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
