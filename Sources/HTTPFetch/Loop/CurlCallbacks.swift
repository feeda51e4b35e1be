internal import CCurl

// libcurl calls these on the loop's thread, while the objects are kept for it.

private func transfer(_ pointer: UnsafeMutableRawPointer?) -> ActiveTransfer? {
    pointer.flatMap { Unmanaged<EasyHandle>.fromOpaque($0).takeUnretainedValue().transfer }
}

private func bytes(_ start: UnsafeMutablePointer<CChar>?, _ count: Int) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: start.map { UnsafeRawPointer($0).assumingMemoryBound(to: UInt8.self) }, count: start == nil ? 0 : count)
}

func headerCallback(_ data: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ pointer: UnsafeMutableRawPointer?) -> Int {
    guard let transfer = transfer(pointer), transfer.take(headerLine: bytes(data, size * count)) else { return 0 }
    return size * count
}

func writeCallback(_ data: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ pointer: UnsafeMutableRawPointer?) -> Int {
    guard size * count > 0 else { return 0 }
    return transfer(pointer)?.take(body: bytes(data, size * count)) ?? 0
}

func readCallback(_ space: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ pointer: UnsafeMutableRawPointer?) -> Int {
    guard let transfer = transfer(pointer), let body = transfer.request.body, let space else { return Int(CURL_READFUNC_ABORT) }
    let length = min(size * count, body.count - transfer.sent)
    body.withUnsafeBytes { bytes in
        guard length > 0, let start = bytes.baseAddress else { return }
        UnsafeMutableRawPointer(space).copyMemory(from: start + transfer.sent, byteCount: length)
    }
    transfer.sent += length
    return length
}

/// Never goes back: see ``ActiveTransfer/configure(_:)``.
func seekCallback(_: UnsafeMutableRawPointer?, _: curl_off_t, _: Int32) -> Int32 { CURL_SEEKFUNC_FAIL }

/// The one place where an address is known that is surely the one connected to.
func openSocketCallback(
    _ pointer: UnsafeMutableRawPointer?, _ purpose: curlsocktype, _ address: UnsafeMutablePointer<curl_sockaddr>?
) -> curl_socket_t {
    guard let transfer = transfer(pointer), let address else { return CURL_SOCKET_BAD }
    guard transfer.setup.configuration.addresses.allows(IPAddress(UnsafePointer(address))) else {
        transfer.hasRefusedAddress = true
        return CURL_SOCKET_BAD
    }
    transfer.hasOpenedSocket = true
    return ccurl_open_socket(address)
}

// MARK: Of the multi handle

func socketCallback(
    _: UnsafeMutableRawPointer?, _ socket: curl_socket_t, _ interest: Int32, _ pointer: UnsafeMutableRawPointer?,
    _: UnsafeMutableRawPointer?
) -> Int32 {
    if let pointer { Unmanaged<SocketWatch>.fromOpaque(pointer).takeUnretainedValue().set(socket, interest) }
    return 0
}

func timerCallback(_: UnsafeMutableRawPointer?, _ milliseconds: Int, _ pointer: UnsafeMutableRawPointer?) -> Int32 {
    if let pointer { Unmanaged<LoopTimer>.fromOpaque(pointer).takeUnretainedValue().set(milliseconds: milliseconds) }
    return 0
}
