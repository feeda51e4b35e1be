import MCPCore
import Testing

/// How long a wrong key takes says nothing of how wrong it is. Measured on texts so long that a comparison which ends early would take a
/// thousandth of the time; no noise makes up for that.
@Suite(.serialized, .timeLimit(.minutes(1))) struct TimingTests {
    private static let expected = [UInt8](repeating: 97, count: 8 << 10)

    /// The best of several, taken in turns.
    private func times(_ presented: [[UInt8]], _ expected: [UInt8]) async -> [Duration] {
        var best = presented.map { _ in Duration.seconds(60) }
        for _ in 0..<20 {
            await Task.yield()
            for (index, bytes) in presented.enumerated() {
                var isEqual = true
                let time = ContinuousClock().measure { isEqual = ConstantTime.equals(bytes, expected) }
                #expect(!isEqual)
                best[index] = min(best[index], time)
            }
        }
        return best
    }

    @Test func whereTheDifferenceIs() async {
        let presented = [0, Self.expected.count / 2, Self.expected.count - 1].map { place in
            var bytes = Self.expected
            bytes[place] = 98
            return bytes
        }
        let times = await times(presented, Self.expected)
        for time in times { #expect(time > (times.max() ?? .zero) / 2, "\(times)") }
    }

    /// What is presented has the length that its sender gave it; the expected length does not show.
    @Test func howLongTheExpectedIs() async {
        let presented = [UInt8](repeating: 98, count: Self.expected.count)
        let (near, far) = (await times([presented], Self.expected)[0], await times([presented], [97])[0])
        #expect(near > far / 2 && far > near / 2, "\(near) \(far)")
    }
}
