internal import Synchronization

/// URLs that were read before, up to a bound: a client asks the same few again and again, and reading one costs more than all else that is
/// checked of a request.
final class RecentURLs: Sendable {
    private static let maximumCount = 64
    /// Of one that is kept.
    private static let maximumBytes = 1 << 10

    private struct Entry {
        let text: String
        let url: FetchURL
    }

    private let entries = Mutex<[String: Entry]>([:])

    func read(_ text: String) throws(FetchError) -> FetchURL {
        // Strings are equal that differ in bytes, and bytes are what a URL is made of.
        if let known = entries.withLock({ $0[text] }), known.text.hasSameBytes(as: text) { return known.url }
        let url = try FetchURL(text)
        guard text.utf8.count <= Self.maximumBytes else { return url }
        entries.withLock { entries in
            if entries.count >= Self.maximumCount { entries.removeAll(keepingCapacity: true) }
            entries[text] = Entry(text: text, url: url)
        }
        return url
    }
}
