extension JSONScanner {
    /// Scans a string whose opening quote is at the current position.
    /// - Returns: whether it holds escapes.
    mutating func scanString() throws(JSONError) -> Bool {
        let start = position
        let text = text
        let end = min(text.count, start + limits.stringBytes + 2)
        var hasEscape = false
        position += 1
        while position < end {
            position = ByteRuns.endOfPlainASCII(in: text, from: position, to: end)
            guard position < end else { break }
            let byte = text[position]
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                return hasEscape
            case UInt8(ascii: "\\"):
                hasEscape = true
                try scanEscape()
            case 0..<0x20:
                throw JSONError(.controlCharacter, at: position)
            case 0x80...:
                // Such scalars come in runs.
                repeat { try scanMultibyteScalar() } while position < end && text[position] >= 0x80
            default:
                position += 1
            }
        }
        guard end == text.count else { throw JSONError(.stringTooLong, at: start) }
        throw JSONError(.unexpectedEnd, at: text.count)
    }

    private mutating func scanEscape() throws(JSONError) {
        let start = position
        guard start + 1 < text.count else { throw JSONError(.unexpectedEnd, at: text.count) }
        switch text[start + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "n"),
            UInt8(ascii: "r"), UInt8(ascii: "t"):
            position += 2
        case UInt8(ascii: "u"):
            let unit = try scanCodeUnit(at: start)
            position += 6
            switch unit {
            case 0xD800..<0xDC00:
                guard position + 1 < text.count, text[position] == UInt8(ascii: "\\"), text[position + 1] == UInt8(ascii: "u"),
                    case 0xDC00..<0xE000 = try scanCodeUnit(at: position)
                else { throw JSONError(.loneSurrogate, at: start) }
                position += 6
            case 0xDC00..<0xE000: throw JSONError(.loneSurrogate, at: start)
            default: break
            }
        default: throw JSONError(.invalidEscape, at: start)
        }
    }

    private func scanCodeUnit(at escape: Int) throws(JSONError) -> UInt16 {
        guard escape + 6 <= text.count else { throw JSONError(.unexpectedEnd, at: text.count) }
        var unit: UInt16 = 0
        for index in (escape + 2)..<(escape + 6) {
            guard let digit = hexadecimalDigit(text[index]) else { throw JSONError(.invalidEscape, at: escape) }
            unit = unit << 4 | UInt16(digit)
        }
        return unit
    }

    /// One scalar of two to four bytes, by the table of well-formed sequences (Unicode, table 3-7).
    @inline(__always)
    private mutating func scanMultibyteScalar() throws(JSONError) {
        let lead = text[position]
        // Kana, kanji and most else that is not Latin.
        if 0xE1...0xEC ~= lead, position + 2 < text.count, text[position + 1] & 0xC0 == 0x80, text[position + 2] & 0xC0 == 0x80 {
            position += 3
            return
        }
        let count: Int
        var second: ClosedRange<UInt8> = 0x80...0xBF
        switch lead {
        case 0xC2...0xDF: count = 2
        case 0xE0: (count, second) = (3, 0xA0...0xBF)
        case 0xE1...0xEC, 0xEE...0xEF: count = 3
        case 0xED: (count, second) = (3, 0x80...0x9F)
        case 0xF0: (count, second) = (4, 0x90...0xBF)
        case 0xF1...0xF3: count = 4
        case 0xF4: (count, second) = (4, 0x80...0x8F)
        default: throw JSONError(.invalidUTF8, at: position)
        }
        guard position + count <= text.count, second.contains(text[position + 1]) else { throw JSONError(.invalidUTF8, at: position) }
        for index in 2..<max(count, 2) {
            guard 0x80...0xBF ~= text[position + index] else { throw JSONError(.invalidUTF8, at: position) }
        }
        position += count
    }

    mutating func scanNumber() throws(JSONError) {
        let start = position
        if text[position] == UInt8(ascii: "-") { position += 1 }
        let integerStart = position
        try scanDigits()
        let integerDigits = position - integerStart
        if integerDigits > 1, text[integerStart] == UInt8(ascii: "0") { throw JSONError(.invalidNumber, at: start) }
        var isInteger = true
        if position < text.count, text[position] == UInt8(ascii: ".") {
            isInteger = false
            position += 1
            try scanDigits()
        }
        if position < text.count, text[position] | 0x20 == UInt8(ascii: "e") {
            isInteger = false
            position += 1
            if position < text.count, text[position] == UInt8(ascii: "+") || text[position] == UInt8(ascii: "-") { position += 1 }
            try scanDigits()
        }
        // No integer of up to 300 digits, and nothing with a short literal without an exponent, can leave a double's range.
        if isInteger, integerDigits <= 300 { return }
        let literal = String(decoding: UnsafeBufferPointer(rebasing: text[start..<position]), as: UTF8.self)
        guard let value = Double(literal), value.isFinite else { throw JSONError(.numberOutOfRange, at: start) }
    }

    private mutating func scanDigits() throws(JSONError) {
        let start = position
        while position < text.count, UInt8(ascii: "0")...UInt8(ascii: "9") ~= text[position] { position += 1 }
        guard position > start else { throw JSONError(position < text.count ? .invalidNumber : .unexpectedEnd, at: position) }
    }
}

/// The value of an ASCII hexadecimal digit.
@inline(__always)
func hexadecimalDigit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
}
