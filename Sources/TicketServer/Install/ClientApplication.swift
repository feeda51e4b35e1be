internal import ArgumentParser

/// An MCP client whose settings we know how to write.
enum ClientApplication: String, CaseIterable, ExpressibleByArgument, Sendable {
    case claudeDesktop = "claude-desktop"
    case claudeCode = "claude-code"
    case vscode
    case cursor

    /// As people call it.
    var name: String {
        switch self {
        case .claudeDesktop: "Claude Desktop"
        case .claudeCode: "Claude Code"
        case .vscode: "VS Code"
        case .cursor: "Cursor"
        }
    }

    /// The member of its settings that holds the servers.
    var serversKey: String { self == .vscode ? "servers" : "mcpServers" }

    /// It asks the person for a value that its settings name, and keeps it itself.
    var asksForSecrets: Bool { self == .vscode }

    /// Entries say which transport they are of.
    var namesTransport: Bool { self == .vscode || self == .claudeCode }

    /// What makes it read its settings again.
    var nextStep: String {
        switch self {
        case .claudeDesktop: "Quit Claude Desktop and start it anew."
        case .claudeCode: "Start a new session of Claude Code; /mcp shows the server."
        case .vscode: "Start the server in VS Code: \"MCP: List Servers\" in the command palette."
        case .cursor: "Turn the server on in Cursor: Settings, MCP."
        }
    }

    /// Where its settings of one person are.
    /// - Returns: nil where the environment names no home.
    func settingsPath(_ environment: EnvironmentVariables) -> String? {
        func variable(_ name: String) -> String? { environment.values[name].flatMap { $0.isEmpty ? nil : $0 } }
        if self == .claudeCode, let folder = variable("CLAUDE_CONFIG_DIR") { return "\(folder)/.claude.json" }
        guard let home = variable("HOME") else { return nil }
        #if canImport(Darwin)
            let applications = "\(home)/Library/Application Support"
        #else
            let applications = variable("XDG_CONFIG_HOME") ?? "\(home)/.config"
        #endif
        switch self {
        case .claudeDesktop: return "\(applications)/Claude/claude_desktop_config.json"
        case .claudeCode: return "\(home)/.claude.json"
        case .vscode: return "\(applications)/Code/User/mcp.json"
        case .cursor: return "\(home)/.cursor/mcp.json"
        }
    }
}
