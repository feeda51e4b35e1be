internal import MCPCore
internal import Synchronization

/// Makes ids of traces and spans. They must differ, and need not be hard to guess; the system's source of randomness would cost a system call
/// for each.
final class TraceIdentifiers: Sendable {
    // SplitMix64 (Steele, Lea, Flood 2014) over a counter that all threads share: every value comes once.
    private let counter = Atomic(UInt64.random(in: .min ... .max))

    func span() -> SpanID { SpanID(next()) }
    func trace() -> TraceID { TraceID(high: next(), low: next()) }

    private func next() -> UInt64 {
        while true {
            var value = counter.wrappingAdd(0x9E37_79B9_7F4A_7C15, ordering: .relaxed).newValue
            value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
            value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
            value ^= value >> 31
            // Zero is no id.
            if value != 0 { return value }
        }
    }
}
