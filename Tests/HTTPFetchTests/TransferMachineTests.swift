internal import Testing

@testable internal import HTTPFetch

struct TransferMachineTests {
    private typealias Machine = TransferMachine<String, String>

    private static let result = TransferResult(
        head: ResponseHead(status: 200, version: "HTTP/1.1", headers: [:]), body: [], timing: FetchTiming())

    private static func flowing() -> Machine {
        var machine = Machine(highWater: 10, lowWater: 4)
        _ = machine.start("o")
        _ = machine.opened(result)
        return machine
    }

    private static func text(_ action: Machine.Action) -> String {
        switch action {
        case .none: "none"
        case .post(let kind): "post \(kind)"
        case .open(let opening, .success): "open \(opening)"
        case .open(let opening, .failure(let error)): "open \(opening) \(error.code.rawValue)"
        case .give(let reading, .success(let piece)): "give \(reading) \(piece.map { "\($0.count)" } ?? "end")"
        case .give(let reading, .failure(let error)): "give \(reading) \(error.code.rawValue)"
        case .giveAndResume(let reading, let piece): "give \(reading) \(piece.count) and resume"
        }
    }

    private static func deliver(_ machine: inout Machine, _ count: Int) -> String {
        switch machine.deliver(count, { [UInt8](repeating: 0, count: count) }) {
        case .taken: "taken"
        case .refused: "refused"
        case .give(let reading, let piece): "give \(reading) \(piece.count)"
        }
    }

    @Test func aWholeResponse() {
        var machine = Machine(highWater: 10, lowWater: 4)
        #expect(Self.text(machine.start("o")) == "post start")
        #expect(Self.text(machine.finish(.success(Self.result))) == "open o")
        #expect(Self.text(machine.finish(.failure(.closed))) == "none")
        #expect(Self.text(machine.cancel()) == "none")
    }

    @Test func cancelBeforeTheStart() {
        var machine = Machine(highWater: 10, lowWater: 4)
        #expect(Self.text(machine.cancel()) == "none")
        #expect(Self.text(machine.start("o")) == "open o cancelled")
        let isCancelled = machine.isCancelled
        #expect(isCancelled)
    }

    @Test func cancelWhileOpening() {
        var machine = Machine(highWater: 10, lowWater: 4)
        _ = machine.start("o")
        #expect(Self.text(machine.cancel()) == "post cancel")
        #expect(Self.text(machine.cancel()) == "none")
        #expect(Self.text(machine.finish(.failure(.cancelled))) == "open o cancelled")
    }

    @Test func highAndLowWater() {
        var machine = Self.flowing()
        #expect(Self.deliver(&machine, 6) == "taken")
        #expect(Self.deliver(&machine, 4) == "taken")
        #expect(Self.deliver(&machine, 1) == "refused")
        #expect(Self.text(machine.read("r")) == "give r 6 and resume")
        #expect(Self.deliver(&machine, 1) == "taken")
        #expect(Self.text(machine.read("r")) == "give r 4")
        #expect(Self.text(machine.read("r")) == "give r 1")
        #expect(Self.text(machine.read("r")) == "none")
        #expect(Self.deliver(&machine, 99) == "give r 99")
        #expect(Self.deliver(&machine, 99) == "taken")
        #expect(Self.deliver(&machine, 1) == "refused")
        #expect(Self.text(machine.read("r")) == "give r 99 and resume")
    }

    @Test func whatIsLeftIsReadAfterTheEnd() {
        var machine = Self.flowing()
        _ = Self.deliver(&machine, 3)
        #expect(Self.text(machine.finish(.failure(FetchError(.truncated, "")))) == "none")
        #expect(Self.text(machine.read("r")) == "give r 3")
        #expect(Self.text(machine.read("r")) == "give r truncated")
        #expect(Self.text(machine.read("r")) == "give r truncated")
    }

    @Test func theEndReachesAWaitingReader() {
        var machine = Self.flowing()
        _ = machine.read("r")
        #expect(Self.text(machine.read("s")) == "give s invalid_request")
        #expect(Self.text(machine.finish(.success(Self.result))) == "give r end")
        #expect(Self.text(machine.read("r")) == "give r end")
    }

    @Test func cancelOfAStream() {
        var machine = Self.flowing()
        _ = Self.deliver(&machine, 3)
        #expect(Self.text(machine.cancel()) == "post cancel")
        #expect(Self.deliver(&machine, 3) == "taken")
        #expect(Self.text(machine.read("r")) == "none")
        #expect(Self.text(machine.finish(.success(Self.result))) == "give r cancelled")
        #expect(Self.text(machine.read("r")) == "give r cancelled")
    }

    @Test func cancelAfterTheEndDropsTheRest() {
        var machine = Self.flowing()
        _ = Self.deliver(&machine, 3)
        _ = machine.finish(.success(Self.result))
        #expect(Self.text(machine.cancel()) == "none")
        #expect(Self.text(machine.read("r")) == "give r cancelled")
    }
}
