internal import Crypto
internal import Logging
internal import MCPCore

/// Seals letters, so that whoever reads Redis learns nothing of them but their length, and whoever writes to it can make or change none.
///
/// A sealed letter is an entry with one field `z`: 16 random bytes; then nonce, text and tag of AES-256-GCM (NIST SP 800-38D), over the fields
/// that it had and with the ``LetterPlace`` for additional data. Its key is made of the secret and the random bytes by HKDF-SHA256 (RFC 5869):
/// each seals one letter, so no number of letters wears a secret out.
///
/// A letter can be held back, and brought again to the same reader.
struct LetterSeal: Sendable {
    private static let saltSize = 16
    private static let purpose = Array("mcp letter".utf8)

    /// The first seals, all open; empty where letters are not sealed.
    private let keys: [LetterKey]
    private let logger: Logger

    init(_ keys: [LetterKey], _ logger: Logger) {
        self.keys = keys
        self.logger = logger
    }

    /// - Returns: the fields to write in place of these.
    func seal(_ fields: [any RedisArgument], at place: LetterPlace) -> [any RedisArgument] {
        guard let key = keys.first else { return fields }
        var plain = RedisCommand()
        plain.append(contentsOf: fields)
        let salt = RandomBytes.make(Self.saltSize)
        do {
            let box = try AES.GCM.seal(plain.body, using: Self.key(key, salt), authenticating: place.bytes)
            let sealed: [UInt8] = salt + box.nonce + box.ciphertext + box.tag
            return ["z", sealed]
        } catch {
            preconditionFailure("AES-GCM takes every text with a key of its size: \(error)")
        }
    }

    /// - Returns: the entry with the fields that were sealed; nil for one that is refused, which the log tells.
    func open(_ entry: RedisEntry, at place: LetterPlace) -> RedisEntry? {
        do throws(LetterFault) {
            return try opened(entry, place)
        } catch {
            logger.error("a letter in redis is refused", metadata: ["reason": "\(error.rawValue)", "from": "\(place.writer)"])
            return nil
        }
    }

    private func opened(_ entry: RedisEntry, _ place: LetterPlace) throws(LetterFault) -> RedisEntry {
        let sealed = entry["z"]
        guard !keys.isEmpty else {
            if sealed != nil { throw .noKey }
            return entry
        }
        guard let sealed else { throw .notSealed }
        let salt = Array(sealed.prefix(Self.saltSize))
        for key in keys {
            if let plain = Self.open(sealed.dropFirst(Self.saltSize), with: Self.key(key, salt), place) {
                return RedisEntry(id: entry.id, arguments: RedisCommand.arguments(in: plain))
            }
        }
        throw .notOurs
    }

    private static func key(_ key: LetterKey, _ salt: [UInt8]) -> SymmetricKey {
        HKDF<Crypto.SHA256>.deriveKey(inputKeyMaterial: key.secret, salt: salt, info: purpose, outputByteCount: 32)
    }

    /// - Returns: nil for what was not sealed with the key, or has changed since.
    private static func open(_ sealed: ArraySlice<UInt8>, with key: SymmetricKey, _ place: LetterPlace) -> [UInt8]? {
        do {
            return try Array(AES.GCM.open(AES.GCM.SealedBox(combined: sealed), using: key, authenticating: place.bytes))
        } catch {
            return nil
        }
    }
}

/// Why a letter is refused.
private enum LetterFault: String, Error {
    case noKey = "it is sealed, and this instance has no key"
    case notSealed = "it is not sealed: its writer has no key"
    case notOurs = "it was sealed with another key, or changed"
}
