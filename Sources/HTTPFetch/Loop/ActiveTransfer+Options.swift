internal import CCurl

extension ActiveTransfer {
    /// Tells libcurl all about the transfer.
    /// - Returns: the first refusal; then the transfer must not be made, for an option not taken may be one of safety.
    func configure() -> CURLcode {
        var options = OptionWriter(handle)
        let form = OptionForm(request, transfer.delivery)
        if form == nil || form != easy.form {
            if easy.form != nil { easy.reset() }
            let configuration = setup.configuration
            setCallbacks(&options)
            setSafety(&options, configuration)
            setLimits(&options)
            setProxy(&options, configuration)
            setMethod(&options)
            setFixedHeaders(&options, configuration)
        }
        options.note(easy.setTarget(request.url))
        setHeaders(&options)
        easy.form = options.result == CURLE_OK ? form : nil
        return options.result
    }

    private func setSafety(_ options: inout OptionWriter, _ configuration: FetchConfiguration) {
        options.set(CURLOPT_NOSIGNAL, 1)
        options.set(CURLOPT_PROTOCOLS_STR, configuration.allowsHTTP ? "http,https" : "https")
        options.set(CURLOPT_FOLLOWLOCATION, 0)
        options.set(CURLOPT_SSL_VERIFYPEER, 1)
        options.set(CURLOPT_SSL_VERIFYHOST, 2)
        options.set(CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2)
        options.set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_2TLS)
        options.set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        options.note(ccurl_set_quick_exit(handle))
        if let caFile = configuration.caFile {
            options.set(CURLOPT_CAINFO, caFile)
            options.set(CURLOPT_CAPATH, nil)
        }
    }

    /// The time for the whole is the loop's own to watch: libcurl's does not run for a transfer that waits for a connection.
    private func setLimits(_ options: inout OptionWriter) {
        options.set(CURLOPT_CONNECTTIMEOUT_MS, request.timeouts.connect?.curlMilliseconds ?? 1_000_000_000)
        if let stall = request.timeouts.stall {
            options.set(CURLOPT_LOW_SPEED_LIMIT, 1)
            options.set(CURLOPT_LOW_SPEED_TIME, stall.curlSeconds)
        }
    }

    private func setProxy(_ options: inout OptionWriter, _ configuration: FetchConfiguration) {
        options.set(CURLOPT_MAXAGE_CONN, max(1, configuration.limits.idleConnectionSeconds))
        switch configuration.proxy.kind {
        // libcurl would ask the environment again for every transfer.
        case .environment: if !configuration.addresses.isAny || !ProxyEnvironment.namesProxy { setNoProxy(&options) }
        case .none: setNoProxy(&options)
        case .url(let text):
            options.set(CURLOPT_PROXY, text)
            options.set(CURLOPT_NOPROXY, "")
        }
    }

    /// The second keeps libcurl from asking the environment for what no proxy is for.
    private func setNoProxy(_ options: inout OptionWriter) {
        options.set(CURLOPT_PROXY, "")
        options.set(CURLOPT_NOPROXY, "")
    }

    private func setMethod(_ options: inout OptionWriter) {
        if request.method == .head {
            options.set(CURLOPT_NOBODY, 1)
        } else if request.body != nil || request.method.anticipatesBody {
            setBody(&options)
            options.set(CURLOPT_CUSTOMREQUEST, request.method.rawValue)
        } else {
            options.set(CURLOPT_HTTPGET, 1)
            if request.method != .get { options.set(CURLOPT_CUSTOMREQUEST, request.method.rawValue) }
        }
        if !request.isIdempotent, request.body?.isEmpty ?? true { options.set(CURLOPT_FRESH_CONNECT, 1) }
    }

    /// On a kept connection that dies under it libcurl sends a request again by itself. One that must not be sent twice is read from a
    /// callback that cannot go back, which makes that an error; one without a body goes over a connection of its own.
    private func setBody(_ options: inout OptionWriter) {
        let body = request.body ?? []
        options.set(CURLOPT_POST, 1)
        options.setOffset(CURLOPT_POSTFIELDSIZE_LARGE, body.count)
        if request.isIdempotent || body.isEmpty {
            body.withUnsafeBytes { options.setPointer(CURLOPT_COPYPOSTFIELDS, UnsafeMutableRawPointer(mutating: $0.baseAddress) ?? handle) }
        } else {
            options.note(ccurl_set_read(handle, readCallback))
            options.setPointer(CURLOPT_READDATA, Unmanaged.passUnretained(easy).toOpaque())
            options.note(ccurl_set_seek(handle, seekCallback))
        }
    }

    private func setFixedHeaders(_ options: inout OptionWriter, _ configuration: FetchConfiguration) {
        if !request.headers.contains("user-agent"), !configuration.userAgent.isEmpty {
            options.note(easy.lines.addFixed("User-Agent: \(configuration.userAgent)"))
        }
        if transfer.delivery == .whole, !request.headers.contains("accept-encoding"), let codings = CurlGlobal.contentCodings {
            // What has libcurl undo them.
            options.set(CURLOPT_ACCEPT_ENCODING, "")
            options.note(easy.lines.addFixed("Accept-Encoding: \(codings)"))
        }
    }

    private func setHeaders(_ options: inout OptionWriter) {
        for field in request.headers {
            let value = field.value.trimmedBlanks
            append(value.isEmpty ? "\(field.name);" : "\(field.name): \(value)", &options)
        }
        // An empty value keeps libcurl from adding its own, which it does only to what has a body.
        if request.body != nil || request.method.anticipatesBody {
            append("Expect:", &options)
            if !request.headers.contains("content-type") { append("Content-Type:", &options) }
        }
        options.note(ccurl_set_list(handle, CURLOPT_HTTPHEADER, easy.lines.joined()))
    }

    private func append(_ line: String, _ options: inout OptionWriter) { options.note(easy.lines.addOwn(line)) }

    private func setCallbacks(_ options: inout OptionWriter) {
        let this = Unmanaged.passUnretained(easy).toOpaque()
        options.setPointer(CURLOPT_PRIVATE, this)
        options.setPointer(CURLOPT_ERRORBUFFER, easy.errorText)
        options.note(ccurl_set_write(handle, CURLOPT_HEADERFUNCTION, headerCallback))
        options.setPointer(CURLOPT_HEADERDATA, this)
        options.note(ccurl_set_write(handle, CURLOPT_WRITEFUNCTION, writeCallback))
        options.setPointer(CURLOPT_WRITEDATA, this)
        options.note(ccurl_set_opensocket(handle, openSocketCallback))
        options.setPointer(CURLOPT_OPENSOCKETDATA, this)
    }
}

/// Sets options and keeps the first refusal.
struct OptionWriter {
    private let handle: UnsafeMutableRawPointer
    private(set) var result = CURLE_OK

    init(_ handle: UnsafeMutableRawPointer) { self.handle = handle }

    mutating func note(_ code: CURLcode) { if result == CURLE_OK { result = code } }
    mutating func set(_ option: CURLoption, _ value: Int) { note(ccurl_set_long(handle, option, value)) }
    mutating func set(_ option: CURLoption, _ value: String?) { note(ccurl_set_string(handle, option, value)) }
    mutating func setOffset(_ option: CURLoption, _ value: Int) { note(ccurl_set_offset(handle, option, curl_off_t(value))) }
    mutating func setPointer(_ option: CURLoption, _ value: UnsafeMutableRawPointer) { note(ccurl_set_pointer(handle, option, value)) }
}
