internal import CCurl

/// A transfer while libcurl has it: its easy handle and all that libcurl points to. Belongs to the loop's thread.
///
/// libcurl's callbacks find it through its handle, which holds it until ``release()``, after the handle has left the multi.
final class ActiveTransfer {
    let transfer: Transfer
    let easy: EasyHandle
    let setup: FetchSetup
    /// Until the head of a stream is there; the body may take its time.
    private(set) var deadline: ContinuousClock.Instant?
    /// Why a callback broke off.
    var failure: FetchError?
    var hasOpenedSocket = false
    var hasRefusedAddress = false
    var sent = 0
    private var parser: ResponseHeadParser
    private var head: ResponseHead?
    private var body: [UInt8] = []
    private var received = 0

    init(_ transfer: Transfer, _ easy: EasyHandle, _ setup: FetchSetup) {
        self.transfer = transfer
        self.easy = easy
        deadline = transfer.deadline
        self.setup = setup
        let limits = setup.configuration.limits
        parser = ResponseHeadParser(maximumBytes: limits.headerBytes, maximumCount: limits.headerCount)
        easy.transfer = self
    }

    var handle: UnsafeMutableRawPointer { easy.pointer }
    var request: PreparedRequest { transfer.request }

    /// Gives back what libcurl held. To be called once, when the handle is in no multi.
    func release() {
        easy.lines.dropOwn()
        easy.transfer = nil
    }

    /// Hands over what was held back, from within this call too.
    /// - Returns: an error where a callback broke off; libcurl does not end the transfer by itself then.
    func readOn() -> CURLcode { ccurl_easy_pause(handle, CURLPAUSE_CONT) }

    // MARK: What libcurl hands over

    /// - Returns: false to break off.
    func take(headerLine line: UnsafeBufferPointer<UInt8>) -> Bool {
        switch parser.take(line) {
        case .more: return true
        case .tooLarge: failure = FetchError(.protocolError, "The head of the response from \(request.url.origin) is too large.")
        case .malformed: failure = FetchError(.protocolError, "The head of the response from \(request.url.origin) is malformed.")
        case .complete(let head): return take(head)
        }
        return false
    }

    private func take(_ head: ResponseHead) -> Bool {
        self.head = head
        let hasBody = request.method != .head && head.status != 204 && head.status != 304
        let announced = hasBody ? head.headers["content-length"].flatMap { Int($0) } ?? 0 : 0
        guard announced <= request.maximumBytes else { return refuseSize() }
        switch transfer.delivery {
        case .whole: body.reserveCapacity(min(announced, 1 << 20))
        case .stream:
            deadline = nil
            transfer.opened(TransferResult(head: head, body: [], timing: timing(head)))
        }
        return true
    }

    /// - Returns: how many were taken, or libcurl's word for a pause.
    func take(body bytes: UnsafeBufferPointer<UInt8>) -> Int {
        guard bytes.count <= request.maximumBytes - received else {
            _ = refuseSize()
            return 0
        }
        switch transfer.delivery {
        case .whole: body.append(contentsOf: bytes)
        case .stream: guard transfer.deliver(bytes) else { return Int(CURL_WRITEFUNC_PAUSE) }
        }
        received += bytes.count
        return bytes.count
    }

    private func refuseSize() -> Bool {
        failure = FetchError(.responseTooLarge, "The response from \(request.url.origin) is larger than \(request.maximumBytes) bytes.")
        return false
    }

    // MARK: What it came to

    func result(_ code: CURLcode) -> Result<TransferResult, FetchError> {
        if let failure { return .failure(failure) }
        guard code == CURLE_OK else { return .failure(error(code)) }
        guard let head else {
            return .failure(FetchError(.protocolError, "\(request.url.origin) sent no response.", curlCode: Int(code.rawValue)))
        }
        return .success(TransferResult(head: head, body: body, timing: timing(head)))
    }

    /// All but the total, which is of the whole call.
    private func timing(_ head: ResponseHead) -> FetchTiming {
        var timing = FetchTiming()
        timing.nameLookup = duration(CURLINFO_NAMELOOKUP_TIME_T)
        timing.connect = duration(CURLINFO_CONNECT_TIME_T)
        timing.tls = duration(CURLINFO_APPCONNECT_TIME_T)
        timing.firstByte = duration(CURLINFO_STARTTRANSFER_TIME_T)
        var connections = 0
        ccurl_info_long(handle, CURLINFO_NUM_CONNECTS, &connections)
        timing.isReusedConnection = connections == 0
        timing.httpVersion = head.version
        return timing
    }

    private func duration(_ info: CURLINFO) -> Duration {
        var microseconds: curl_off_t = 0
        ccurl_info_offset(handle, info, &microseconds)
        return Duration(microseconds: Int64(microseconds))
    }
}
