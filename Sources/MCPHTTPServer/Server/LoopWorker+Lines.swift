internal import MCPCore
internal import NIOCore

extension LoopWorker: DirectThread {
    func tell(_ message: DirectMessage, to lines: UnsafeBufferPointer<Unmanaged<DirectLine>?>) -> UInt64 {
        var untold: UInt64 = 0
        for (place, line) in lines.enumerated() {
            let isTold = line?._withUnsafeGuaranteedRef { tell(message, to: $0) } ?? false
            if !isTold { untold |= 1 << UInt64(place) }
        }
        return untold
    }

    private func tell(_ message: DirectMessage, to line: DirectLine) -> Bool {
        guard message.isFree(line) else { return false }
        let isTold = message.withBytes(for: line, frame: Self.frame) { bytes in
            let sent = PlainSocket.write(bytes, to: line.handle)
            if sent == bytes.count { return true }
            guard sent > 0, let connection = line.owner as? HTTPConnection else { return false }
            connection.goOn(UnsafeRawBufferPointer(rebasing: bytes[sent...]))
            return true
        }
        return isTold ?? false
    }

    private static func frame(_ body: [UInt8]) -> [UInt8] {
        var buffer = ByteBuffer()
        BodyFraming.chunked.write(body, to: &buffer)
        return Array(buffer.readableBytesView)
    }
}
