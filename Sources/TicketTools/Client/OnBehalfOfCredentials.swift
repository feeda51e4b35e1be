public import MCPCore

/// One service account for the ticket API, and beside its key the name of whom it acts for.
///
/// The API has to believe that header from this key and from no other. Who has no name is refused: nobody must act with the rights of the
/// service account alone.
public struct OnBehalfOfCredentials: UpstreamCredentials {
    private let apiKey: Secret
    private let keyHeader: KeyHeader
    private let header: String
    private let attribute: String?

    /// - Parameters:
    ///   - header: what names the caller.
    ///   - attribute: of the principal, to be sent in place of its id, such as `email`.
    ///   - keyHeader: what takes the key.
    public init(
        apiKey: Secret, header: String = "x-on-behalf-of", attribute: String? = nil, keyHeader: KeyHeader = .standard
    ) throws(ConfigurationError) {
        guard HeaderText.isName(header), !["authorization", "x-api-key", "host", keyHeader.name].contains(header.lowercased()) else {
            throw ConfigurationError("\"\(header)\" is no header that can name the caller.")
        }
        self.apiKey = apiKey
        self.keyHeader = keyHeader
        self.header = header.lowercased()
        self.attribute = attribute
    }

    public func headers(for principal: Principal) async throws(APIError) -> [(name: String, value: String)] {
        let name = attribute.map { principal.attributes[$0] } ?? principal.id
        guard let name, !name.isEmpty, principal.id != Principal.anonymous.id else {
            throw APIError(.unauthorized, "This server acts for its callers, and does not know who you are.")
        }
        return [(keyHeader.name, keyHeader.value(apiKey)), (header, name.headerEncoded)]
    }

    // Every caller may see something else.
}

extension String {
    /// Everything but unreserved characters and `@ : | /` as %XX: no name breaks out of its header.
    var headerEncoded: String {
        let digits = Array("0123456789ABCDEF")
        var text = ""
        for byte in utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                text.unicodeScalars.append(Unicode.Scalar(byte))
            case _ where "-._~@:|/".utf8.contains(byte): text.unicodeScalars.append(Unicode.Scalar(byte))
            default: text += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
            }
        }
        return text
    }
}
