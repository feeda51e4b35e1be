import CryptoExtras
import JWTKit
import MCPCore

/// A private key of a test issuer, which signs whatever it is given.
struct TestKey: Sendable {
    let id: String
    let algorithm: String
    /// The public half, as a member of a key set.
    let publicKey: JSONObject
    private let signer: any JWTAlgorithm

    /// Made once: a key of 2,048 bits takes a while.
    private static let rsaKey = Result { try _RSA.Signing.PrivateKey(keySize: .bits2048) }

    static func rs256(_ id: String = "rsa") async throws -> TestKey {
        try await rsa(id, "RS256") { await $0.add(rsa: $1, digestAlgorithm: .sha256) }
    }
    static func ps256(_ id: String = "pss") async throws -> TestKey {
        try await rsa(id, "PS256") { await $0.add(pss: $1, digestAlgorithm: .sha256) }
    }
    static func rs512(_ id: String = "rsa512") async throws -> TestKey {
        try await rsa(id, "RS512") { await $0.add(rsa: $1, digestAlgorithm: .sha512) }
    }

    static func es256(_ id: String = "ec") async throws -> TestKey {
        let key = ES256PrivateKey()
        return try await TestKey(
            id: id, algorithm: "ES256", publicKey: point("P-256", key.parameters), signer: JWTKeyCollection().add(ecdsa: key).getKey())
    }

    static func es384(_ id: String = "ec384") async throws -> TestKey {
        let key = ES384PrivateKey()
        return try await TestKey(
            id: id, algorithm: "ES384", publicKey: point("P-384", key.parameters), signer: JWTKeyCollection().add(ecdsa: key).getKey())
    }

    static func edDSA(_ id: String = "ed") async throws -> TestKey {
        let key = try EdDSA.PrivateKey()
        return try await TestKey(
            id: id, algorithm: "EdDSA",
            publicKey: ["kty": "OKP", "crv": "Ed25519", "x": .string(Base64URL.encode(Array(key.publicKey.rawRepresentation)))],
            signer: JWTKeyCollection().add(eddsa: key).getKey())
    }

    /// As it stands in a key set.
    var member: JSON {
        var member = publicKey
        member["kid"] = .string(id)
        member["use"] = "sig"
        return .object(member)
    }

    /// - Parameter header: changes to the usual one; null removes.
    func token(_ claims: JSONObject, header changes: JSONObject = [:]) throws -> String {
        var header: JSONObject = ["alg": .string(algorithm), "typ": "at+jwt", "kid": .string(id)]
        for change in changes.members { header[change.key] = change.value.isNull ? JSON?.none : change.value }
        return try sign(JSON.object(header).bytes, JSON.object(claims).bytes)
    }

    func sign(_ header: [UInt8], _ payload: [UInt8]) throws -> String {
        let signed = Base64URL.encode(header) + "." + Base64URL.encode(payload)
        return try signed + "." + Base64URL.encode(signer.sign(Array(signed.utf8)))
    }

    private static func rsa(
        _ id: String, _ algorithm: String, _ add: (JWTKeyCollection, JWTKit.Insecure.RSA.PrivateKey) async -> JWTKeyCollection
    ) async throws -> TestKey {
        let key = try JWTKit.Insecure.RSA.PrivateKey(backing: rsaKey.get())
        let (modulus, exponent) = try key.publicKey.getKeyPrimitives()
        return try await TestKey(
            id: id, algorithm: algorithm,
            publicKey: [
                "kty": "RSA", "n": .string(Base64URL.encode(Array(modulus))), "e": .string(Base64URL.encode(Array(exponent))),
            ], signer: add(JWTKeyCollection(), key).getKey())
    }

    /// The library writes coordinates in the other alphabet.
    private static func point(_ curve: String, _ point: ECDSAParameters?) -> JSONObject {
        func plain(_ text: String?) -> JSON {
            .string(String((text ?? "").compactMap { $0 == "+" ? "-" : $0 == "/" ? "_" : $0 == "=" ? nil : $0 }))
        }
        return ["kty": "EC", "crv": .string(curve), "x": plain(point?.x), "y": plain(point?.y)]
    }
}
