internal import MCPCore

#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif

/// Which clients on this machine start this program, and whether what they start is there.
struct ClientCheck {
    let environment: EnvironmentVariables

    func findings() -> [Finding] {
        let found = ClientApplication.allCases.flatMap(findings)
        guard found.isEmpty else { return found }
        return [.fine("no client on this machine starts this program yet: ticket-mcp-stdio install --help")]
    }

    private func findings(_ client: ClientApplication) -> [Finding] {
        guard let path = client.settingsPath(environment) else { return [] }
        let document: CommentedJSON
        do {
            guard let text = try SettingsFile(path: path).text, !text.allSatisfy(\.isWhitespace) else { return [] }
            document = try CommentedJSON(text)
        } catch let fault as CommentedJSON.Fault {
            return [.doubtful("\(client.name): \(path):\(fault.line):\(fault.column): \(fault.message)", "Mend the file.")]
        } catch {
            return [.doubtful("\(client.name): \(error)", "Look at the file.")]
        }
        return (document.node(at: [client.serversKey])?.children ?? []).compactMap { entry in
            let json = document.json(entry.node)
            guard let name = entry.key, let command = json?["command"]?.string,
                command.split(separator: "/").last == "ticket-mcp-stdio"
            else { return nil }
            guard !command.hasPrefix("/") || access(command, X_OK) == 0 else {
                return .broken(
                    "\(client.name) starts \(command) as \"\(name)\", and there is no such program",
                    "Say: ticket-mcp-stdio install --client \(client.rawValue) --name \(name) --replace")
            }
            return .fine("\(client.name) starts \(command) as \"\(name)\"")
        }
    }
}
