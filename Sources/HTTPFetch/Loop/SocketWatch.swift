internal import CCurl

#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// What the loop sleeps on: the bell, and the sockets that libcurl wants to hear of. Belongs to the loop's thread.
///
/// libcurl takes back its interest in a socket at the end of each transfer, and has it again at the next. In `poll`'s array that costs no
/// system call.
final class SocketWatch {
    struct Ready {
        let socket: curl_socket_t
        /// In libcurl's bits.
        let events: Int32
    }

    private let bell: LoopBell
    /// The bell, then the sockets.
    private var entries: [pollfd]
    /// Where each descriptor stands in `entries`; 0 for none.
    private var places: [Int32] = []
    private var ready: [Ready] = []

    init(_ bell: LoopBell) {
        self.bell = bell
        entries = [pollfd(fd: bell.descriptor, events: Int16(POLLIN), revents: 0)]
    }

    /// - Parameter interest: one of libcurl's `CURL_POLL_` words.
    func set(_ socket: curl_socket_t, _ interest: Int32) {
        guard let index = Int(exactly: socket), index >= 0 else { return }
        if index >= places.count { places += repeatElement(0, count: index + 1 - places.count) }
        let place = Int(places[index])
        var events: Int32 = 0
        if interest == CURL_POLL_IN || interest == CURL_POLL_INOUT { events |= Int32(POLLIN) }
        if interest == CURL_POLL_OUT || interest == CURL_POLL_INOUT { events |= Int32(POLLOUT) }
        if events == 0 {
            if place > 0 { remove(index, at: place) }
        } else if place > 0 {
            entries[place].events = Int16(events)
        } else {
            places[index] = Int32(entries.count)
            entries.append(pollfd(fd: socket, events: Int16(events), revents: 0))
        }
    }

    /// The last takes the place of the one that goes.
    private func remove(_ index: Int, at place: Int) {
        places[index] = 0
        let last = entries.removeLast()
        guard place < entries.count else { return }
        entries[place] = last
        places[Int(last.fd)] = Int32(place)
    }

    /// Sleeps until the bell is rung, a socket is ready or the time is over.
    /// - Returns: the sockets that are ready; nil where the system refuses, for want of memory.
    func wait(milliseconds: Int32) -> [Ready]? {
        ready.removeAll(keepingCapacity: true)
        var left = poll(&entries, nfds_t(entries.count), milliseconds)
        if left < 0 { return errno == EINTR || errno == EAGAIN ? [] : nil }
        if left > 0, entries[0].revents != 0 {
            bell.clear()
            left -= 1
        }
        var place = 1
        while left > 0, place < entries.count {
            let entry = entries[place]
            if entry.revents != 0 {
                ready.append(Ready(socket: entry.fd, events: Self.bits(entry)))
                left -= 1
            }
            place += 1
        }
        return ready
    }

    /// What libcurl would have seen itself: an end or an error is found by reading where it reads, and is an error where it only writes.
    private static func bits(_ entry: pollfd) -> Int32 {
        let events = Int32(entry.revents)
        let interest = Int32(entry.events)
        let ended = Int32(POLLERR) | Int32(POLLHUP)
        var bits: Int32 = 0
        if interest & Int32(POLLIN) != 0, events & (Int32(POLLIN) | ended) != 0 { bits |= CURL_CSELECT_IN }
        if events & Int32(POLLOUT) != 0 { bits |= CURL_CSELECT_OUT }
        if interest & Int32(POLLOUT) != 0, events & ended != 0 { bits |= CURL_CSELECT_ERR }
        if events & Int32(POLLNVAL) != 0 { bits |= CURL_CSELECT_ERR }
        return bits
    }
}
