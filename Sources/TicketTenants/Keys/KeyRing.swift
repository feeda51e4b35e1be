public import MCPCore
internal import Synchronization
public import TicketServer

/// Lets in who shows one of the keys of a file, in `x-api-key` or as a Bearer token. Several keys of one tenant are good at a time; the
/// file can be read anew while the server runs.
public final class KeyRing: ImmediateAuthProvider {
    /// A caller with a key, and the tenant that it is for.
    struct Match: Sendable {
        let principal: Principal
        let tenant: String?
    }

    private let path: String
    private let keys: Mutex<[String: KeyFile.Entry]>
    /// What unknown ids are compared with, so that they take as long as known ones.
    private let decoy = KeyHash(of: .make())

    /// - Throws: for a file that is not there, or no key file.
    public init(path: String) throws(SettingError) {
        self.path = path
        keys = Mutex(try Self.read(path))
    }

    /// Reads the file again. Where that fails, the keys stay what they were.
    public func reload() throws(SettingError) {
        let fresh = try Self.read(path)
        keys.withLock { $0 = fresh }
    }

    /// Whether what a caller shows looks like one of these keys, and so is for nobody else to look at.
    public func isMeant(by request: AuthRequest) -> Bool { Self.key(in: request) != nil }

    /// For a server without tenants, where a key for one is good for nothing.
    public func identify(_ request: AuthRequest) throws(AuthError) -> Principal {
        let match = try match(request)
        guard match.tenant == nil else { throw Self.invalid }
        return match.principal
    }

    func match(_ request: AuthRequest) throws(AuthError) -> Match {
        guard let key = Self.key(in: request) else {
            throw AuthError(.unauthenticated, "Send the key in x-api-key, or as a Bearer token", challenge: "Bearer")
        }
        let entry = keys.withLock { $0[key.id] }
        let fits = (entry?.hash ?? decoy).fits(key)
        guard fits, let entry else { throw Self.invalid }
        return Match(principal: Principal(id: "key:\(entry.id)", displayName: entry.note, scopes: Set(entry.scopes)), tenant: entry.tenant)
    }

    private static var invalid: AuthError {
        AuthError(.unauthenticated, "The key is not valid", challenge: #"Bearer error="invalid_token""#)
    }

    private static func key(in request: AuthRequest) -> AccessKey? {
        (request.header("x-api-key") ?? request.bearerToken).flatMap(AccessKey.init)
    }

    private static func read(_ path: String) throws(SettingError) -> [String: KeyFile.Entry] {
        guard let file = try KeyFile.read(path) else { throw SettingError("\(path): no such file; make keys with: keys new") }
        return Dictionary(uniqueKeysWithValues: file.entries.map { ($0.id, $0) })
    }
}
