// swift-tools-version:6.1
import PackageDescription

let swiftSettings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("ExistentialAny"),
]

let logging = Target.Dependency.product(name: "Logging", package: "swift-log")

let package = Package(
    name: "ticket-mcp",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "MCPCore", targets: ["MCPCore"]),
        .library(name: "MCPTransportStdio", targets: ["MCPTransportStdio"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    ],
    targets: [
        .target(name: "MCPCore", dependencies: [logging], swiftSettings: swiftSettings),
        .target(name: "MCPTransportStdio", dependencies: ["MCPCore", logging], swiftSettings: swiftSettings),
        .target(name: "MCPTesting", dependencies: ["MCPCore", logging], swiftSettings: swiftSettings),
        .executableTarget(
            name: "EchoServer", dependencies: ["MCPCore", "MCPTransportStdio"], path: "Benchmarks/EchoServer",
            swiftSettings: swiftSettings),
        .executableTarget(
            name: "EngineBenchmark", dependencies: ["MCPCore"], path: "Benchmarks/EngineBenchmark", swiftSettings: swiftSettings),
        .testTarget(
            name: "MCPCoreTests", dependencies: ["MCPCore", "MCPTesting", logging], exclude: ["JSONTestSuite"],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "StdioTests", dependencies: ["MCPCore", "MCPTransportStdio", "MCPTesting"], swiftSettings: swiftSettings),
    ]
)
