// swift-tools-version:6.1
import PackageDescription

let package = Package(
    name: "HelloTool",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(name: "ticket-mcp", path: "../..")
    ],
    targets: [
        .executableTarget(
            name: "HelloTool",
            dependencies: [
                .product(name: "MCPCore", package: "ticket-mcp"),
                .product(name: "MCPTransportStdio", package: "ticket-mcp"),
            ]),
        .testTarget(
            name: "HelloToolTests",
            dependencies: [
                "HelloTool",
                .product(name: "MCPCore", package: "ticket-mcp"),
                .product(name: "MCPTesting", package: "ticket-mcp"),
            ]),
    ]
)
