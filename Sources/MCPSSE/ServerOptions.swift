internal import ArgumentParser

/// What the HTTP program can be told beside what both programs can.
struct ServerOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Address to listen on (MCP_HOST). (default: 127.0.0.1)", valueName: "address"))
    var host: String?

    @Option(help: ArgumentHelp("Port to listen on; 0 for any free one (PORT). (default: 8080)", valueName: "port"))
    var port: Int?

    @Option(help: ArgumentHelp("Take the first free port of a range, such as 8000-8100.", valueName: "first-last"))
    var portRange: String?

    @Option(
        help: ArgumentHelp(
            "A page of this origin may talk to us, such as https://app.example; may be given several times (MCP_ALLOWED_ORIGINS).",
            valueName: "origin"))
    var allowOrigin: [String] = []

    @Option(help: ArgumentHelp("A name that we are reached under; may be given several times (MCP_ALLOWED_HOSTS).", valueName: "host"))
    var allowHost: [String] = []

    @Flag(help: "Let everybody in without a key, on other addresses than loopback too.")
    var allowAnonymous = false

    @Option(help: ArgumentHelp("Address that clients reach us under, behind a proxy (MCP_PUBLIC_URL).", valueName: "url"))
    var publicURL: String?

    @Flag(help: "Serve a web console at /console, as --demo does (MCP_CONSOLE).")
    var console = false

    @Option(
        help: ArgumentHelp(
            "Serve metrics for Prometheus on this port, on loopback unless MCP_METRICS_HOST says otherwise; 0 for any free one (MCP_METRICS_PORT).",
            valueName: "port"))
    var metricsPort: Int?

    @Option(
        name: .customLong("tls-certificate"), help: ArgumentHelp("PEM file with the certificate chain; needs --tls-key.", valueName: "path")
    )
    var certificate: String?

    @Option(name: .customLong("tls-key"), help: ArgumentHelp("PEM file with the private key.", valueName: "path"))
    var key: String?
}
