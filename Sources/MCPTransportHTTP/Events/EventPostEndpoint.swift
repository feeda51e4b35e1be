internal import Logging
internal import MCPCore

/// `POST /events`: events that others tell us of, signed.
struct EventPostEndpoint {
    let endpoint: Endpoint
    let service: EventService
    let webhooks: WebhookGuard
    let request: HTTPRequest
    let responder: any HTTPResponder
    let headers: HTTPHeaders
    /// Takes one from what may be posted in a time.
    let wait: @Sendable () -> Duration?

    private var limits: HTTPEventLimits { service.events.limits }

    /// Answers later, by a task: making the code of a large body takes a while, and events may have to wait for their log.
    func post() {
        guard request.body.count <= limits.bodyBytes else { return refuse(413, "At most \(limits.bodyBytes) bytes") }
        guard endpoint.calls.enter() else {
            return responder.refuse(503, "The server is shutting down", headers.adding("retry-after", "1"))
        }
        Task {
            await answer()
            endpoint.calls.leave()
        }
    }

    private func answer() async {
        let values = request.headers.values(of: WebhookSignature.header)
        switch webhooks.admit(values.count == 1 ? values[0] : nil, request.body) {
        case .refused(let why): refuse(401, why)
        case .full: responder.refuse(503, "Too many signatures just now", headers.adding("retry-after", "30"))
        case .again:
            guard let count = drafts()?.count else { return }
            respond(accepted: 0, known: count)
        case .first(let name):
            guard let drafts = drafts(named: name) else { return webhooks.withdraw(name) }
            if let wait = wait() {
                webhooks.withdraw(name)
                let seconds = max(1, wait.components.seconds + 1)
                return responder.refuse(429, "Too many requests", headers.adding("retry-after", String(seconds)))
            }
            await publish(drafts, name)
        }
    }

    private func publish(_ drafts: [EventDraft], _ name: String) async {
        do throws(EventLogError) {
            let receipts = try await (service.events.publisher ?? service.events.broadcaster).publish(drafts)
            let known = receipts.count { $0 == .known }
            respond(accepted: receipts.count - known, known: known)
        } catch {
            webhooks.withdraw(name)
            guard error.reason != .invalid else { return refuse(400, error.message) }
            endpoint.server.logger.warning("posted events not taken", metadata: ["reason": "\(error)"])
            responder.refuse(503, "Events are not taken just now", headers.adding("retry-after", "5"))
        }
    }

    /// - Parameter name: gives a key to events that have none, so that those who share our log know them too.
    /// - Returns: nil, with the refusal answered, for what cannot be read.
    private func drafts(named name: String? = nil) -> [EventDraft]? {
        do throws(JSONError) {
            let json = try JSON(parsing: request.body, limits: JSONLimits(bytes: limits.bodyBytes, depth: 32))
            let events = json["events"]?.array ?? [json]
            guard events.count <= limits.postedEvents else {
                refuse(413, "At most \(limits.postedEvents) events")
                return nil
            }
            var drafts: [EventDraft] = []
            for (index, event) in events.enumerated() {
                do throws(EventLogError) {
                    var draft = try EventDraft(event, source: .restAPI)
                    draft.tenant = service.events.tenant ?? draft.tenant
                    if let name { draft.key = draft.key ?? "webhook/\(name)/\(index)" }
                    drafts.append(draft)
                } catch {
                    refuse(400, "Event \(index): \(error.message)")
                    return nil
                }
            }
            return drafts
        } catch {
            refuse(400, "The body is no JSON: \(error)")
            return nil
        }
    }

    private func respond(accepted: Int, known: Int) {
        responder.respond(json: 202, headers) { writer in
            writer.beginObject()
            writer.key("accepted")
            writer.integer(Int64(accepted))
            writer.key("known")
            writer.integer(Int64(known))
            writer.endObject()
        }
    }

    private func refuse(_ status: Int, _ message: String) {
        responder.refuse(status, message, headers)
    }
}
