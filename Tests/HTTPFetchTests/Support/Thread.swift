@testable internal import HTTPFetch

func startThread(_ body: @escaping @Sendable () -> Void) {
    guard let thread = PlatformThread.start(body) else { preconditionFailure("no thread") }
    thread.detach()
}
