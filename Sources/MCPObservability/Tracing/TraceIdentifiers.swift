internal import MCPCore

/// Makes ids of traces and spans. They must differ, and need not be hard to guess; the system's source of randomness would cost a system call
/// for each.
final class TraceIdentifiers: Sendable {
    // SplitMix64 (Steele, Lea, Flood 2014) over numbers that nobody gets twice: so every value comes once.
    private let seed = UInt64.random(in: .min ... .max)
    private let tickets = StripedCounts(1)

    func span() -> SpanID { span(of: tickets.ticket()) }

    /// Of a trace that begins here, and of its first span.
    func root() -> (TraceID, SpanID) {
        let ticket = tickets.ticket()
        // Of two values that differ one at most is zero.
        return (TraceID(high: value(ticket, 0), low: value(ticket, 1)), span(of: ticket))
    }

    private func span(of ticket: UInt64) -> SpanID {
        let value = value(ticket, 2)
        // Zero is no id, and comes once in 2^64.
        return SpanID(value == 0 ? seed | 1 : value)
    }

    private func value(_ ticket: UInt64, _ part: UInt64) -> UInt64 {
        var value = seed &+ (ticket &* 3 &+ part) &* 0x9E37_79B9_7F4A_7C15
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
