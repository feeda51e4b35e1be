/// Names one process among those that serve together. A process that is started again has another name.
public struct InstanceID: Sendable, Hashable, CustomStringConvertible {
    public let text: String

    public init(_ text: String) { self.text = text }

    /// 96 random bits.
    public static func random() -> InstanceID {
        let words = [UInt64.random(in: .min ... .max), UInt64(UInt32.random(in: .min ... .max)) | 1 << 32]
        return InstanceID(words.map { String($0, radix: 36) }.joined())
    }

    public var description: String { text }
}
