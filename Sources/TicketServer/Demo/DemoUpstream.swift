public import Logging
internal import MCPCore
internal import Subprocess
public import TicketTools

#if canImport(System)
    internal import System
#else
    internal import SystemPackage
#endif

/// The ticket API that `--demo` starts: the `ticket-api` program beside this one, with made-up tickets, on loopback and a random port.
///
/// The child reads from a pipe whose other end only this process holds, and ends when that closes: so it is gone when we are, however we go.
/// Serving does not wait for it; the first call that needs its address does.
public final class DemoUpstream: UpstreamAddress {
    private static let tickets = 200

    private let executable: String
    private let logger: Logger
    private let address = Announcement()

    /// - Throws: where there is no `ticket-api` beside this program.
    public init(logger: Logger) throws(SettingError) {
        guard let path = ExecutablePath.sibling("ticket-api") else {
            throw SettingError("--demo needs the program ticket-api in the folder of this one, and there is none")
        }
        executable = path
        self.logger = logger
    }

    public func baseURL() async throws(APIError) -> BaseURL {
        try await address.value()
    }

    /// Runs the child until the task is cancelled, or the child ends, which it should not.
    public func run() async {
        do {
            _ = try await Subprocess.run(
                .path(FilePath(executable)),
                arguments: [
                    "serve", "--host", "127.0.0.1", "--port", "0", "--seed-if-empty", "\(Self.tickets)", "--exit-with-parent",
                    "--announce", "--log-level", "warning",
                ],
                input: .inputWriter, output: .sequence, error: .currentStandardError
            ) { child in
                for try await line in child.standardOutput.strings() { announce(line) }
            }
            address.fail("the demo's ticket API has ended")
        } catch {
            address.fail("the demo's ticket API cannot run: \(error)")
        }
        logger.debug("demo ended")
    }

    /// - Parameter line: `{"url":"http://127.0.0.1:49152","pid":7}`
    private func announce(_ line: String) {
        do {
            guard let url = try JSON(parsing: line)["url"]?.string else { return address.fail("the demo's ticket API said \(line)") }
            address.succeed(try BaseURL(url))
            logger.debug("demo started", metadata: ["url": "\(url)"])
        } catch {
            address.fail("the demo's ticket API said \(line)")
        }
    }
}
