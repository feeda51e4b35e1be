internal import CCurl

/// The body of the loop's thread. Lives and dies there: no other thread ever sees it, its handles or its transfers.
final class CurlDriver {
    private let setup: FetchSetup
    private let limits: FetchLimits
    private let mailbox: LoopMailbox
    private let multi: UnsafeMutableRawPointer
    private let watch: SocketWatch
    private let timer = LoopTimer()
    private var pool = EasyHandlePool()
    private var active: [ObjectIdentifier: ActiveTransfer] = [:]
    private var deadlines = DeadlineWatch()
    private var stopping = false

    /// Runs until told to stop. What is in flight then is finished or cancelled, what comes later is refused.
    static func run(_ setup: FetchSetup, _ limits: FetchLimits, _ mailbox: LoopMailbox) {
        if CurlGlobal.problem == nil, let multi = ccurl_multi_init() {
            let driver = CurlDriver(setup, limits, mailbox, multi)
            driver.loop()
            driver.close()
        } else {
            refuse(mailbox.close(), FetchError(.internalError, CurlGlobal.problem ?? "There is no memory for libcurl's loop."))
        }
        mailbox.announceEnd()
    }

    private init(_ setup: FetchSetup, _ limits: FetchLimits, _ mailbox: LoopMailbox, _ multi: UnsafeMutableRawPointer) {
        self.setup = setup
        self.limits = limits
        self.mailbox = mailbox
        self.multi = multi
        watch = SocketWatch(mailbox.bell)
        ccurl_multi_set_socket(multi, socketCallback, Unmanaged.passUnretained(watch).toOpaque())
        ccurl_multi_set_timer(multi, timerCallback, Unmanaged.passUnretained(timer).toOpaque())
        ccurl_multi_set_long(multi, CURLMOPT_MAX_HOST_CONNECTIONS, limits.hostConnections)
        ccurl_multi_set_long(multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, limits.totalConnections)
        ccurl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, limits.totalConnections)
    }

    private func loop() {
        while true {
            for command in mailbox.takeAll() { take(command) }
            let now = ContinuousClock.now
            var works = !timer.takeIfDue(now) || act(CURL_SOCKET_TIMEOUT, 0)
            collect()
            expire(now)
            if stopping, active.isEmpty { return }
            if works { works = sleep(now) }
            // Both fail only for want of memory or by misuse; nothing that runs could be trusted to end.
            guard works else { return endAll(FetchError(.internalError, "libcurl's loop failed.")) }
        }
    }

    /// Sleeps until there is something to do, and has libcurl do it for all sockets that are ready.
    private func sleep(_ now: ContinuousClock.Instant) -> Bool {
        let isBusy = timer.isImmediate || !mailbox.fallAsleep()
        var deadlines = deadlines
        if let deadline = timer.deadline { deadlines.add(deadline) }
        guard let ready = watch.wait(milliseconds: isBusy ? 0 : deadlines.pollMilliseconds(now: now)) else { return false }
        for socket in ready where !act(socket.socket, socket.events) { return false }
        // Before what was asked for meanwhile is sent: those who get their response now go on beside that.
        if !ready.isEmpty { collect() }
        return true
    }

    private func act(_ socket: curl_socket_t, _ events: Int32) -> Bool {
        var running: Int32 = 0
        return ccurl_multi_socket_action(multi, socket, events, &running) == CURLM_OK
    }

    private func take(_ command: LoopCommand) {
        switch command {
        case .transfer(.start, let transfer): start(transfer)
        case .transfer(.cancel, let transfer):
            if let running = active[ObjectIdentifier(transfer)] { end(running, .failure(.cancelled)) }
        case .transfer(.resume, let transfer):
            guard let running = active[ObjectIdentifier(transfer)] else { return }
            let code = running.readOn()
            if code != CURLE_OK { end(running, running.result(code)) }
        case .stop(let mode):
            stopping = true
            if mode == .cancel { endAll(.closed) }
        }
    }

    private func start(_ transfer: Transfer) {
        guard let refusal = refusal(of: transfer) else { return }
        mailbox.load.end()
        transfer.finish(.failure(refusal))
    }

    /// Hands a transfer to libcurl.
    /// - Returns: why not.
    private func refusal(of transfer: Transfer) -> FetchError? {
        guard !transfer.isCancelled else { return .cancelled }
        guard !stopping else { return .closed }
        guard active.count < limits.inFlight else { return FetchError(.overloaded, "Too many requests are in flight.") }
        guard let handle = pool.take() else { return FetchError(.internalError, "There is no memory for a transfer.") }
        let starting = ActiveTransfer(transfer, handle, setup)
        let failure = starting.configure()
        guard failure == CURLE_OK, ccurl_multi_add_handle(multi, handle.pointer) == CURLM_OK else {
            starting.release()
            return starting.setUpError(failure)
        }
        active[ObjectIdentifier(transfer)] = starting
        if let deadline = transfer.deadline { deadlines.add(deadline) }
        return nil
    }

    /// Takes up what libcurl has finished.
    private func collect() {
        var left: Int32 = 0
        while let message = ccurl_multi_info_read(multi, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let handle = message.pointee.easy_handle else { continue }
            let code = ccurl_message_result(message)
            guard let done = EasyHandle.of(handle)?.transfer else { continue }
            end(done, done.result(code))
        }
    }

    private func expire(_ now: ContinuousClock.Instant) {
        guard deadlines.isDue(now) else { return }
        var remaining = DeadlineWatch()
        for running in Array(active.values) {
            guard let deadline = running.deadline else { continue }
            if deadline <= now {
                end(running, .failure(.timeout(.total, running.transfer.request.url.origin)))
            } else {
                remaining.add(deadline)
            }
        }
        deadlines = remaining
    }

    /// Takes a transfer out of libcurl, and only then tells who waits: a connection it broke off is closed by then.
    private func end(_ running: ActiveTransfer, _ result: Result<TransferResult, FetchError>) {
        ccurl_multi_remove_handle(multi, running.handle)
        active[ObjectIdentifier(running.transfer)] = nil
        running.release()
        pool.give(running.easy, isClean: result.isSuccess)
        mailbox.load.end()
        running.transfer.finish(result)
    }

    private func endAll(_ error: FetchError) {
        for running in Array(active.values) { end(running, .failure(error)) }
    }

    private func close() {
        let late = mailbox.close()
        endAll(.closed)
        pool.close()
        ccurl_multi_cleanup(multi)
        Self.refuse(late, .closed)
    }

    private static func refuse(_ commands: [LoopCommand], _ error: FetchError) {
        for case .transfer(.start, let transfer) in commands { transfer.finish(.failure(error)) }
    }
}

extension Result {
    fileprivate var isSuccess: Bool { if case .success = self { true } else { false } }
}
