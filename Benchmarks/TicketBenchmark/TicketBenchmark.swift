internal import BenchmarkSupport

/// How long `ticket-api` takes to answer over HTTP with a million tickets, on SQLite and on PostgreSQL.
///
/// `TicketBenchmark PROGRAM FOLDER [TICKETS]`: the folder is made and filled unless it is there already, and kept for the next time.
/// Medians are told in milliseconds; what counts are the ratios, since machines differ: of PostgreSQL to SQLite, and of page 1,000 to
/// page 1. Where PostgreSQL is not installed, SQLite stands alone.
@main
enum TicketBenchmark {
    /// What each figure must hold to, in milliseconds, on SQLite.
    private static let bar = 50.0
    private static let rounds = 41
    private static let pages = 1000

    static func main() {
        let arguments = Array(CommandLine.arguments.dropFirst())
        guard arguments.count >= 2, let count = arguments.count > 2 ? Int(arguments[2]) : 1_000_000 else {
            return print("usage: TicketBenchmark PROGRAM FOLDER [TICKETS]")
        }
        let (program, folder) = (arguments[0], arguments[1])
        let sqlite = measure(program, "\(folder)/tickets.sqlite", count)
        // Beside the other only after it: they would share the machine.
        let cluster = PostgresCluster(folder: folder)
        let postgres = cluster.flatMap { measure(program, $0.url, count) }
        guard let sqlite else { return print("\(program) does not start") }
        for (name, value) in sqlite {
            let other = postgres?.first { $0.name == name }?.median
            var line = "{\"figure\":\"\(name)\",\"sqliteMilliseconds\":\(value.rounded2)"
            if let other { line += ",\"postgresMilliseconds\":\(other.rounded2),\"ratio\":\((other / value).rounded2)" }
            print(line + "}")
        }
        summarize(sqlite, postgres)
    }

    private static func summarize(_ sqlite: [Figure], _ postgres: [Figure]?) {
        func deep(_ figures: [Figure]) -> Double {
            let (first, last) = (figures.first { $0.name == "page 1" }, figures.first { $0.name == "page \(pages)" })
            return (last?.median ?? 0) / max(first?.median ?? 0, 0.001)
        }
        let slowest = sqlite.filter { Question.barred.map(\.name).contains($0.name) }.map(\.median).max() ?? 0
        var line = "{\"slowestMilliseconds\":\(slowest.rounded2),\"belowBar\":\(slowest < bar)"
        line += ",\"deepPageRatio\":\(deep(sqlite).rounded2)"
        if let postgres {
            let ratios = zip(sqlite, postgres).map { $1.median / max($0.median, 0.001) }
            line += ",\"postgresDeepPageRatio\":\(deep(postgres).rounded2),\"worstPostgresRatio\":\((ratios.max() ?? 0).rounded2)"
        }
        print(line + "}")
    }

    typealias Figure = (name: String, median: Double)

    private static func measure(_ program: String, _ database: String, _ count: Int) -> [Figure]? {
        guard let desk = Desk(program, database: database, tickets: count) else { return nil }
        var figures: [Figure] = Question.all.map { question in
            for _ in 0..<3 { _ = desk.get(question.path) }
            return (question.name, (0..<rounds).map { _ in desk.get(question.path).milliseconds }.median)
        }
        let path = "/tickets?limit=20&status_group=resolved&status_group=closed"
        var cursors: [String?] = [nil]
        while cursors.count < pages, let cursor = desk.get(path + (cursors.last ?? nil).map { "&cursor=\($0)" }.orEmpty).cursor {
            cursors.append(cursor)
        }
        // Turn by turn, so that whatever else the machine does befalls both.
        var times: [[Double]] = [[], []]
        for _ in 0..<rounds {
            for (index, cursor) in [cursors.first, cursors.last].enumerated() {
                times[index].append(desk.get(path + (cursor ?? nil).map { "&cursor=\($0)" }.orEmpty).milliseconds)
            }
        }
        figures.append(("page 1", times[0].median))
        figures.append(("page \(cursors.count)", times[1].median))
        return figures
    }
}

extension String? {
    fileprivate var orEmpty: String { self ?? "" }
}
