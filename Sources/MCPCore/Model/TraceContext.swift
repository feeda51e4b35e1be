/// Which trace a request belongs to, and which part of it caused the request (W3C Trace Context, level 1).
///
/// It comes in `_meta` of a request (specification 2026-07-28, reserved names) or in header fields of the same names.
public struct TraceContext: Sendable, Hashable {
    public let trace: TraceID
    /// The span that caused the request.
    public let parent: SpanID
    /// Whoever caused the request keeps a record of it.
    public let isSampled: Bool
    /// `tracestate`, which is handed on as it came; nil where there is none, or one that is too long.
    public let state: String?

    public init(trace: TraceID, parent: SpanID, isSampled: Bool, state: String? = nil) {
        self.trace = trace
        self.parent = parent
        self.isSampled = isSampled
        self.state = state
    }

    /// - Returns: nil for what is no `traceparent` (section 3.2.2). A later version than 00 may have more behind what is read here.
    public init?(traceparent: String, tracestate: String? = nil) {
        let parts: (TraceID, SpanID, UInt8)? = traceparent.utf8.withContiguousBytes { bytes in
            guard bytes.count >= 55, bytes.count <= 512, bytes[2] == Self.hyphen, bytes[35] == Self.hyphen, bytes[52] == Self.hyphen,
                let version = Hex.number(bytes[0..<2]), version != 0xFF, bytes.count == 55 || version > 0 && bytes[55] == Self.hyphen,
                let high = Hex.number(bytes[3..<19]), let low = Hex.number(bytes[19..<35]), let span = Hex.number(bytes[36..<52]),
                let flags = Hex.number(bytes[53..<55]), high | low != 0, span != 0
            else { return nil }
            return (TraceID(high: high, low: low), SpanID(span), UInt8(flags))
        }
        guard let (trace, parent, flags) = parts else { return nil }
        let isUsable = tracestate.map { 1...512 ~= $0.utf8.count && $0.utf8.allSatisfy { 0x20...0x7E ~= $0 } } ?? false
        self.init(trace: trace, parent: parent, isSampled: flags & 1 != 0, state: isUsable ? tracestate : nil)
    }

    /// As a header field or a member of `_meta`.
    public var traceparent: String { "00-\(trace)-\(parent)-\(isSampled ? "01" : "00")" }

    private static let hyphen = UInt8(ascii: "-")
}

/// Sixteen bytes, not all zero.
public struct TraceID: Sendable, Hashable, CustomStringConvertible {
    public let high: UInt64
    public let low: UInt64

    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// 32 digits of lower-case hex.
    public var description: String { Hex.text(high) + Hex.text(low) }
}

/// Eight bytes, not all zero.
public struct SpanID: Sendable, Hashable, CustomStringConvertible {
    public let value: UInt64

    public init(_ value: UInt64) {
        self.value = value
    }

    /// 16 digits of lower-case hex.
    public var description: String { Hex.text(value) }
}

extension RequestMeta {
    /// What the client says in `traceparent` and `tracestate`; nil where it says nothing that is of use.
    public var traceContext: TraceContext? {
        guard let parent = raw?.member("traceparent")?.string else { return nil }
        return TraceContext(traceparent: parent, tracestate: raw?.member("tracestate")?.string)
    }
}

private enum Hex {
    static func text(_ value: UInt64) -> String {
        String(unsafeUninitializedCapacity: 16) { buffer in
            for index in 0..<16 {
                let digit = UInt8(truncatingIfNeeded: value >> UInt64(60 - 4 * index)) & 0xF
                buffer[index] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
            }
            return 16
        }
    }

    /// Lower case alone (section 3.2.2.3); 16 digits at most.
    static func number(_ digits: Slice<UnsafeBufferPointer<UInt8>>) -> UInt64? {
        var value: UInt64 = 0
        for byte in digits {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt64(byte - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): value = value << 4 | UInt64(byte - UInt8(ascii: "a") + 10)
            default: return nil
            }
        }
        return value
    }
}

extension String.UTF8View {
    fileprivate func withContiguousBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        if let result = withContiguousStorageIfAvailable(body) { return result }
        return Array(self).withUnsafeBufferPointer(body)
    }
}
