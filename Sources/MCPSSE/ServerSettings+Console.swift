internal import MCPConsole
internal import MCPTransportHTTP

extension ServerSettings {
    /// Puts the console before a handler, where it is asked for and in demos.
    func behindConsole(_ handler: any HTTPHandler, isDemo: Bool) -> any HTTPHandler {
        hasConsole || isDemo ? ConsoleHandler(before: handler, origins: self.handler.origins) : handler
    }
}
