internal import NIOCore
internal import NIOSSL

/// The identity of a server: TLS 1.2 or later, HTTP/1.1 by ALPN.
public struct HTTPServerTLS: Sendable, Hashable {
    /// A PEM file: the server's certificate, then those that lead to the root.
    public var certificateChainFile: String
    /// A PEM file.
    public var privateKeyFile: String

    public init(certificateChainFile: String, privateKeyFile: String) {
        self.certificateChainFile = certificateChainFile
        self.privateKeyFile = privateKeyFile
    }

    func makeContext() throws(HTTPServerError) -> NIOSSLContext {
        do {
            let chain = try NIOSSLCertificate.fromPEMFile(certificateChainFile)
            let key = try NIOSSLPrivateKey(file: privateKeyFile, format: .pem)
            var configuration = TLSConfiguration.makeServerConfiguration(
                certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
            configuration.minimumTLSVersion = .tlsv12
            // For the peer's farewell.
            configuration.shutdownTimeout = .seconds(1)
            configuration.applicationProtocols = ["http/1.1"]
            return try NIOSSLContext(configuration: configuration)
        } catch {
            throw HTTPServerError(
                .invalidTLS, "The certificate \(certificateChainFile) and the key \(privateKeyFile) cannot be used.", cause: error)
        }
    }
}
