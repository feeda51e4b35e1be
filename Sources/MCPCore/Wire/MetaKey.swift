/// Keys of `_meta` that the specification reserves.
package enum MetaKey {
    package static let protocolVersion: StaticString = "io.modelcontextprotocol/protocolVersion"
    package static let clientInfo: StaticString = "io.modelcontextprotocol/clientInfo"
    package static let clientCapabilities: StaticString = "io.modelcontextprotocol/clientCapabilities"
    package static let logLevel: StaticString = "io.modelcontextprotocol/logLevel"
    package static let subscription: StaticString = "io.modelcontextprotocol/subscriptionId"
    package static let relatedTask: StaticString = "io.modelcontextprotocol/related-task"
    package static let serverInfo: StaticString = "io.modelcontextprotocol/serverInfo"
}
