internal import MCPCore

/// Looks up people and companies, of which there are too many to keep.
struct NameSearch<Candidate: Nameable>: Sendable {
    let client: APIClient
    let path: String
    let principal: Principal
    /// How many are looked through for one question.
    let limit: Int
    let decode: @Sendable (Node) throws(APIError) -> Candidate

    /// An API may give smaller pages than it is asked for, or never come to an end.
    private static var pageLimit: Int { 20 }

    enum Outcome: Sendable {
        case match(NameMatch<Candidate>)
        /// More of them than can be looked through; nothing can be said.
        case tooMany
    }

    /// Asks for the name as it was written, then for its folded form and its beginning and end: an API that compares more strictly than we
    /// do finds these, and what comes near the name is found too.
    func find(_ name: String) async throws(APIError) -> Outcome {
        var near: [Int: Candidate] = [:]
        for question in Self.questions(name) {
            let (found, isComplete) = try await ask(question)
            switch NameMatch(.name(name), among: found) {
            case .found(let candidate): return isComplete ? .match(.found(candidate)) : .tooMany
            case .ambiguous(let candidates): return .match(.ambiguous(candidates))
            case .unknown:
                if !isComplete, question == name { return .tooMany }
                for candidate in found { near[candidate.id] = candidate }
            }
        }
        return .match(NameMatch(.name(name), among: near.values.sorted { $0.id < $1.id }))
    }

    static func questions(_ name: String) -> [String] {
        let folded = name.folded
        var questions = [name]
        for question in [folded, folded.katakana, String(folded.prefix(2)), String(folded.suffix(2))]
        where !question.isEmpty && !questions.contains(question) {
            questions.append(question)
        }
        return questions
    }

    private func ask(_ question: String) async throws(APIError) -> (found: [Candidate], isComplete: Bool) {
        var found: [Candidate] = []
        var cursor: String?
        var pages = 0
        repeat {
            var query: APIQuery = ["query": question, "limit": "200"]
            query.add("cursor", cursor)
            let listing = try Listing(Node(try await client.get(APIPath(path), query, as: principal).body, path), decode)
            found += listing.items
            cursor = listing.page.nextCursor
            pages += 1
        } while cursor != nil && found.count < limit && pages < Self.pageLimit
        return (found, cursor == nil)
    }
}
