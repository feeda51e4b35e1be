import Foundation
import MCPCore
import Synchronization

/// Lets in who shows a token of a file, until it expires.
///
/// The file is read again when it has changed: a token whose record was removed is refused from the next request on, in open sessions too.
/// Event streams that are open go on until they end. While the file cannot be read, nobody is let in.
final class TokenFileAuth: ImmediateAuthProvider {
    private struct Loaded {
        let stamp: TokenFile.Stamp
        let records: [String: TokenRecord]
    }

    private let file: TokenFile
    private let now: @Sendable () -> Date
    private let report: @Sendable (any Error) -> Void
    private let loaded = Mutex<Loaded?>(nil)

    /// - Parameters:
    ///   - now: for tests.
    ///   - report: is told why nobody can be let in, which is not for callers to know.
    init(_ file: TokenFile, now: @escaping @Sendable () -> Date = { Date() }, report: @escaping @Sendable (any Error) -> Void) {
        self.file = file
        self.now = now
        self.report = report
    }

    /// Called for each request, on the thread that read it: whatever would wait belongs into an `AuthProvider` that is not immediate.
    func identify(_ request: AuthRequest) throws(AuthError) -> Principal {
        guard let token = Self.bearerToken(of: request) else {
            throw AuthError(.unauthenticated, "Send your token in the header Authorization: Bearer", challenge: "Bearer")
        }
        // How long this takes tells of digests, and a digest does not tell how near a guess of the token was.
        guard let record = try records()[token.digest] else {
            throw AuthError(.unauthenticated, "The token is not known", challenge: #"Bearer error="invalid_token""#)
        }
        guard now() < record.expires else {
            throw AuthError(
                .unauthenticated, "The token has expired",
                challenge: #"Bearer error="invalid_token", error_description="The token has expired""#)
        }
        return Principal(id: record.user, displayName: record.name, scopes: record.scopes)
    }

    /// By digest.
    private func records() throws(AuthError) -> [String: TokenRecord] {
        do {
            let stamp = try file.stamp()
            return try loaded.withLock { loaded in
                if let loaded, loaded.stamp == stamp { return loaded.records }
                let records = Dictionary(try file.records().map { ($0.digest, $0) }) { $1 }
                loaded = Loaded(stamp: stamp, records: records)
                return records
            }
        } catch {
            report(error)
            throw AuthError(.unavailable, "Tokens cannot be checked now")
        }
    }

    /// RFC 6750, section 2.1.
    private static func bearerToken(of request: AuthRequest) -> Token? {
        guard let words = request.header("authorization")?.split(separator: " "), words.count == 2, words[0].lowercased() == "bearer"
        else { return nil }
        return Token(String(words[1]))
    }
}
