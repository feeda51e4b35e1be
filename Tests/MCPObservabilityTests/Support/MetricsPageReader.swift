import Testing

/// Reads a page of metrics as strictly as the text format allows (Prometheus, exposition format 0.0.4), and finds fault with what scrapers let
/// pass as well.
struct MetricsPageReader {
    struct Fault: Error, CustomStringConvertible {
        let description: String
    }

    struct Sample {
        let name: String
        let labels: [String: String]
        let value: Double
    }

    private(set) var samples: [Sample] = []
    /// By the name of the metric.
    private(set) var types: [String: String] = [:]
    private(set) var helps: [String: String] = [:]
    private var seen: Set<String> = []
    private var family: String?
    private var closed: Set<String> = []

    init(_ text: String) throws {
        guard text.hasSuffix("\n") else { throw Fault(description: "the last line has no end") }
        for line in text.dropLast().split(separator: "\n", omittingEmptySubsequences: false) { try read(String(line)) }
        for (name, type) in types where type == "histogram" { try checkHistogram(name) }
    }

    /// Names of metrics, as dashboards name them: those of histograms with `_bucket`, `_sum` and `_count` too.
    var names: Set<String> { Set(samples.map(\.name)).union(types.keys) }

    /// The values of a metric whose labels are these, others left aside.
    func values(_ name: String, _ labels: [String: String] = [:]) -> [Double] {
        samples.filter { sample in sample.name == name && labels.allSatisfy { sample.labels[$0.key] == $0.value } }.map(\.value)
    }

    func sum(_ name: String, _ labels: [String: String] = [:]) -> Double { values(name, labels).reduce(0, +) }

    private mutating func read(_ line: String) throws {
        guard !line.isEmpty else { throw Fault(description: "an empty line") }
        if line.hasPrefix("#") { return try readComment(line) }
        let sample = try Self.sample(line)
        let name = family(of: sample.name)
        guard types[name] != nil else { throw Fault(description: "no TYPE before \(sample.name)") }
        try enter(name)
        let identity = sample.name + sample.labels.sorted { $0.key < $1.key }.map { "\u{1}\($0.key)\u{2}\($0.value)" }.joined()
        guard seen.insert(identity).inserted else { throw Fault(description: "twice: \(line)") }
        if types[name] == "counter", sample.value < 0 || !name.hasSuffix("_total") {
            throw Fault(description: "a counter is never negative, and its name ends with _total: \(line)")
        }
        samples.append(sample)
    }

    private mutating func readComment(_ line: String) throws {
        let parts = line.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 4, parts[0] == "#", parts[1] == "HELP" || parts[1] == "TYPE", Self.isName(parts[2]) else {
            throw Fault(description: "no comment of ours: \(line)")
        }
        try enter(parts[2])
        if parts[1] == "HELP" {
            guard helps[parts[2]] == nil, types[parts[2]] == nil else { throw Fault(description: "HELP comes once, and first: \(line)") }
            helps[parts[2]] = parts[3]
        } else {
            guard types[parts[2]] == nil, ["counter", "gauge", "histogram"].contains(parts[3]) else {
                throw Fault(description: "TYPE: \(line)")
            }
            types[parts[2]] = parts[3]
        }
    }

    /// All lines of a metric stand together.
    private mutating func enter(_ name: String) throws {
        guard name != family else { return }
        guard !closed.contains(name) else { throw Fault(description: "the lines of \(name) do not stand together") }
        if let family { closed.insert(family) }
        family = name
    }

    private func family(of name: String) -> String {
        for ending in ["_bucket", "_sum", "_count"] where name.hasSuffix(ending) {
            let base = String(name.dropLast(ending.count))
            if types[base] == "histogram" { return base }
        }
        return name
    }

    private func checkHistogram(_ name: String) throws {
        var groups: [[String: String]: [(end: Double, count: Double)]] = [:]
        for sample in samples where sample.name == name + "_bucket" {
            var labels = sample.labels
            guard let text = labels.removeValue(forKey: "le"), let end = Self.number(text) else {
                throw Fault(description: "\(name): a bucket without an end")
            }
            groups[labels, default: []].append((end, sample.value))
        }
        guard !groups.isEmpty else { throw Fault(description: "\(name): no buckets") }
        for (labels, buckets) in groups {
            for (first, second) in zip(buckets, buckets.dropFirst()) where !(first.end < second.end && first.count <= second.count) {
                throw Fault(description: "\(name): buckets do not rise")
            }
            let counts = samples.filter { $0.name == name + "_count" && $0.labels == labels }
            guard buckets.last?.end == .infinity, counts.count == 1, counts[0].value == buckets.last?.count,
                samples.count(where: { $0.name == name + "_sum" && $0.labels == labels }) == 1
            else { throw Fault(description: "\(name): +Inf, count and sum do not agree") }
        }
    }

    private static func sample(_ line: String) throws -> Sample {
        var rest = line[...]
        let name = String(rest.prefix { $0 != "{" && $0 != " " })
        guard isName(name) else { throw Fault(description: "no name: \(line)") }
        rest = rest.dropFirst(name.count)
        var labels: [String: String] = [:]
        if rest.first == "{" {
            rest = rest.dropFirst()
            repeat {
                let label = String(rest.prefix { $0 != "=" })
                rest = rest.dropFirst(label.count)
                guard isName(label, allowsColon: false), rest.hasPrefix("=\"") else { throw Fault(description: "no label: \(line)") }
                rest = rest.dropFirst(2)
                let value = try text(&rest, line)
                guard labels.updateValue(value, forKey: label) == nil else { throw Fault(description: "a label twice: \(line)") }
                guard let next = rest.popFirst(), next == "," || next == "}" else { throw Fault(description: "labels: \(line)") }
                if next == "}" { break }
            } while true
        }
        guard rest.popFirst() == " ", let value = number(String(rest)) else { throw Fault(description: "no value: \(line)") }
        return Sample(name: name, labels: labels, value: value)
    }

    private static func text(_ rest: inout Substring, _ line: String) throws -> String {
        var text = ""
        while let character = rest.popFirst() {
            if character == "\"" { return text }
            guard character == "\\" else {
                text.append(character)
                continue
            }
            switch rest.popFirst() {
            case "\\": text += "\\"
            case "\"": text += "\""
            case "n": text += "\n"
            default: throw Fault(description: "no escape: \(line)")
            }
        }
        throw Fault(description: "the text does not end: \(line)")
    }

    private static func number(_ text: String) -> Double? {
        switch text {
        case "+Inf": .infinity
        case "-Inf": -.infinity
        case "NaN": .nan
        default: text.first == "+" || text.contains("x") || text.lowercased().contains("n") ? nil : Double(text)
        }
    }

    private static func isName(_ text: String, allowsColon: Bool = true) -> Bool {
        guard let first = text.unicodeScalars.first, !("0"..."9").contains(first) else { return false }
        return text.unicodeScalars.allSatisfy { character in
            switch character {
            case "a"..."z", "A"..."Z", "0"..."9", "_": true
            case ":": allowsColon
            default: false
            }
        }
    }
}
