import MCPCore
import MCPTesting

extension JSON {
    static func random(depth: Int, _ generator: inout SplitMix64) -> JSON {
        switch Int.random(in: 0..<(depth > 0 ? 7 : 5), using: &generator) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &generator))
        case 2: return .integer(Int64.random(in: .min ... .max, using: &generator))
        case 3: return JSONNumber(Double.random(in: -1e10...1e10, using: &generator)).map { .number($0) } ?? .null
        case 4: return .string(randomText(&generator))
        case 5: return .array((0..<Int.random(in: 0...4, using: &generator)).map { _ in random(depth: depth - 1, &generator) })
        default:
            var object = JSONObject()
            for _ in 0..<Int.random(in: 0...4, using: &generator) {
                object[randomText(&generator)] = random(depth: depth - 1, &generator)
            }
            return .object(object)
        }
    }

    private static func randomText(_ generator: inout SplitMix64) -> String {
        var text = ""
        for _ in 0..<Int.random(in: 0...12, using: &generator) {
            let ranges: [ClosedRange<UInt32>] = [0...0x7F, 0x80...0x7FF, 0x3041...0x30FF, 0x4E00...0x9FFF, 0x1F300...0x1F5FF]
            let range = ranges[Int.random(in: 0..<ranges.count, using: &generator)]
            if let scalar = Unicode.Scalar(UInt32.random(in: range, using: &generator)) { text.unicodeScalars.append(scalar) }
        }
        return text
    }
}
