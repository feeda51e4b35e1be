extension URITemplate {
    /// The URI that values make (RFC 6570, section 3). A variable without a value expands to nothing.
    ///
    /// Values are strings: a list or a map has no form here, and explode makes no difference.
    public func expand(_ values: [String: String]) -> String {
        var uri: [UInt8] = []
        for part in parts {
            switch part {
            case .literal(let text): uri += text.utf8
            case .expression(let expression): expression.expand(values, to: &uri)
            }
        }
        return String(decoding: uri, as: UTF8.self)
    }
}

extension URITemplateExpression {
    fileprivate func expand(_ values: [String: String], to uri: inout [UInt8]) {
        var lead = kind.first
        for variable in variables {
            guard let value = values[variable.name] else { continue }
            if let lead { uri.append(lead) }
            lead = kind.separator
            if kind.isNamed {
                uri += variable.name.utf8
                guard !value.isEmpty || kind != .parameters else { continue }
                uri.append(UInt8(ascii: "="))
            }
            append(value, characters: variable.prefix ?? .max, to: &uri)
        }
    }

    private func append(_ value: String, characters: Int, to uri: inout [UInt8]) {
        // A prefix counts Unicode characters, so that none is cut in two (section 2.4.1).
        let bytes = Array(value.utf8)
        var position = 0
        var left = characters
        while position < bytes.count, left > 0 {
            let byte = bytes[position]
            if kind.allowsReserved, URICharacter.triplet(in: bytes, at: position) != nil {
                uri += bytes[position..<position + 3]
                position += 3
            } else {
                let length = byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
                for byte in bytes[position..<position + length] {
                    if URICharacter.isUnreserved(byte) || kind.allowsReserved && URICharacter.isReserved(byte) {
                        uri.append(byte)
                    } else {
                        URICharacter.appendEncoded(byte, to: &uri)
                    }
                }
                position += length
            }
            left -= 1
        }
    }
}
