internal import MCPTransportHTTP

extension HTTPResponseHead {
    func appendStatusLine(to bytes: inout [UInt8]) {
        guard status != 200 else { return bytes.append("HTTP/1.1 200 OK\r\n") }
        bytes.append("HTTP/1.1 ")
        bytes.append(contentsOf: String(status).utf8)
        bytes.append(" ")
        bytes.append(reason)
        bytes.append("\r\n")
    }

    /// May be empty (RFC 9112, section 4); people like to read it.
    private var reason: StaticString {
        switch status {
        case 201: "Created"
        case 202: "Accepted"
        case 204: "No Content"
        case 301: "Moved Permanently"
        case 302: "Found"
        case 304: "Not Modified"
        case 307: "Temporary Redirect"
        case 308: "Permanent Redirect"
        case 400: "Bad Request"
        case 401: "Unauthorized"
        case 403: "Forbidden"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        case 406: "Not Acceptable"
        case 408: "Request Timeout"
        case 409: "Conflict"
        case 410: "Gone"
        case 413: "Content Too Large"
        case 414: "URI Too Long"
        case 415: "Unsupported Media Type"
        case 417: "Expectation Failed"
        case 421: "Misdirected Request"
        case 429: "Too Many Requests"
        case 431: "Request Header Fields Too Large"
        case 500: "Internal Server Error"
        case 501: "Not Implemented"
        case 503: "Service Unavailable"
        case 504: "Gateway Timeout"
        case 505: "HTTP Version Not Supported"
        default: ""
        }
    }
}
