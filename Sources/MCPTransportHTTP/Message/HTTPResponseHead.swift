/// Status and header fields of a response. `content-length`, `transfer-encoding`, `date` and `connection` are the web server's to add.
public struct HTTPResponseHead: Sendable {
    public var status: Int
    public var headers: HTTPHeaders

    public init(_ status: Int, _ headers: HTTPHeaders = [:]) {
        self.status = status
        self.headers = headers
    }
}
