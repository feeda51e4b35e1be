internal import Testing

@testable internal import TicketTools

@Suite struct CSVTests {
    @Test(arguments: [
        "=1+1", "+81 90", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1+1", "＋1", "－1", "＠x", "\u{200B}=1", "\u{3000}=1", "|x", "%x",
        "\u{FEFF}=1", "\u{0}=1",
    ])
    func formulasBecomeText(_ value: String) {
        #expect(CSVText.cell(value).hasPrefix("\"'"), "\(CSVText.cell(value))")
    }

    @Test(arguments: ["印刷できない", "a=b", "1-2", "(株)青葉", "", "T-000123", "2026-11-20T09:00:00Z", "ー", "〜"])
    func otherTextStaysAsItIs(_ value: String) {
        #expect(CSVText.cell(value) == "\"\(value)\"")
    }

    @Test func quotingAndLines() {
        #expect(CSVText.row(["a\"b", "c,d", "e\nf", "g;h"]) == "\"a\"\"b\",\"c,d\",\"e\nf\",\"g;h\"\r\n")
        // What ends a line in one program and not in another is no line end here.
        #expect(CSVText.cell("a\rb\u{0}c\td") == "\"a b c d\"")
    }
}

/// Reads what RFC 4180 describes.
enum CSVReader {
    static func rows(_ text: String) -> [[String]] {
        var rows: [[String]] = []
        var row: [String] = []
        var value = String.UnicodeScalarView()
        var isQuoted = false
        var scalars = text.unicodeScalars.makeIterator()
        var ahead = scalars.next()
        while let scalar = ahead {
            ahead = scalars.next()
            switch (isQuoted, scalar) {
            case (true, "\"") where ahead == "\"":
                value.append("\"")
                ahead = scalars.next()
            case (_, "\""): isQuoted.toggle()
            case (false, ","):
                row.append(String(value))
                value = .init()
            case (false, "\r"): break
            case (false, "\n"):
                rows.append(row + [String(value)])
                (row, value) = ([], .init())
            default: value.append(scalar)
            }
        }
        return rows
    }
}
