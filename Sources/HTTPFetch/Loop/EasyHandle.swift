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
    /// The fixed ones stay with the form.
    var lines = HeaderLines()
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
        if let target { ccurl_url_cleanup(target.parts) }
        errorText.deallocate()
    }

    /// Takes all options back. Connections stay: they are the multi handle's.
    func reset() {
        ccurl_easy_reset(pointer)
        form = nil
        lines = HeaderLines()
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
