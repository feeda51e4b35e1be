// swift-tools-version:6.1
import PackageDescription

let core = Target.Dependency.product(name: "MCPCore", package: "ticket-mcp")
let http = Target.Dependency.product(name: "MCPTransportHTTP", package: "ticket-mcp")
let server = Target.Dependency.product(name: "MCPHTTPServer", package: "ticket-mcp")
let fetch = Target.Dependency.product(name: "HTTPFetch", package: "ticket-mcp")
let testing = Target.Dependency.product(name: "MCPTesting", package: "ticket-mcp")

let package = Package(
    name: "CustomAuth",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(name: "ticket-mcp", path: "../..")
    ],
    targets: [
        .executableTarget(name: "CustomAuth", dependencies: [core, http, server]),
        .testTarget(name: "CustomAuthTests", dependencies: ["CustomAuth", core, http, server, fetch, testing]),
    ]
)
