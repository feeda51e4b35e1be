/// The methods of RFC 9110 and PATCH (RFC 5789). Others are not implemented here, whatever the path.
enum KnownMethod {
    static func literal(of bytes: HeadBytes) -> String? {
        switch bytes.count {
        case 3: bytes.isExactly("GET") ? "GET" : bytes.isExactly("PUT") ? "PUT" : nil
        case 4: bytes.isExactly("POST") ? "POST" : bytes.isExactly("HEAD") ? "HEAD" : nil
        case 5: bytes.isExactly("PATCH") ? "PATCH" : bytes.isExactly("TRACE") ? "TRACE" : nil
        case 6: bytes.isExactly("DELETE") ? "DELETE" : nil
        case 7: bytes.isExactly("OPTIONS") ? "OPTIONS" : bytes.isExactly("CONNECT") ? "CONNECT" : nil
        default: nil
        }
    }
}
