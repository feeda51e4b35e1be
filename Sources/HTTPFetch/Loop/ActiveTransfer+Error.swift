internal import CCurl

extension ActiveTransfer {
    func setUpError(_ code: CURLcode) -> FetchError {
        FetchError(.internalError, "libcurl refused to set up a transfer.", curlCode: Int(code.rawValue))
    }

    /// What libcurl's code means to a caller.
    func error(_ code: CURLcode) -> FetchError {
        let origin = request.url.origin
        let number = Int(code.rawValue)
        func failed(_ code: FetchError.Code, _ message: String) -> FetchError { FetchError(code, message, curlCode: number) }
        switch code {
        case CURLE_OPERATION_TIMEDOUT:
            var error = FetchError.timeout(hasConnected ? .stall : .connect, origin)
            error.curlCode = number
            return error
        case CURLE_COULDNT_RESOLVE_HOST: return failed(.resolve, "The name \(origin.host) was not resolved.")
        case CURLE_COULDNT_RESOLVE_PROXY: return failed(.resolve, "The name of the proxy was not resolved.")
        case CURLE_COULDNT_CONNECT where hasRefusedAddress && !hasOpenedSocket:
            return failed(.addressNotAllowed, "\(origin) is at an address that is not allowed.")
        case CURLE_COULDNT_CONNECT: return failed(.connect, "No connection to \(origin): \(detail("refused"))")
        case CURLE_PROXY: return failed(.connect, "The proxy made no connection to \(origin).")
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER, CURLE_SSL_CACERT_BADFILE,
            CURLE_SSL_ISSUER_ERROR, CURLE_SSL_PINNEDPUBKEYNOTMATCH, CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_ENGINE_INITFAILED:
            return failed(.tls, "TLS with \(origin) failed: \(detail("no reason given"))")
        case CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_GOT_NOTHING, CURLE_SEND_FAIL_REWIND:
            return failed(.connectionReset, "\(origin) closed the connection without a response.")
        case CURLE_HTTP2, CURLE_HTTP2_STREAM:
            // GOAWAY or RST_STREAM: of a server that is restarted, say.
            return failed(.connectionReset, "\(origin) ended the HTTP/2 stream without a response.")
        case CURLE_PARTIAL_FILE: return failed(.truncated, "\(origin) closed the connection in the middle of the response.")
        case CURLE_FILESIZE_EXCEEDED: return failed(.responseTooLarge, "The response from \(origin) is too large.")
        case CURLE_URL_MALFORMAT: return failed(.invalidRequest, "The URL cannot be read.")
        case CURLE_OUT_OF_MEMORY, CURLE_FAILED_INIT, CURLE_BAD_FUNCTION_ARGUMENT:
            return failed(.internalError, "libcurl failed: \(String(cString: ccurl_easy_strerror(code))).")
        default: return failed(.protocolError, "The exchange with \(origin) failed: \(String(cString: ccurl_easy_strerror(code))).")
        }
    }

    private var hasConnected: Bool {
        var microseconds: curl_off_t = 0
        ccurl_info_offset(handle, CURLINFO_PRETRANSFER_TIME_T, &microseconds)
        return microseconds > 0
    }

    /// libcurl's own words. Kept to errors of connecting, whose words name hosts, ports and certificates and nothing of the request.
    private func detail(_ fallback: String) -> String {
        let text = String(cString: easy.errorText)
        return text.isEmpty ? fallback : text
    }
}
