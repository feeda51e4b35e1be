internal import MCPCore

/// Beginnings of conversations about tickets, in Japanese and English.
///
/// Whatever people wrote stands in the marks of ``TextBoundary``; around it only our own words.
struct TicketPrompts: Sendable {
    let desk: Desk

    func box() -> PromptBox { PromptBox([triage, reply, daily, handover]) }

    private var completion: TicketCompletion { TicketCompletion(desk: desk) }

    private var number: PromptArgument {
        .required("number", "Of the ticket: T-000123.", title: "Ticket", complete: completion.numbers)
    }

    private var language: PromptArgument {
        .optional("language", "ja or en; that of the tickets unless given.", title: "Language", complete: TicketCompletion.languages)
    }

    private var triage: Prompt {
        Prompt(
            "triage_ticket", title: "Triage a ticket", description: "Proposes category, priority, assignee and next step of a ticket.",
            arguments: [number, language]
        ) { [self] context in
            try await told { () async throws(APIError) in
                let (ticket, text) = try await ticket(context, [.description, .history, .allowedTransitions])
                let categories = try await desk.masters.categories(for: context.principal).filter(\.active)
                let rows = DirectoryOutput(
                    whole: categories.map { CategoryRow(category: $0, details: nil) }, limit: desk.configuration.limits.listedMasters)
                let language = try language(context, text: ticket.summary.title + ticket.description)
                return PromptResult([.user("\(PromptWords.triage(language))\n\n\(text)\n\n\(rows.text)")])
            }
        }
    }

    private var reply: Prompt {
        Prompt(
            "draft_reply", title: "Draft a reply", description: "Drafts an answer to whoever raised a ticket.",
            arguments: [number, language]
        ) { [self] context in
            try await told { () async throws(APIError) in
                let (ticket, text) = try await ticket(context, [.description, .history])
                let language = try language(context, text: ticket.summary.title + ticket.description)
                return PromptResult([.user("\(PromptWords.reply(language))\n\n\(text)")])
            }
        }
    }

    private var daily: Prompt {
        Prompt(
            "daily_summary", title: "Summary of a day", description: "Sums up what came in, what was done and what is overdue.",
            arguments: [
                .optional("date", "A day: 2026-11-21; today unless given.", title: "Day", complete: completion.days), language,
            ]
        ) { [self] context in
            try await told { () async throws(APIError) in
                let day = context["date"].isEmpty ? TimeInput.day(desk.today) : TimeInput(context["date"])
                guard let day, case .day(let date) = day else { throw .invalid("date", "must be a day such as 2026-11-21.") }
                let created = TicketFilter(createdFrom: day, createdTo: day, sort: .createdAt, limit: Self.listed)
                let done = TicketFilter(
                    statusGroup: [.resolved, .closed], updatedFrom: day, updatedTo: day, limit: Self.listed)
                let overdue = TicketFilter(overdue: true, sort: .dueAt, order: .asc, limit: Self.listed)
                let lists = try await lists([created, done, overdue], context.principal)
                let language = try language(context, text: lists.joined())
                return PromptResult([.user(PromptWords.daily(language, date.text, lists))])
            }
        }
    }

    private var handover: Prompt {
        Prompt(
            "handover", title: "Handover notes", description: "Writes notes for whoever takes over somebody's tickets.",
            arguments: [
                .optional("assignee", "Whose tickets: a name, an id or me; me unless given.", complete: completion.assignees), language,
            ]
        ) { [self] context in
            try await told { () async throws(APIError) in
                let name = context["assignee"].isEmpty ? "me" : context["assignee"]
                guard name.unicodeScalars.count <= Reference.nameLimit else { throw .invalid("assignee", "is too long for a name.") }
                let assignee = Reference(text: name)
                let open = TicketFilter(
                    statusGroup: [.new, .open, .pending], assignee: assignee, sort: .priority, limit: Self.listed)
                let overdue = TicketFilter(assignee: assignee, overdue: true, sort: .dueAt, order: .asc, limit: Self.listed)
                let lists = try await lists([open, overdue], context.principal)
                let language = try language(context, text: lists.joined())
                return PromptResult([.user(PromptWords.handover(language, lists))])
            }
        }
    }

    /// Tickets of one list in a prompt; each list says how many there are in all.
    private static let listed = 50

    private func lists(_ filters: [TicketFilter], _ principal: Principal) async throws(APIError) -> [String] {
        var texts: [String] = []
        for filter in filters { texts.append(try await desk.list(filter, as: principal).text) }
        return texts
    }

    private func ticket(
        _ context: PromptContext, _ parts: [DetailRequest.Part]
    ) async throws(APIError) -> (ticket: Ticket, text: String) {
        let request = DetailRequest(try .of(context["number"]), parts: parts, historyLimit: 30)
        let output = try await desk.detail(request, as: context.principal)
        guard let ticket = output.ticket else { throw .badResponse("The ticket is missing.") }
        return (ticket, output.text)
    }

    /// What the person asked for, or the server is set to, or the tickets are written in.
    private func language(_ context: PromptContext, text: String) throws(APIError) -> PromptLanguage {
        let asked = context["language"]
        guard !asked.isEmpty else { return desk.configuration.language ?? PromptLanguage(of: text) }
        guard let language = PromptLanguage(rawValue: asked.lowercased()) else {
            throw .invalid("language", "must be ja or en.", allowed: PromptLanguage.allCases.map(\.rawValue))
        }
        return language
    }

    private func told<Value>(_ work: () async throws(APIError) -> Value) async throws -> Value {
        do throws(APIError) {
            return try await work()
        } catch  where error.code == .cancelled && Task.isCancelled {
            throw CancellationError()
        } catch  where error.code == .validation || error.code == .notFound {
            throw MCPError.invalidParams(error.explanation)
        } catch {
            throw ToolFailure(error.explanation)
        }
    }
}
