internal import CCurl

/// The header lines of a handle's requests, in libcurl's lists: a transfer's own, and after them those that stay from one transfer to the
/// next. libcurl writes each of them once, where an option of the same meaning is written twice. Belongs to the loop's thread.
struct HeaderLines: ~Copyable {
    private var fixed: UnsafeMutablePointer<curl_slist>?
    private var own: UnsafeMutablePointer<curl_slist>?

    init() {}

    deinit {
        lastOwn?.pointee.next = nil
        ccurl_slist_free_all(own)
        ccurl_slist_free_all(fixed)
    }

    mutating func addFixed(_ line: String) -> CURLcode { Self.add(line, to: &fixed) }
    mutating func addOwn(_ line: String) -> CURLcode { Self.add(line, to: &own) }

    /// All of them, to be handed to libcurl for each transfer anew: it holds on to the list, and does not look at it between transfers.
    func joined() -> UnsafeMutablePointer<curl_slist>? {
        lastOwn?.pointee.next = fixed
        return own ?? fixed
    }

    /// Forgets the transfer's own, when the handle is in no multi.
    mutating func dropOwn() {
        lastOwn?.pointee.next = nil
        ccurl_slist_free_all(own)
        own = nil
    }

    private var lastOwn: UnsafeMutablePointer<curl_slist>? {
        var last = own
        while let next = last?.pointee.next, next != fixed { last = next }
        return last
    }

    private static func add(_ line: String, to list: inout UnsafeMutablePointer<curl_slist>?) -> CURLcode {
        guard let longer = ccurl_slist_append(list, line) else { return CURLE_OUT_OF_MEMORY }
        list = longer
        return CURLE_OK
    }
}
