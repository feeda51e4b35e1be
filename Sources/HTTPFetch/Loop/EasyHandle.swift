internal import CCurl

/// One of libcurl's easy handles, and what stays with it from one transfer to the next. Belongs to the loop's thread.
///
/// libcurl's callbacks are given this object. It is kept by the pool or by its transfer, so it outlives all of them.
final class EasyHandle {
    let pointer: UnsafeMutableRawPointer
    let errorText: UnsafeMutablePointer<CChar>
    /// While libcurl may call back.
    var transfer: ActiveTransfer?
    /// What its options say; nil where they must not serve another transfer.
    var form: OptionForm?
    /// Lines that stay with the form.
    private var fixedLines: UnsafeMutablePointer<curl_slist>?
    /// Lines of the transfer's own, which the fixed ones follow.
    private var ownLines: UnsafeMutablePointer<curl_slist>?
    /// Where its last transfer went, read; nil where libcurl is to read the URL itself.
    private var target: (text: String, parts: OpaquePointer)?

    /// - Returns: nil where there is no memory.
    init?() {
        guard let pointer = ccurl_easy_init() else { return nil }
        self.pointer = pointer
        errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    }

    deinit {
        ccurl_easy_cleanup(pointer)
        dropOwnLines()
        ccurl_slist_free_all(fixedLines)
        if let target { ccurl_url_cleanup(target.parts) }
        errorText.deallocate()
    }

    /// Takes all options back. Connections stay: they are the multi handle's.
    func reset() {
        ccurl_easy_reset(pointer)
        form = nil
        dropOwnLines()
        ccurl_slist_free_all(fixedLines)
        fixedLines = nil
        if let target { ccurl_url_cleanup(target.parts) }
        target = nil
    }

    /// Says where the next transfer goes. From a mere text libcurl reads the URL anew for each transfer, and writes it down again.
    func setTarget(_ url: FetchURL) -> CURLcode {
        if let target, target.text.hasSameBytes(as: url.text) { return CURLE_OK }
        guard let parts = ccurl_url() else { return CURLE_OUT_OF_MEMORY }
        guard ccurl_url_set(parts, CURLUPART_URL, url.text, 0) == CURLUE_OK else {
            ccurl_url_cleanup(parts)
            return CURLE_URL_MALFORMAT
        }
        // The text too: it is what libcurl calls the transfer, where it does not go by the parts.
        var code = ccurl_set_string(pointer, CURLOPT_URL, url.text)
        if code == CURLE_OK { code = ccurl_set_pointer(pointer, CURLOPT_CURLU, UnsafeMutableRawPointer(parts)) }
        if let target { ccurl_url_cleanup(target.parts) }
        target = (url.text, parts)
        return code
    }

    // MARK: Header lines

    /// Lines of the request in libcurl's words: it writes each of them once, where options of the same meaning are written twice.
    func addFixed(line: String) -> CURLcode {
        guard let list = ccurl_slist_append(fixedLines, line) else { return CURLE_OUT_OF_MEMORY }
        fixedLines = list
        return CURLE_OK
    }

    func addOwn(line: String) -> CURLcode {
        guard let list = ccurl_slist_append(ownLines, line) else { return CURLE_OUT_OF_MEMORY }
        ownLines = list
        return CURLE_OK
    }

    /// Hands over all lines: the transfer's own first.
    func setLines() -> CURLcode {
        lastOwnLine?.pointee.next = fixedLines
        return ccurl_set_list(pointer, CURLOPT_HTTPHEADER, ownLines ?? fixedLines)
    }

    /// Forgets the transfer's own, when the handle is in no multi.
    func dropOwnLines() {
        guard ownLines != nil else { return }
        lastOwnLine?.pointee.next = nil
        ccurl_slist_free_all(ownLines)
        ownLines = nil
    }

    private var lastOwnLine: UnsafeMutablePointer<curl_slist>? {
        var last = ownLines
        while let next = last?.pointee.next, next != fixedLines { last = next }
        return last
    }

    static func of(_ pointer: UnsafeMutableRawPointer) -> EasyHandle? {
        var opaque: UnsafeMutableRawPointer?
        guard ccurl_info_pointer(pointer, CURLINFO_PRIVATE, &opaque) == CURLE_OK, let opaque else { return nil }
        return Unmanaged<EasyHandle>.fromOpaque(opaque).takeUnretainedValue()
    }
}

/// All that the options of a plain read say, beside its address and its header fields, where a client's configuration leaves a choice.
/// Reads of one form can be made with one handle, one after the other, without telling libcurl all of it again.
struct OptionForm: Equatable {
    private let connect: Duration?
    private let stall: Duration?
    private let hasUserAgent: Bool
    private let hasAcceptEncoding: Bool

    /// - Returns: nil for what is no plain read.
    init?(_ request: PreparedRequest, _ delivery: Delivery) {
        guard request.method == .get, request.body == nil, request.isIdempotent, delivery == .whole else { return nil }
        connect = request.timeouts.connect
        stall = request.timeouts.stall
        hasUserAgent = request.headers.contains("user-agent")
        hasAcceptEncoding = request.headers.contains("accept-encoding")
    }
}
