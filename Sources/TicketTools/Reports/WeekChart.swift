/// A picture of how many tickets were made and resolved in each week, as SVG 1.1. It holds numbers and words of ours alone.
struct WeekChart: Sendable {
    let weeks: [TicketStatistics.Week]
    let language: PromptLanguage

    private static let (width, height, left, top, bottom) = (720, 320, 48, 48, 48)

    var svg: String {
        let title = language.pick(ja: "週ごとのチケット", en: "Tickets by week")
        let highest = max(1, weeks.flatMap { [$0.group.tickets, $0.resolved] }.max() ?? 1)
        let step = Self.step(to: highest)
        let ceiling = (highest + step - 1) / step * step
        let plot = Double(Self.height - Self.top - Self.bottom)
        func y(_ count: Int) -> Double { Double(Self.height - Self.bottom) - plot * Double(count) / Double(ceiling) }
        var parts = [
            #"<svg xmlns="http://www.w3.org/2000/svg" width="\#(Self.width)" height="\#(Self.height)" "#
                + #"viewBox="0 0 \#(Self.width) \#(Self.height)" role="img" font-family="sans-serif" font-size="12">"#,
            "<title>\(title)</title>", ##"<rect width="100%" height="100%" fill="#ffffff"/>"##,
            ##"<text x="\##(Self.left)" y="22" font-size="16" fill="#222222">\##(title)</text>"##,
        ]
        for (index, (name, color)) in legend.enumerated() {
            let x = Self.width - 220 + index * 110
            parts.append(#"<rect x="\#(x)" y="12" width="12" height="12" fill="\#(color)"/>"#)
            parts.append(##"<text x="\##(x + 18)" y="22" fill="#222222">\##(name)</text>"##)
        }
        for count in stride(from: 0, through: ceiling, by: step) {
            parts.append(##"<path d="M\##(Self.left) \##(y(count))H\##(Self.width - 16)" stroke="#dddddd"/>"##)
            parts.append(##"<text x="\##(Self.left - 8)" y="\##(y(count) + 4)" text-anchor="end" fill="#555555">\##(count)</text>"##)
        }
        let slot = Double(Self.width - Self.left - 16) / Double(max(1, weeks.count))
        let every = max(1, (weeks.count + 11) / 12)
        for (index, week) in weeks.enumerated() {
            let x = Double(Self.left) + slot * Double(index)
            for (place, count) in [week.group.tickets, week.resolved].enumerated() {
                let (name, color) = legend[place]
                let bar = #"x="\#(x + slot * (0.12 + 0.38 * Double(place)))" y="\#(y(count))" width="\#(slot * 0.36)""#
                parts.append(
                    #"<rect \#(bar) height="\#(plot * Double(count) / Double(ceiling))" fill="\#(color)">"#
                        + "<title>\(week.monday.text) \(name): \(count)</title></rect>")
            }
            guard index % every == 0 else { continue }
            parts.append(
                ##"<text x="\##(x + slot / 2)" y="\##(Self.height - Self.bottom + 18)" text-anchor="middle" fill="#555555">"##
                    + "\(week.monday.text.dropFirst(5))</text>")
        }
        return (parts + ["</svg>"]).joined(separator: "\n")
    }

    private var legend: [(name: String, color: String)] {
        [(language.pick(ja: "受付", en: "made"), "#2f6fb0"), (language.pick(ja: "解決", en: "resolved"), "#e0902f")]
    }

    /// 1, 2 or 5 times a power of ten, for at most ten lines.
    private static func step(to highest: Int) -> Int {
        var power = 1
        while true {
            for factor in [1, 2, 5] where highest / (factor * power) < 10 { return factor * power }
            power *= 10
        }
    }
}
