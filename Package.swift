// swift-tools-version:6.1
import PackageDescription

// Not MemberImportVisibility: which Clang module owns `timespec` and its like on Linux depends on what else the same compiler process has
// read, so that whether such a source compiles would depend on which sources it is compiled beside.
let swiftSettings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("ExistentialAny"),
]

let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let system = Target.Dependency.product(name: "SystemPackage", package: "swift-system", condition: .when(platforms: [.linux]))
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdTesting = Target.Dependency.product(name: "HummingbirdTesting", package: "hummingbird")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")

let nio = ["NIOCore", "NIOPosix"].map { Target.Dependency.product(name: $0, package: "swift-nio") }
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioEmbedded = Target.Dependency.product(name: "NIOEmbedded", package: "swift-nio")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let signals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let jwt = Target.Dependency.product(name: "JWTKit", package: "jwt-kit")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let metrics = Target.Dependency.product(name: "CoreMetrics", package: "swift-metrics")
/// Of it, the context that goes with a task: what is being served stands there, for logs and tracers alike.
let instrumentation = Target.Dependency.product(name: "Instrumentation", package: "swift-distributed-tracing")
let tracing = Target.Dependency.product(name: "Tracing", package: "swift-distributed-tracing")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")

let package = Package(
    name: "ticket-mcp",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "MCPCore", targets: ["MCPCore"]),
        .library(name: "MCPTransportStdio", targets: ["MCPTransportStdio"]),
        .library(name: "MCPTransportHTTP", targets: ["MCPTransportHTTP"]),
        .library(name: "MCPHTTPServer", targets: ["MCPHTTPServer"]),
        .library(name: "MCPConsole", targets: ["MCPConsole"]),
        .library(name: "MCPAuth", targets: ["MCPAuth"]),
        .library(name: "MCPLogging", targets: ["MCPLogging"]),
        .library(name: "MCPObservability", targets: ["MCPObservability"]),
        .library(name: "MCPRedis", targets: ["MCPRedis"]),
        .library(name: "MCPTesting", targets: ["MCPTesting"]),
        .library(name: "HTTPFetch", targets: ["HTTPFetch"]),
        .library(name: "TicketTools", targets: ["TicketTools"]),
        .library(name: "TicketAPI", targets: ["TicketAPI"]),
        .executable(name: "ticket-mcp-stdio", targets: ["MCPStdio"]),
        .executable(name: "ticket-mcp-sse", targets: ["MCPSSE"]),
        .executable(name: "ticket-api", targets: ["TicketAPICommand"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        // Without its Foundation trait: ticket-mcp-stdio links no Foundation.
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
        .package(url: "https://github.com/apple/swift-system", from: "1.5.0"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-distributed-tracing", from: "1.7.3"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        // The protocol.
        .target(name: "MCPCore", dependencies: [logging, instrumentation], swiftSettings: swiftSettings),
        .target(name: "MCPTransportStdio", dependencies: ["MCPCore", logging], swiftSettings: swiftSettings),
        .target(name: "MCPTransportHTTP", dependencies: ["MCPCore", logging], swiftSettings: swiftSettings),
        .target(
            name: "MCPHTTPServer", dependencies: ["MCPTransportHTTP", logging, nioSSL] + nio, swiftSettings: swiftSettings),
        .target(
            name: "MCPConsole", dependencies: ["MCPTransportHTTP"], resources: [.embedInCode("Page")], swiftSettings: swiftSettings),
        .target(name: "MCPAuth", dependencies: ["MCPCore", "HTTPFetch", jwt, crypto, logging], swiftSettings: swiftSettings),
        // Small, for programs that start for each conversation.
        .target(name: "MCPLogging", dependencies: ["MCPCore", logging, instrumentation], swiftSettings: swiftSettings),
        .target(
            name: "MCPObservability",
            dependencies: ["MCPCore", "MCPLogging", "MCPTransportHTTP", "HTTPFetch", metrics, tracing, logging],
            swiftSettings: swiftSettings),
        .target(name: "MCPTesting", dependencies: ["MCPCore", logging], swiftSettings: swiftSettings),

        // Needs hiredis's headers to build (libhiredis-dev) and hiredis itself when a client is made.
        .target(name: "CHiredis"),
        .target(name: "MCPRedis", dependencies: ["MCPCore", "CHiredis", crypto, logging], swiftSettings: swiftSettings),

        // The tickets.
        // Needs libcurl's headers to build (libcurl4-openssl-dev) and libcurl itself when the first request is made.
        .target(name: "CCurl"),
        .target(name: "HTTPFetch", dependencies: ["CCurl", logging], swiftSettings: swiftSettings),
        .target(name: "TicketTools", dependencies: ["MCPCore", "HTTPFetch", logging], swiftSettings: swiftSettings),
        .target(
            name: "TicketServer", dependencies: ["MCPCore", "MCPLogging", "TicketTools", argumentParser, subprocess, system, logging],
            swiftSettings: swiftSettings),
        .target(
            name: "TicketTenants",
            dependencies: ["MCPCore", "MCPTransportHTTP", "TicketServer", "TicketTools", argumentParser, yams, logging],
            swiftSettings: swiftSettings),
        .executableTarget(
            name: "MCPStdio", dependencies: ["MCPTransportStdio", "TicketServer", argumentParser],
            swiftSettings: swiftSettings),

        .executableTarget(
            name: "MCPSSE",
            dependencies: [
                "MCPCore", "MCPLogging", "MCPObservability", "MCPTransportHTTP", "MCPHTTPServer", "MCPConsole", "MCPAuth", "MCPRedis",
                "TicketServer", "TicketTenants", "TicketTools", argumentParser, lifecycle, signals, logging,
            ],
            swiftSettings: swiftSettings),

        // The reference upstream. It knows nothing of the protocol.
        .systemLibrary(name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"]), .brew(["libpq"])]),
        .target(
            name: "TicketAPI", dependencies: ["CPostgres", "HTTPFetch", hummingbird, grdb, lifecycle, logging], swiftSettings: swiftSettings
        ),
        .executableTarget(
            name: "TicketAPICommand", dependencies: ["TicketAPI", argumentParser, logging], swiftSettings: swiftSettings),

        // Examples.
        .executableTarget(
            name: "Embedding", dependencies: ["MCPCore", "MCPTransportHTTP", hummingbird, lifecycle, signals, logging],
            path: "Examples/Embedding", exclude: ["README.md"], swiftSettings: swiftSettings),
        .executableTarget(
            name: "EverythingServer",
            dependencies: ["MCPCore", "MCPTransportStdio", "MCPTransportHTTP", "MCPHTTPServer", "MCPConsole"],
            path: "Examples/EverythingServer", swiftSettings: swiftSettings),

        // What is measured.
        .executableTarget(
            name: "EchoServer", dependencies: ["MCPCore", "MCPTransportStdio"], path: "Benchmarks/EchoServer",
            swiftSettings: swiftSettings),
        .executableTarget(
            name: "EngineBenchmark", dependencies: ["MCPCore"], path: "Benchmarks/EngineBenchmark", swiftSettings: swiftSettings),
        .executableTarget(
            name: "BareHTTPServer", dependencies: nio + [nioHTTP1], path: "Benchmarks/BareHTTPServer", swiftSettings: swiftSettings),
        .executableTarget(
            name: "EchoHTTPServer",
            dependencies: [
                "MCPCore", "MCPLogging", "MCPObservability", "MCPRedis", "MCPTransportHTTP", "MCPHTTPServer", "MCPAuth", "HTTPFetch", jwt,
                logging,
            ],
            path: "Benchmarks/EchoHTTPServer", swiftSettings: swiftSettings),
        .target(
            name: "BenchmarkSupport", dependencies: ["ChildProcesses"], path: "Benchmarks/BenchmarkSupport", swiftSettings: swiftSettings),
        .executableTarget(
            name: "StdioBenchmark", dependencies: ["BenchmarkSupport"], path: "Benchmarks/StdioBenchmark", swiftSettings: swiftSettings),
        .executableTarget(
            name: "TicketBenchmark", dependencies: ["BenchmarkSupport"], path: "Benchmarks/TicketBenchmark", swiftSettings: swiftSettings),
        .executableTarget(
            name: "HTTPBenchmark", dependencies: ["BenchmarkSupport"], path: "Benchmarks/HTTPBenchmark", swiftSettings: swiftSettings),

        // Tests.
        .target(
            name: "MCPFixtures", dependencies: ["MCPCore", "MCPTesting", "ChildProcesses", logging], path: "Tests/Fixtures",
            swiftSettings: swiftSettings),
        .target(name: "ChildProcesses", path: "Tests/ChildProcesses", swiftSettings: swiftSettings),
        .testTarget(
            name: "MCPCoreTests", dependencies: ["MCPCore", "MCPTesting", "MCPFixtures", logging], exclude: ["JSONTestSuite"],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "TranscriptTests",
            dependencies: ["MCPCore", "MCPTransportStdio", "MCPTransportHTTP", "MCPHTTPServer", "MCPTesting", "MCPFixtures", logging],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "StdioTests", dependencies: ["MCPCore", "MCPTransportStdio", "MCPTesting"], swiftSettings: swiftSettings),
        .testTarget(
            name: "MCPTransportHTTPTests", dependencies: ["MCPCore", "MCPTransportHTTP", "MCPTesting"], swiftSettings: swiftSettings),
        .testTarget(
            name: "MCPHTTPServerTests",
            dependencies: ["MCPHTTPServer", "MCPTransportHTTP", "MCPCore", "MCPTesting", logging, nioHTTP1, nioEmbedded] + nio,
            swiftSettings: swiftSettings),
        .testTarget(
            name: "MCPRedisTests", dependencies: ["MCPRedis", "MCPCore", "MCPTransportHTTP", "MCPTesting", "MCPFixtures", logging],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "MCPConsoleTests", dependencies: ["MCPConsole", "MCPCore", "MCPTransportHTTP"], swiftSettings: swiftSettings),
        .testTarget(
            name: "HTTPFetchTests", dependencies: ["HTTPFetch", "ChildProcesses", logging], exclude: ["Servers"],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "TicketToolsTests",
            dependencies: [
                "TicketTools", "TicketServer", "MCPCore", "MCPTesting", "HTTPFetch", "TicketAPICommand", "ChildProcesses", yams, logging,
            ],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "MCPAuthTests",
            dependencies: [
                "MCPAuth", "MCPCore", "MCPTesting", "MCPTransportHTTP", "MCPHTTPServer", "HTTPFetch", jwt, cryptoExtras, logging,
            ],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "MCPObservabilityTests",
            dependencies: [
                "MCPObservability", "MCPLogging", "MCPCore", "MCPTesting", "MCPFixtures", "MCPTransportHTTP", "MCPHTTPServer", "HTTPFetch",
                "MCPSSE", "TicketAPICommand", metrics, tracing, subprocess, system, logging,
            ],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "TicketTenantsTests",
            dependencies: [
                "MCPSSE", "TicketTenants", "TicketServer", "TicketTools", "MCPCore", "MCPTesting", "MCPTransportHTTP", "MCPHTTPServer",
                "HTTPFetch", subprocess, system, logging,
            ],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "TicketServerTests",
            dependencies: [
                "MCPStdio", "MCPSSE", "TicketServer", "MCPCore", "MCPTransportHTTP", "MCPHTTPServer", subprocess, system, logging,
            ],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "TicketAPITests",
            dependencies: [
                "TicketAPI", "TicketAPICommand", "HTTPFetch", hummingbird, hummingbirdTesting, lifecycle, logging, nio[0],
            ],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "EmbeddingTests", dependencies: ["Embedding", "MCPCore", "MCPTesting", "MCPTransportHTTP", hummingbirdTesting] + nio,
            swiftSettings: swiftSettings),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "MCPStdio", "TicketAPICommand", "EchoServer", "EverythingServer", "TicketServer", "MCPCore", "MCPTesting", subprocess,
                system,
            ],
            exclude: ["Clients"], swiftSettings: swiftSettings),
    ]
)
