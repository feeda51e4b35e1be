internal import Logging
internal import MCPCore
internal import MCPHTTPServer
internal import MCPLogging
internal import MCPObservability
internal import TicketServer

/// What is measured and traced, and where it goes: the `MCP_METRICS_…` variables, and those of OpenTelemetry.
struct ObservabilitySettings {
    /// Where the page of metrics is on a port of its own.
    let metricsServer: HTTPServerConfiguration?
    /// The page of metrics is where clients come in, for those who may come in.
    let isOnMainPort: Bool
    private let traces: OTLPConfiguration?
    private let sampler: TraceSampler
    /// Of Google Cloud, for links from log lines to traces.
    private let project: String?

    init(_ options: ServerOptions, _ reader: SettingsReader, _ logger: Logger) throws(SettingError) {
        metricsServer = try Self.metricsServer(options, reader)
        isOnMainPort = try reader.flag("MCP_METRICS_ON_MAIN_PORT")
        traces = try Self.traces(reader, logger)
        sampler = try Self.sampler(reader)
        project = try reader.text("GOOGLE_CLOUD_PROJECT")
    }

    func make(_ settings: TicketSettings, _ logger: Logger) -> Observability {
        let access = settings.logLevel <= .info ? AccessLog(format: settings.logFormat, project: project) : nil
        return Observability(
            service: (traces?.serviceName ?? "ticket-mcp", TicketProgram.version), metrics: metricsServer != nil || isOnMainPort,
            accessLog: access, traces: traces, sampler: sampler, logger: logger)
    }

    private static func metricsServer(_ options: ServerOptions, _ reader: SettingsReader) throws(SettingError) -> HTTPServerConfiguration? {
        let named = try ServerSettings.number("MCP_METRICS_PORT", reader.text("MCP_METRICS_PORT"), 0...65_535)
        guard let port = options.metricsPort ?? named else { return nil }
        guard 0...65_535 ~= port else { throw SettingError("--metrics-port must be from 0 to 65535, not \(port)") }
        let host = try reader.text("MCP_METRICS_HOST") ?? "127.0.0.1"
        var configuration = HTTPServerConfiguration(addresses: [.tcp(host: host, port: port)])
        configuration.eventLoopThreads = 1
        configuration.drainTime = .seconds(1)
        return configuration
    }

    private static func traces(_ reader: SettingsReader, _ logger: Logger) throws(SettingError) -> OTLPConfiguration? {
        guard let endpoint = try endpoint(reader), try !reader.flag("OTEL_SDK_DISABLED") else { return nil }
        let exact = try reader.text("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL")
        let common = try reader.text("OTEL_EXPORTER_OTLP_PROTOCOL")
        if let asked = exact ?? common, asked != "http/json" {
            // It is set for all the programs of a platform, most often; to end for it would help nobody.
            logger.warning("traces go out as http/json, which is all that is spoken here", metadata: ["asked": "\(asked)"])
        }
        var resource = try pairs("OTEL_RESOURCE_ATTRIBUTES", reader.text("OTEL_RESOURCE_ATTRIBUTES"))
        let named = resource.last { $0.name == "service.name" }?.value
        let service = try reader.text("OTEL_SERVICE_NAME") ?? named ?? "ticket-mcp"
        resource.removeAll { $0.name == "service.name" }
        var configuration = OTLPConfiguration(endpoint: endpoint, serviceName: service, serviceVersion: TicketProgram.version)
        configuration.resource = resource
        configuration.headers = try pairs("OTEL_EXPORTER_OTLP_HEADERS", reader.text("OTEL_EXPORTER_OTLP_HEADERS"))
        return configuration
    }

    private static func endpoint(_ reader: SettingsReader) throws(SettingError) -> String? {
        let exact = try reader.text("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
        let base = try reader.text("OTEL_EXPORTER_OTLP_ENDPOINT")
        guard let text = exact ?? base else { return nil }
        guard text.hasPrefix("http://") || text.hasPrefix("https://") else {
            throw SettingError("OTEL_EXPORTER_OTLP_ENDPOINT must begin with https:// or http://")
        }
        return exact ?? (text.hasSuffix("/") ? text : text + "/") + "v1/traces"
    }

    private static func sampler(_ reader: SettingsReader) throws(SettingError) -> TraceSampler {
        let name = try reader.text("OTEL_TRACES_SAMPLER")?.lowercased() ?? "parentbased_always_on"
        let heedsParent = name.hasPrefix("parentbased_")
        switch heedsParent ? String(name.dropFirst("parentbased_".count)) : name {
        case "always_on": return TraceSampler(ratio: 1, heedsParent: heedsParent)
        case "always_off": return TraceSampler(ratio: 0, heedsParent: heedsParent)
        case "traceidratio":
            guard let text = try reader.text("OTEL_TRACES_SAMPLER_ARG") else { return TraceSampler(ratio: 1, heedsParent: heedsParent) }
            guard let ratio = Double(text), 0...1 ~= ratio else {
                throw SettingError("OTEL_TRACES_SAMPLER_ARG must be a number from 0 to 1, not \"\(text)\"")
            }
            return TraceSampler(ratio: ratio, heedsParent: heedsParent)
        default:
            throw SettingError(
                "OTEL_TRACES_SAMPLER must be always_on, always_off, traceidratio, or one of these behind parentbased_, not \"\(name)\"")
        }
    }

    /// `name=value` with commas between, values percent-encoded (W3C Baggage, as OpenTelemetry's variables have it). What is wrong is not
    /// repeated in the error: it may be a secret.
    private static func pairs(_ variable: String, _ text: String?) throws(SettingError) -> [(name: String, value: String)] {
        var pairs: [(name: String, value: String)] = []
        for part in (text ?? "").split(separator: ",") where !part.allSatisfy(\.isWhitespace) {
            let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = sides[0].filter { !$0.isWhitespace }
            guard sides.count == 2, !name.isEmpty, let value = percentDecoded(sides[1]) else {
                throw SettingError("\(variable) must be like name=value,other=value")
            }
            pairs.append((name, value))
        }
        return pairs
    }

    private static func percentDecoded(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = text.drop { $0.isWhitespace }.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16), rest.count >= 2 else { return nil }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
