internal import MCPTransportHTTP
internal import NIOCore
internal import NIOHTTP1

/// A request whose body is being read.
struct RequestAssembly {
    let method: String
    let target: String
    let headers: MCPTransportHTTP.HTTPHeaders
    let isHTTP10: Bool
    let keepsAlive: Bool
    /// The peer sends the body when it has got a 100.
    private(set) var awaitsContinue: Bool
    private var body: [UInt8] = []
    private let bodyLimit: Int

    init(_ head: HTTPRequestHead, _ limits: HTTPServerLimits) throws(Refusal) {
        guard head.version.major == 1, head.version.minor <= 1 else { throw .unknownVersion }
        guard head.method != .CONNECT else { throw .connectRefused }
        guard head.uri.utf8.count <= limits.targetBytes else { throw .targetTooLong }
        guard let target = RequestTarget.originForm(head.uri) else { throw .invalidTarget }
        let fields = Self.fields(of: head)
        let facts = try HeadFacts(fields, limits)
        isHTTP10 = head.version.minor == 0
        guard facts.hosts == 1 || (isHTTP10 && facts.hosts == 0) else { throw .invalidHost }
        guard !(isHTTP10 && facts.isChunked) else { throw .ambiguousLength }
        guard facts.contentLength ?? 0 <= limits.bodyBytes else { throw .bodyTooLarge }
        method = head.method.rawValue
        self.target = target
        headers = MCPTransportHTTP.HTTPHeaders(fields)
        // The decoder stops at a request to upgrade.
        keepsAlive = head.isKeepAlive && !isHTTP10 && !facts.asksForUpgrade
        awaitsContinue = facts.expectsContinue && !isHTTP10
        bodyLimit = limits.bodyBytes
        // A peer may declare a length and send nothing.
        if let length = facts.contentLength, length > 0 { body.reserveCapacity(min(length, 64 << 10)) }
    }

    mutating func append(_ bytes: ByteBuffer) throws(Refusal) {
        guard body.count + bytes.readableBytes <= bodyLimit else { throw .bodyTooLarge }
        awaitsContinue = false
        body.append(contentsOf: bytes.readableBytesView)
    }

    mutating func continueWasSent() {
        awaitsContinue = false
    }

    consuming func finish(remoteAddress: String?) -> HTTPRequest {
        HTTPRequest(method: method, target: target, headers: headers, body: body, remoteAddress: remoteAddress)
    }

    private static func fields(of head: HTTPRequestHead) -> [MCPTransportHTTP.HTTPHeaders.Field] {
        var fields: [MCPTransportHTTP.HTTPHeaders.Field] = []
        fields.reserveCapacity(head.headers.count)
        for field in head.headers { fields.append((field.name, field.value.withoutOuterWhitespace)) }
        return fields
    }
}

extension String {
    /// White space around a field's value is no part of it (RFC 9110, section 5.5); the decoder leaves what follows it.
    fileprivate var withoutOuterWhitespace: String {
        func isBlank(_ byte: UInt8?) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
        guard isBlank(utf8.first) || isBlank(utf8.last) else { return self }
        var text = Substring(self).utf8
        while isBlank(text.first) { text.removeFirst() }
        while isBlank(text.last) { text.removeLast() }
        return String(Substring(text))
    }
}
