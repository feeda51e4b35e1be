// swift-tools-version:6.1
import PackageDescription

let core = Target.Dependency.product(name: "MCPCore", package: "ticket-mcp")
let stdio = Target.Dependency.product(name: "MCPTransportStdio", package: "ticket-mcp")
let testing = Target.Dependency.product(name: "MCPTesting", package: "ticket-mcp")
let nio = ["NIOCore", "NIOPosix"].map { Target.Dependency.product(name: $0, package: "swift-nio") }

let package = Package(
    name: "CustomTransport",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(name: "ticket-mcp", path: "../.."),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    ],
    targets: [
        // MCPTransportStdio for its signals alone.
        .executableTarget(name: "CustomTransport", dependencies: [core, stdio] + nio),
        .testTarget(name: "CustomTransportTests", dependencies: ["CustomTransport", core, testing] + nio),
    ]
)
