/// Writes the text format of Prometheus, version 0.0.4.
struct MetricsPage {
    static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    private(set) var bytes: [UInt8] = []

    mutating func append(_ family: MetricFamily) {
        guard !family.series.isEmpty else { return }
        if !family.help.isEmpty { line("# HELP \(family.name) \(MetricName.escaped(family.help, quotes: false))") }
        line("# TYPE \(family.name) \(family.kind.rawValue)")
        for (labels, series) in family.series.sorted(by: { $0.key < $1.key }) {
            switch series.value {
            case .number(let number): sample(family.name, labels, Self.text(of: number))
            case .histogram(let counts, let sum): histogram(family, labels, counts, sum)
            }
        }
    }

    private mutating func histogram(_ family: MetricFamily, _ labels: String, _ counts: [UInt64], _ sum: Double) {
        var total: UInt64 = 0
        for (index, count) in counts.enumerated() {
            total += count
            let end = index < family.buckets.count ? Self.text(of: family.buckets[index]) : "+Inf"
            sample(family.name + "_bucket", (labels.isEmpty ? "" : labels + ",") + "le=\"\(end)\"", String(total))
        }
        sample(family.name + "_sum", labels, Self.text(of: sum))
        sample(family.name + "_count", labels, String(total))
    }

    private mutating func sample(_ name: String, _ labels: String, _ value: String) {
        line(labels.isEmpty ? "\(name) \(value)" : "\(name){\(labels)} \(value)")
    }

    private mutating func line(_ text: String) {
        bytes += text.utf8
        bytes.append(UInt8(ascii: "\n"))
    }

    private static func text(of number: Double) -> String {
        if number.isNaN { return "NaN" }
        if number.isInfinite { return number < 0 ? "-Inf" : "+Inf" }
        return Int64(exactly: number).map(String.init) ?? number.description
    }
}
