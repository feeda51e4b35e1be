internal import NIOCore

#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif

/// The socket of a connection without TLS, for what it takes at once: most responses and events fit into it, and the way of a write through the
/// channel (a promise, a queue, a flush) costs more than the copy.
///
/// Used on the event loop alone, while the channel is open and holds nothing back; the channel gets what the socket does not take.
struct PlainSocket {
    let handle: NIOBSDSocket.Handle

    /// - Returns: nil where the channel has no socket that is ours to write to.
    init?(_ context: ChannelHandlerContext) {
        do {
            let pipeline = context.channel.pipeline.syncOperations
            guard let handle = try pipeline.withUnsafeTransportIfAvailable(of: NIOBSDSocket.Handle.self, { $0 }) else { return nil }
            self.handle = handle
        } catch {
            // Closed already, which the channel is about to say.
            return nil
        }
    }

    /// Takes what the peer has room for out of `buffer`. An error takes nothing: the channel comes upon it when it gets the rest.
    func write(_ buffer: inout ByteBuffer) {
        let sent = buffer.withUnsafeReadableBytes { Self.write($0, to: handle) }
        if sent > 0 { buffer.moveReaderIndex(forwardBy: sent) }
    }

    /// - Returns: how many bytes were taken; none if that is not positive.
    @inline(__always)
    static func write(_ bytes: UnsafeRawBufferPointer, to handle: NIOBSDSocket.Handle) -> Int {
        send(handle, bytes.baseAddress, bytes.count, flags)
    }

    #if canImport(Darwin)
        /// NIO has turned SIGPIPE off for its sockets there.
        private static let flags = MSG_DONTWAIT
    #else
        private static let flags = Int32(MSG_DONTWAIT) | Int32(MSG_NOSIGNAL)
    #endif
}
