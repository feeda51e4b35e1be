internal import MCPHTTPServer
internal import TicketServer

extension ServerSettings {
    /// Where to listen: one port, or the first free one of a range.
    static func listening(
        _ options: ServerOptions, _ reader: SettingsReader, _ host: String
    ) throws(SettingError) -> HTTPServerConfiguration {
        var configuration = try HTTPServerConfiguration(addresses: addresses(options, reader, host))
        // Cloud hosts kill after ten.
        configuration.drainTime = .seconds(8)
        switch (options.certificate, options.key) {
        case (nil, nil): break
        case (let certificate?, let key?):
            configuration.tls = HTTPServerTLS(certificateChainFile: certificate, privateKeyFile: key)
        default: throw SettingError("--tls-certificate and --tls-key belong together")
        }
        return configuration
    }

    private static func addresses(
        _ options: ServerOptions, _ reader: SettingsReader, _ host: String
    ) throws(SettingError) -> [ListenAddress] {
        guard let range = options.portRange else {
            let fromVariable = try number("PORT", reader.text("PORT"), 0...65_535)
            let port = options.port ?? fromVariable ?? 8_080
            guard 0...65_535 ~= port else { throw SettingError("--port must be from 0 to 65535, not \(port)") }
            return [.tcp(host: host, port: port)]
        }
        guard options.port == nil else { throw SettingError("--port and --port-range exclude each other") }
        let ends = range.split(separator: "-").compactMap { Int($0) }
        guard ends.count == 2, 1...65_535 ~= ends[0], 1...65_535 ~= ends[1], ends[0] <= ends[1] else {
            throw SettingError("--port-range must be like 8000-8100, not \"\(range)\"")
        }
        return [.tcp(host: host, portRange: ends[0]...ends[1])]
    }
}
