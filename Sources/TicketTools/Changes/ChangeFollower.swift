internal import HTTPFetch
public import Logging
internal import MCPCore

/// Follows the ticket API's own feed of changes (`GET /changes`), and hands them on.
///
/// A connection that is lost is made anew, after a wait that grows, from the last event that was handed on: nothing is lost, and what comes
/// twice has the same key. An API that has no feed is asked once.
public final class ChangeFollower: Sendable {
    private let client: APIClient
    private let events: TicketEvents
    private let timing: ChangeFollowerTiming
    private let logger: Logger

    /// - Parameters:
    ///   - client: says where the API is, and what it is told of who asks. Its credentials must not depend on a caller: there is none.
    public init(
        _ client: APIClient, events: TicketEvents, timing: ChangeFollowerTiming = ChangeFollowerTiming(),
        logger: Logger = Logger(label: "ticket-changes")
    ) {
        self.client = client
        self.events = events
        self.timing = timing
        self.logger = logger
    }

    /// Runs until the task is cancelled, or it turns out that the API has no feed.
    public func run() async {
        let fetch = client.makeFeedFetch()
        var state = FollowingState()
        while !Task.isCancelled {
            do {
                let end = try await follow(&state, fetch)
                guard end == .lost else { break }
                logger.debug("feed of changes has ended")
            } catch let error as APIError where error.code == .notConfigured {
                break
            } catch {
                guard !Task.isCancelled else { break }
                report(error, &state)
            }
            do {
                try await Task.sleep(for: timing.wait(afterFailures: state.failures, asked: state.retry))
            } catch {
                break
            }
        }
        await fetch.shutdown()
    }

    private enum End: Sendable { case lost, noFeed }

    private struct FollowingState {
        var lastID: String?
        var retry: Int?
        /// In a row, without an event or a sign of life between.
        var failures = 0
    }

    /// One connection.
    private func follow(_ state: inout FollowingState, _ fetch: HTTPFetch) async throws -> End {
        let stream = try await client.openFeed(fetch, after: state.lastID, silence: timing.silence)
        guard stream.status == 200 else {
            stream.cancel()
            guard ![204, 404, 405, 501].contains(stream.status) else { return noFeed("it answers \(stream.status)") }
            throw Failure(description: "the ticket API answers \(stream.status)")
        }
        guard stream.headers["content-type"]?.lowercased().hasPrefix("text/event-stream") ?? false else {
            stream.cancel()
            return noFeed("what is there is no event stream")
        }
        var parser = EventStreamParser(limit: timing.eventBytes)
        for try await piece in stream {
            let read = try parser.read(piece)
            try await handOn(read)
            if state.failures > 0 { logger.notice("feed of changes is back", metadata: ["failures": "\(state.failures)"]) }
            state.failures = 0
            state.retry = parser.retry ?? state.retry
            // Only now: what was not handed on is asked for again.
            state.lastID = parser.lastID ?? state.lastID
        }
        return .lost
    }

    private func handOn(_ read: [EventStreamParser.Event]) async throws(EventLogError) {
        let drafts = read.compactMap(draft)
        guard !drafts.isEmpty else { return }
        do throws(EventLogError) {
            try await events.publish(drafts)
        } catch  where error.reason == .invalid {
            // One that no stream can carry must not keep the others back.
            for draft in drafts { try await handOn(draft) }
        }
    }

    private func handOn(_ draft: EventDraft) async throws(EventLogError) {
        do throws(EventLogError) {
            try await events.publish(draft)
        } catch  where error.reason == .invalid {
            logger.warning("event of the ticket API cannot be told", metadata: ["reason": "\(error)"])
        }
    }

    /// Nil for what is no event; a feed is not given up for it.
    private func draft(_ event: EventStreamParser.Event) -> EventDraft? {
        do {
            let json = try JSON(parsing: event.data, limits: JSONLimits(bytes: timing.eventBytes))
            guard event.type != "gap" else { return gap(json) }
            var draft = try EventDraft(json, source: .upstream)
            draft.source = .upstream
            return draft
        } catch {
            logger.warning("event of the ticket API is not understood", metadata: ["id": "\(event.id ?? "")", "reason": "\(error)"])
            return nil
        }
    }

    /// Changes were missed, nobody knows which.
    private func gap(_ json: JSON) -> EventDraft {
        logger.warning("changes were missed", metadata: ["gap": "\(json.text.prefix(200))"])
        events.dropMasters()
        let words = ["after", "oldest"].map { json[$0]?.string ?? "" }
        return EventDraft(
            .batchUpdate, source: .upstream, key: "gap/\(words[0].prefix(40))/\(words[1].prefix(40))",
            payload: RawJSON(["missed": ["after": .string(words[0]), "oldest": .string(words[1])]]))
    }

    private func noFeed(_ reason: String) -> End {
        logger.notice("the ticket API has no feed of changes", metadata: ["reason": "\(reason)"])
        return .noFeed
    }

    private func report(_ error: any Error, _ state: inout FollowingState) {
        state.failures += 1
        // Once when it begins, and seldom while it lasts.
        guard state.failures == 1 || state.failures % 20 == 0 else { return }
        logger.warning(
            "feed of changes is not read; trying again", metadata: ["reason": "\(error)", "failures": "\(state.failures)"])
    }

    private struct Failure: Error, CustomStringConvertible {
        let description: String
    }
}

/// How long a follower waits, and for what.
public struct ChangeFollowerTiming: Sendable, Hashable {
    /// After the first loss of a connection; nil for what the feed asks for, or half a second.
    public var firstWait: Duration?
    /// The longest wait; each failure in a row doubles it up to this.
    public var longestWait = Duration.seconds(30)
    /// A connection without a byte for so long is dead: the feed beats every 15 seconds.
    public var silence = Duration.seconds(40)
    /// Bytes of one event.
    public var eventBytes = 1 << 20

    public init() {}

    /// - Parameter asked: milliseconds.
    func wait(afterFailures failures: Int, asked: Int?) -> Duration {
        let first = firstWait ?? .milliseconds(max(100, min(asked ?? 500, 30_000)))
        let longest = min(longestWait, first * (1 << min(max(0, failures - 1), 12)))
        // Many followers of one API that comes back do not come back at once.
        return longest * Double.random(in: 0.5...1)
    }
}
