/// A URI made ready for matching: characters outside ASCII percent-encoded, all triplets in capitals (RFC 3986, section 6.2.2.1).
struct URIText {
    let bytes: [UInt8]
    /// Where a value may begin or end: not inside a triplet, and not inside a character that takes several. One more than there are bytes.
    let isBoundary: [Bool]
    /// How many characters come before each byte.
    let characters: [Int]

    /// Nil for what is too long, or has a percent sign that no two hexadecimal digits follow.
    init?(_ uri: String) {
        guard uri.utf8.count <= URITemplate.maximumURIBytes else { return nil }
        let source = Array(uri.utf8)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(source.count + 32)
        var isBoundary: [Bool] = []
        isBoundary.reserveCapacity(source.count + 33)
        var index = 0
        while index < source.count {
            let byte = source[index]
            if byte < 0x80, byte != UInt8(ascii: "%") {
                bytes.append(byte)
                isBoundary.append(true)
                index += 1
                continue
            }
            guard let encoded = byte < 0x80 ? URICharacter.triplet(in: source, at: index) : byte else { return nil }
            URICharacter.appendEncoded(encoded, to: &bytes)
            isBoundary += [encoded & 0xC0 != 0x80, false, false]
            index += byte < 0x80 ? 3 : 1
        }
        guard bytes.count <= URITemplate.maximumURIBytes else { return nil }
        isBoundary.append(true)
        var characters = [0]
        characters.reserveCapacity(isBoundary.count)
        for boundary in isBoundary.dropLast() { characters.append(characters[characters.count - 1] + (boundary ? 1 : 0)) }
        self.bytes = bytes
        self.isBoundary = isBoundary
        self.characters = characters
    }

    var count: Int { bytes.count }

    /// As it stands.
    func raw(_ range: Range<Int>) -> String {
        String(decoding: bytes[range], as: UTF8.self)
    }

    /// Percent-decoded; nil where the bytes are no UTF-8.
    func decoded(_ range: Range<Int>) -> String? {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(range.count)
        var index = range.lowerBound
        while index < range.upperBound {
            if let byte = URICharacter.triplet(in: bytes, at: index) {
                decoded.append(byte)
                index += 3
            } else {
                decoded.append(bytes[index])
                index += 1
            }
        }
        return String(validating: decoded, as: UTF8.self)
    }

    /// Text whose triplets are well formed, in the same form.
    static func withCapitalTriplets(_ text: String) -> [UInt8] {
        var bytes = Array(text.utf8)
        for index in bytes.indices where bytes[index] == UInt8(ascii: "%") {
            for digit in (index + 1)...(index + 2) where bytes[digit] >= UInt8(ascii: "a") { bytes[digit] -= 0x20 }
        }
        return bytes
    }
}
