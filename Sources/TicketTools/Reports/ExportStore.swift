internal import MCPCore
internal import Synchronization

/// Finished exports, in memory, each for the caller who made it.
///
/// Safe to use concurrently. One is forgotten when its time is over, when its caller makes more than the limit, and with the process:
/// another instance of the server does not have it.
final class ExportStore: Sendable {
    /// Who may read an export: the caller, with the credentials for the ticket API that it was made with.
    struct Owner: Hashable, Sendable {
        let principal: String
        let credentials: String
    }

    struct Export: Sendable {
        let uri: String
        let format: ExportFormat
        let text: String
        let expires: Duration
        fileprivate let owner: Owner

        var bytes: Int { text.utf8.count }
    }

    static let scheme = "ticket-export://"

    let limits: ExportLimits
    private let time: any TimeSource
    private let exports = Mutex<[Export]>([])

    init(_ limits: ExportLimits, time: any TimeSource) {
        self.limits = limits
        self.time = time
    }

    /// Keeps a text under an address that nobody can guess.
    /// - Throws: if exports of others leave no room for it.
    func keep(_ text: String, _ format: ExportFormat, for owner: Owner) throws(ToolFailure) -> Export {
        let now = time.now
        let export = Export(
            uri: Self.scheme + RandomBytes.make(16).hexadecimal, format: format, text: text, expires: now + limits.timeToLive, owner: owner)
        let isKept = exports.withLock { exports in
            exports.removeAll { $0.expires <= now }
            let own = exports.indices.filter { exports[$0].owner == owner }
            for index in own.prefix(max(0, own.count + 1 - limits.perPrincipal)).reversed() { exports.remove(at: index) }
            guard exports.reduce(export.bytes, { $0 + $1.bytes }) <= limits.totalBytes else { return false }
            exports.append(export)
            return true
        }
        guard isKept else {
            throw ToolFailure("There is no room for more exports on this server now. Try again in \(limits.timeToLive), or export less.")
        }
        return export
    }

    /// - Returns: nil for what is not there any more, and for somebody else's.
    func export(at uri: String, for owner: Owner) -> Export? {
        let now = time.now
        return exports.withLock { exports in
            exports.removeAll { $0.expires <= now }
            return exports.first { $0.uri == uri && $0.owner == owner }
        }
    }

    func template(of desk: Desk) -> ResourceTemplate {
        ResourceTemplate(
            ResourceDefinition(
                uri: Self.scheme + "{id}", name: "ticket_export", title: "Exported tickets",
                description: "A file that export_tickets made. It is there for a while, for who made it.")
        ) { [self] context in
            guard let export = export(at: context.uri, for: desk.owner(context.principal)) else {
                throw MCPError.resourceNotFound(context.uri)
            }
            return ResourceResult([ResourceContents(uri: export.uri, mimeType: export.format.mimeType, body: .text(export.text))])
        }
    }
}

extension Desk {
    func owner(_ principal: Principal) -> ExportStore.Owner {
        ExportStore.Owner(principal: principal.id, credentials: client.cacheKey(for: principal))
    }
}
