internal import Foundation

/// Makes cursors that only a holder of the database's key can have made.
public struct CursorSeal: Sendable {
    private let key: [UInt8]

    /// - Parameter key: at least 16 secret bytes.
    init(key: [UInt8]) {
        self.key = key
    }

    /// `payload` and its authentication code, in base64url.
    func seal(_ payload: [UInt8]) -> String {
        Data(code(payload) + payload).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// The payload in `text`; nil when it was not sealed with this key.
    func open(_ text: String) -> [UInt8]? {
        var base64 = text.replacing("-", with: "+").replacing("_", with: "/")
        base64 += String(repeating: "=", count: (4 - base64.utf8.count % 4) % 4)
        guard text.utf8.count <= 512, let data = Data(base64Encoded: base64), data.count > Self.codeLength else { return nil }
        let payload = Array(data.dropFirst(Self.codeLength))
        let difference = zip(data, code(payload)).reduce(0) { $0 | ($1.0 ^ $1.1) }
        return difference == 0 ? payload : nil
    }

    private static let codeLength = 16

    private func code(_ payload: [UInt8]) -> ArraySlice<UInt8> {
        SHA256.authentication(of: payload, key: key).prefix(Self.codeLength)
    }
}
