internal import CCurl

/// An IPv4 or IPv6 address.
public struct IPAddress: Hashable, Sendable {
    /// 4 or 16 bytes in network order.
    public let bytes: [UInt8]

    /// Reads `192.0.2.1` or `2001:db8::1`; no zone, no brackets, no other notation.
    public init?(_ text: String) {
        var buffer = [UInt8](repeating: 0, count: 16)
        let count = ccurl_parse_address(text, &buffer)
        guard count > 0 else { return nil }
        bytes = Array(buffer.prefix(Int(count)))
    }

    init(bytes: [UInt8]) { self.bytes = bytes }

    /// The address a socket is about to be opened to; nil for a family that is not IP.
    init?(_ address: UnsafePointer<curl_sockaddr>) {
        var buffer = [UInt8](repeating: 0, count: 16)
        let count = ccurl_address_bytes(address, &buffer)
        guard count > 0 else { return nil }
        bytes = Array(buffer.prefix(Int(count)))
    }

    /// Whether it is an address of the open internet: none of this host, of a private or shared network, of a link, of a group, of
    /// documentation, nor an IPv6 form of such an IPv4 address.
    public var isPublic: Bool { bytes.count == 4 ? Self.isPublic(v4: bytes[...]) : isPublicV6 }

    private static func isPublic(v4 bytes: ArraySlice<UInt8>) -> Bool {
        let value = bytes.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        return !refusedV4.contains { value >> (32 - $0.length) == $0.prefix >> (32 - $0.length) }
    }

    /// The special-purpose registry of IANA.
    private static let refusedV4: [(prefix: UInt32, length: UInt32)] = [
        (0x0000_0000, 8), (0x0A00_0000, 8), (0x6440_0000, 10), (0x7F00_0000, 8), (0xA9FE_0000, 16), (0xAC10_0000, 12),
        (0xC000_0000, 24), (0xC000_0200, 24), (0xC058_6300, 24), (0xC0A8_0000, 16), (0xC612_0000, 15), (0xC633_6400, 24),
        (0xCB00_7100, 24), (0xE000_0000, 4), (0xF000_0000, 4),
    ]

    private var isPublicV6: Bool {
        if starts(0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0) { return Self.isPublic(v4: bytes[12...]) }  // NAT64
        if bytes.prefix(10).allSatisfy({ $0 == 0 }), bytes[10] == 0xFF, bytes[11] == 0xFF { return Self.isPublic(v4: bytes[12...]) }
        guard bytes[0] & 0xE0 == 0x20 else { return false }  // global unicast is 2000::/3 and nothing else
        if starts(0x20, 0x02) { return Self.isPublic(v4: bytes[2..<6]) }  // 6to4
        if starts(0x20, 0x01), bytes[2] < 2 { return false }  // Teredo, ORCHID and other protocol assignments
        if starts(0x20, 0x01, 0x0D, 0xB8) { return false }
        if starts(0x3F, 0xFF), bytes[2] < 0x10 { return false }
        if bytes[8] & 0xFD == 0, bytes[9] == 0, bytes[10] == 0x5E, bytes[11] == 0xFE { return Self.isPublic(v4: bytes[12...]) }  // ISATAP
        return true
    }

    private func starts(_ prefix: UInt8...) -> Bool { bytes.starts(with: prefix) }
}
