internal import MCPCore

/// Finds what a person may mean who has typed the beginning of a ticket's number or of a name.
struct TicketCompletion: Sendable {
    let desk: Desk

    /// Longer texts are no beginning of anything.
    private static let longest = 64

    /// Numbers of tickets, in their order; the latest tickets for nothing typed.
    var numbers: Completer {
        { [desk] asked, request in
            let typed = asked.value.unified.uppercased()
            guard typed.unicodeScalars.count <= Self.longest else { return Completion([]) }
            let filter = TicketFilter(
                query: typed.isEmpty ? nil : typed, sort: typed.isEmpty ? .updatedAt : .number, order: typed.isEmpty ? .desc : .asc,
                limit: Completion.limit)
            return try await Self.told { () async throws(APIError) in
                let query = try await filter.query(desk, request.principal)
                let body = try await desk.client.get(APIPath("tickets"), query, as: request.principal).body
                let listing = try Listing(Node(body, "tickets"), TicketSummary.init)
                // The API looks at titles and descriptions too.
                let found = listing.items.map(\.number).filter { $0.uppercased().hasPrefix(typed) }
                let isWhole = found.count == listing.items.count
                return Completion(found, total: isWhole ? listing.page.total : nil)
            }
        }
    }

    /// Names of the people who work on tickets, and `me`.
    var assignees: Completer {
        { [desk] asked, request in
            let typed = asked.value.folded.katakana
            guard typed.unicodeScalars.count <= Self.longest else { return Completion([]) }
            return try await Self.told { () async throws(APIError) in
                var query: APIQuery = ["active": "true", "limit": "200"]
                if !asked.value.isEmpty { query.add("query", asked.value) }
                let body = try await desk.client.get(APIPath("users"), query, as: request.principal).body
                let users = try Listing(Node(body, "users"), User.init).items.filter { $0.role != UserRole.requester.rawValue }
                let matching = users.filter { user in
                    // Not by address: who sees it masked must not find it out by typing.
                    [user.name, user.kana].contains { $0?.folded.katakana.hasPrefix(typed) == true }
                }
                return Completion(("me".hasPrefix(typed.lowercased()) ? ["me"] : []) + matching.map(\.name))
            }
        }
    }

    static let languages: Completer = { asked, _ in .prefixed(by: asked.value, of: PromptLanguage.allCases.map(\.rawValue)) }

    /// Today and the days before it.
    var days: Completer {
        { [desk] asked, _ in
            let today = desk.today
            return .prefixed(by: asked.value, of: (0..<14).map { CivilDate(dayNumber: today.dayNumber - $0).text })
        }
    }

    private static func told<Value>(_ work: () async throws(APIError) -> Value) async throws -> Value {
        do throws(APIError) {
            return try await work()
        } catch  where error.code == .cancelled && Task.isCancelled {
            throw CancellationError()
        } catch {
            throw ToolFailure(error.explanation)
        }
    }
}

extension Desk {
    /// The day that it is in the configured zone.
    var today: CivilDate {
        let seconds = WallClock.milliseconds / 1_000 + Int64(zone.seconds)
        return CivilDate(dayNumber: Int((seconds - (seconds < 0 ? 86_399 : 0)) / 86_400))
    }
}

extension CivilDate {
    /// `2026-11-21`
    var text: String {
        let (year, month, day) = parts
        return "\(String(10_000 + year).suffix(4))-\(twoDigits(month))-\(twoDigits(day))"
    }
}
