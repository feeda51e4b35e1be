internal import MCPCore

/// The value of `X-Webhook-Signature`: `t=<seconds since 1970>,v1=<hexadecimal HMAC-SHA256 of "<t>.<body>">`. There may be several `v1`.
struct WebhookSignature {
    static let header = "x-webhook-signature"
    private static let longest = 1_024
    private static let mostCodes = 4

    let seconds: Int64
    private let codes: [[UInt8]]

    /// - Returns: nil for another form.
    init?(_ text: String) {
        guard text.utf8.count <= Self.longest else { return nil }
        var seconds: Int64?
        var codes: [[UInt8]] = []
        for part in text.split(separator: ",") {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard pair.count == 2 else { return nil }
            switch pair[0].filter({ $0 != " " }) {
            case "t":
                guard seconds == nil, pair[1].utf8.count <= 15, pair[1].utf8.allSatisfy({ 0x30...0x39 ~= $0 }) else { return nil }
                seconds = Int64(pair[1])
            case "v1":
                guard codes.count < Self.mostCodes, let code = Self.bytes(pair[1]), code.count == 32 else { return nil }
                codes.append(code)
            // Versions to come.
            default: continue
            }
        }
        guard let seconds, !codes.isEmpty else { return nil }
        (self.seconds, self.codes) = (seconds, codes)
    }

    /// - Returns: the code that one of the secrets makes of the body and that stands here; nil where none does.
    func match(_ body: [UInt8], _ secrets: [WebhookSecret]) -> [UInt8]? {
        let signed = Array("\(seconds).".utf8) + body
        var match: [UInt8]?
        // All are compared, so that the time does not tell which secret was meant.
        for secret in secrets {
            let expected = secret.hmac.code(for: signed)
            for code in codes where ConstantTime.equals(code, expected) { match = expected }
        }
        return match
    }

    private static func bytes(_ text: Substring) -> [UInt8]? {
        let digits = text.utf8.map { byte -> UInt8? in
            switch byte {
            case 0x30...0x39: byte - 0x30
            case 0x61...0x66: byte - 0x61 + 10
            case 0x41...0x46: byte - 0x41 + 10
            default: nil
            }
        }
        guard digits.count.isMultiple(of: 2), !digits.contains(nil) else { return nil }
        let values = digits.compactMap(\.self)
        return stride(from: 0, to: values.count, by: 2).map { values[$0] << 4 | values[$0 + 1] }
    }
}
