import Synchronization
import Testing

@testable import MCPCore

/// Reading what is offered takes no lock, whoever writes meanwhile.
@Suite(.timeLimit(.minutes(1))) struct CatalogCellTests {
    /// Tools whose number says in their names which catalogue they are of, so that a torn or freed one shows.
    private static func catalog(_ generation: Int) -> Catalog {
        Catalog(tools: ToolBox((0..<4).map { place in RegisteredTool("tool_\(generation)_\(place)", "") { _ in "" } }))
    }

    private static func generation(of catalog: Catalog) -> Int? {
        let names = catalog.tools.definitions.map { $0.name.split(separator: "_") }
        guard names.count == 4, let first = names.first, names.allSatisfy({ $0.count == 3 && $0[1] == first[1] }) else { return nil }
        return Int(first[1])
    }

    /// About a second of reading and writing at once; readers see whole catalogues, and never one older than they have seen.
    @Test func readersSeeWholeCatalogues() async {
        let cell = CatalogCell { Self.catalog(0) }
        let deadline = ContinuousClock.now + .milliseconds(700)
        let written = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<3 {
                group.addTask {
                    var seen = 0
                    repeat {
                        for _ in 0..<50 {
                            guard let found = Self.generation(of: cell.catalog), found >= seen else {
                                Issue.record("after \(seen) came something else")
                                return 0
                            }
                            seen = found
                        }
                        await Task.yield()
                    } while ContinuousClock.now < deadline
                    return 0
                }
            }
            for _ in 0..<2 {
                group.addTask {
                    var written = 0
                    repeat {
                        for _ in 0..<10 {
                            let (before, after) = cell.update { $0 = Self.catalog((Self.generation(of: $0) ?? -1) + 1) }
                            #expect(Self.generation(of: after) == (Self.generation(of: before) ?? -1) + 1)
                            written += 1
                        }
                        await Task.yield()
                    } while ContinuousClock.now < deadline
                    return written
                }
            }
            return await group.reduce(0, +)
        }
        // Every change was made upon what the one before it left: none is lost.
        #expect(Self.generation(of: cell.catalog) == written)
        #expect(written >= 20)
    }

    @Test func theFirstCatalogueIsMadeOnce() async {
        let made = Mutex(0)
        let cell = CatalogCell {
            made.withLock { $0 += 1 }
            return Self.catalog(7)
        }
        #expect(made.withLock { $0 } == 0)
        await withTaskGroup(of: Int?.self) { group in
            for _ in 0..<50 { group.addTask { Self.generation(of: cell.catalog) } }
            for await generation in group { #expect(generation == 7) }
        }
        #expect(made.withLock { $0 } == 1)
    }

    /// What is replaced is freed: catalogues do not pile up.
    @Test func replacedCataloguesAreFreed() {
        let alive = Alive()
        let cell = CatalogCell { alive.catalog() }
        for _ in 1...100 { _ = cell.update { $0 = alive.catalog() } }
        #expect(alive.count.withLock { $0 } <= 2)
    }

    /// Counts the catalogues that somebody still holds.
    private final class Alive: Sendable {
        let count = Mutex(0)

        func catalog() -> Catalog {
            let token = Token(self)
            return Catalog(tools: ToolBox([RegisteredTool("held", "") { _ in withExtendedLifetime(token) { "" } }]))
        }

        private final class Token: Sendable {
            private let alive: Alive

            init(_ alive: Alive) {
                self.alive = alive
                alive.count.withLock { $0 += 1 }
            }

            deinit { alive.count.withLock { $0 -= 1 } }
        }
    }
}
