internal import NIOCore

/// What has come of a request's head. Nothing is read twice but a head that came in pieces, and that only when a line of it has ended.
struct HeadBuffer {
    /// How much of the bytes is known not to hold the end of the head.
    private var seen = 0

    /// Takes the next head, if it is there as a whole.
    mutating func take(_ buffer: inout ByteBuffer, _ limits: HTTPServerLimits) throws(Refusal) -> RequestHead? {
        let (seen, count) = (seen, buffer.readableBytes)
        guard count > seen else { return nil }
        var size = 0
        let result = buffer.withUnsafeReadableBytes { raw -> Result<RequestHead?, Refusal> in
            let bytes = raw.assumingMemoryBound(to: UInt8.self)
            guard seen == 0 || bytes[seen...].contains(UInt8(ascii: "\n")) || count > limits.headBytes else { return .success(nil) }
            do throws(Refusal) {
                return .success(try RequestHead(bytes, limits, size: &size))
            } catch {
                return .failure(error)
            }
        }
        guard let head = try result.get() else {
            guard count <= limits.headBytes else { throw .headersTooLarge }
            self.seen = count
            return nil
        }
        self.seen = 0
        buffer.moveReaderIndex(forwardBy: size)
        return head
    }
}

extension HTTPServerLimits {
    /// More than a head within the limits can have.
    fileprivate var headBytes: Int { targetBytes + headerBytes + 256 }
}
