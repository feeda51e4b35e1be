internal import JWTKit
internal import MCPCore

/// One public key of an issuer (RFC 7517), for one algorithm.
struct VerificationKey: Sendable {
    let id: String?
    let algorithm: SigningAlgorithm
    private let verifier: any JWTAlgorithm

    /// All that a member of a key set is good for: an RSA key that names no algorithm is good for two.
    /// - Returns: nothing for a key that is not for signatures, of a kind that we do not use, too weak or broken.
    static func keys(of member: JSON) async -> [VerificationKey] {
        guard let object = member.object, isForSignatures(object) else { return [] }
        var keys: [VerificationKey] = []
        for algorithm in SigningAlgorithm.allCases {
            if let name = object["alg"], name.string != algorithm.rawValue { continue }
            guard let verifier = await verifier(algorithm, object) else { continue }
            keys.append(VerificationKey(id: object["kid"]?.string, algorithm: algorithm, verifier: verifier))
        }
        return keys
    }

    func verifies(_ signature: [UInt8], of bytes: ArraySlice<UInt8>) -> Bool {
        do {
            return try verifier.verify(signature, signs: bytes)
        } catch {
            // The library throws for signatures that cannot be any, by their length.
            return false
        }
    }

    private static func isForSignatures(_ key: JSONObject) -> Bool {
        if let use = key["use"], use.string != "sig" { return false }
        guard let operations = key["key_ops"] else { return true }
        return operations.array?.contains { $0.string == "verify" } ?? false
    }

    private static func verifier(_ algorithm: SigningAlgorithm, _ key: JSONObject) async -> (any JWTAlgorithm)? {
        let keys = JWTKeyCollection()
        do {
            switch (algorithm, key["kty"]?.string, key["crv"]?.string) {
            case (.rs256, "RSA", _): await keys.add(rsa: try rsa(key), digestAlgorithm: .sha256)
            case (.ps256, "RSA", _): await keys.add(pss: try rsa(key), digestAlgorithm: .sha256)
            case (.es256, "EC", "P-256"): await keys.add(ecdsa: try ES256PublicKey(parameters: point(key)))
            case (.es384, "EC", "P-384"): await keys.add(ecdsa: try ES384PublicKey(parameters: point(key)))
            case (.edDSA, "OKP", "Ed25519"):
                await keys.add(eddsa: try EdDSA.PublicKey(x: try number("x", key, upTo: 32), curve: .ed25519))
            default: return nil
            }
            return try await keys.getKey()
        } catch {
            // One key that cannot be read does not spoil the others of the set.
            return nil
        }
    }

    /// 2,048 bits at least, which the library sees to, and 8,192 at most, since checking a signature takes the longer the more there are.
    private static func rsa(_ key: JSONObject) throws -> Insecure.RSA.PublicKey {
        try Insecure.RSA.PublicKey(modulus: try number("n", key, upTo: 1_024), exponent: try number("e", key, upTo: 8))
    }

    private static func point(_ key: JSONObject) throws -> ECDSAParameters {
        (x: try number("x", key, upTo: 48), y: try number("y", key, upTo: 48))
    }

    private static func number(_ name: String, _ key: JSONObject, upTo limit: Int) throws -> String {
        guard let text = key[name]?.string, let bytes = Base64URL.decode(text.utf8), 1...limit ~= bytes.count else {
            throw TokenRejection.malformed
        }
        return text
    }
}
