internal import MCPCore
internal import MCPTesting
internal import MCPTransportHTTP
internal import Testing

/// Events over real connections.
@Suite(.timeLimit(.minutes(2))) struct LiveEventTests {
    private enum Loss: CaseIterable { case close, reset, halfClose }

    /// 10,000 events while a client loses its connection 50 times in the middle of them, in every way: every event once, in order.
    @Test func everyEventOnceInOrder() async throws {
        try await LiveEvents.run { live in
            var numbers: [Int] = []
            var last = try await live.watch().place()
            for round in 0..<50 {
                let reader = try await live.watch(after: last)
                let publishing = Task {
                    for number in stride(from: round * 200, to: round * 200 + 200, by: 5) {
                        try await live.publish(number..<number + 5)
                        await Task.yield()
                    }
                }
                let goal = numbers.count + 1 + round * 7 % 190
                while numbers.count < goal {
                    let blocks = try await reader.blocks()
                    #expect(!blocks.isEmpty && !blocks.contains { $0.type == "gap" })
                    numbers += blocks.compactMap(\.number)
                    last = blocks.compactMap(\.id).last ?? last
                }
                switch Loss.allCases[round % 3] {
                case .close: try await reader.client.close()
                case .reset: try await reader.client.reset()
                case .halfClose: try await reader.client.closeOutput()
                }
                try await publishing.value
            }
            let reader = try await live.watch(after: last)
            while numbers.count < 10_000 { numbers += try await reader.blocks().compactMap(\.number) }
            #expect(numbers == Array(0..<10_000))
        }
    }

    /// A reader that does not read is sent away once what waits for it is too much; the others are told everything, and it can go on.
    @Test func aReaderThatDoesNotReadCostsNobodyElse() async throws {
        try await LiveEvents.run(change: { configuration, _ in configuration.limits.unreadBytes = 64 << 10 }) { live in
            let slow = try await live.watch()
            let quick = try await live.watch()
            _ = try await slow.place()
            try await slow.client.setReading(false)
            let text = String(repeating: "x", count: 10_000)
            var published = 0
            while live.events.statistics.overflows == 0, published < 5_000 {
                try await live.publish(published..<published + 1, text: text)
                published += 1
                var last: Int?
                while last != published - 1 { last = try await quick.blocks().compactMap(\.number).last ?? last }
            }
            #expect(live.events.statistics.overflows == 1)
            try await slow.client.setReading(true)
            var (numbers, last, isEnded): ([Int], String?, Bool) = ([], nil, false)
            while !isEnded {
                let blocks = try await slow.blocks()
                numbers += blocks.compactMap(\.number)
                last = blocks.compactMap(\.id).last ?? last
                isEnded = blocks.isEmpty || blocks.contains { $0.retry != nil }
            }
            let back = try await live.watch(after: last)
            while numbers.count < published { numbers += try await back.blocks().compactMap(\.number) }
            #expect(numbers == Array(0..<published))
        }
    }

    /// Readers that all lose their connections at once, and come back at once.
    @Test func aStormOfReaders() async throws {
        try await LiveEvents.run { live in
            var places: [String?] = Array(repeating: nil, count: 200)
            var counts = Array(repeating: 0, count: 200)
            for round in 0..<5 {
                var readers: [LiveReader] = []
                for place in places { readers.append(try await live.watch(after: place)) }
                if round == 0 {
                    for (index, reader) in readers.enumerated() { places[index] = try await reader.place() }
                }
                try await live.publish(round * 10..<round * 10 + 10)
                for (index, reader) in readers.enumerated() {
                    while counts[index] < (round + 1) * 10 {
                        let blocks = try await reader.blocks()
                        for number in blocks.compactMap(\.number) {
                            #expect(number == counts[index])
                            counts[index] += 1
                        }
                        places[index] = blocks.compactMap(\.id).last ?? places[index]
                    }
                    try await reader.client.reset()
                }
            }
            #expect(counts.allSatisfy { $0 == 50 })
        }
    }

    @Test func whatIsPostedReachesWhoWatches() async throws {
        try await LiveEvents.run { live in
            let (all, one) = (try await live.watch(), try await live.watch("ticket=T-3&type=status_changed"))
            let poster = try await live.server.connect()
            let body = #"{"events":[{"type":"ticket_created","ticket":"T-3"},{"type":"status_changed","ticket":"T-3","payload":{"n":7}}]}"#
            let seconds = WallClock.milliseconds / 1_000
            let code = HMACSHA256(key: LiveEvents.secret).code(for: Array("\(seconds).\(body)".utf8)).hexadecimal
            try await poster.send(
                "POST /events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nX-Webhook-Signature: t=\(seconds),v1=\(code)\r\n"
                    + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
            let answer = try await poster.response()
            #expect(answer.status == 202 && answer.body == #"{"accepted":2,"known":0}"#)
            var types: [String] = []
            while types.count < 2 { types += try await all.blocks().compactMap(\.type) }
            #expect(types == ["ticket_created", "status_changed"])
            var numbers: [Int] = []
            while numbers.isEmpty { numbers += try await one.blocks().compactMap(\.number) }
            #expect(numbers == [7])
        }
    }

    /// At the end of the server every reader is told when to come back.
    @Test func aShutdownSaysWhenToComeBack() async throws {
        let readers = Promise<[LiveReader]>()
        try await LiveEvents.run { live in
            var all: [LiveReader] = []
            for _ in 0..<20 { all.append(try await live.watch()) }
            readers.fulfil(all)
        }
        for reader in try await readers.value {
            let rest = try await reader.client.rest()
            #expect(rest.contains("retry: ") && rest.hasSuffix("0\r\n\r\n"))
        }
    }
}
