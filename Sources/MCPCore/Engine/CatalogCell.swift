internal import Synchronization

/// The catalogue that a server has just now: made when somebody first asks for it, replaced while others read it.
///
/// Reading takes no lock and never waits. A reader announces itself, takes the current catalogue and its reference, and leaves; a writer
/// that has put another in place frees the old one once it has seen a moment without readers, and else leaves that to the next writer.
final class CatalogCell: Sendable {
    private final class Box: Sendable {
        let catalog: Catalog
        init(_ catalog: Catalog) { self.catalog = catalog }
    }

    private struct WriterState {
        /// Keeps what `current` points to, and what a reader may still be about to retain.
        var kept: [Box] = []
    }

    private let make: @Sendable () -> Catalog
    private let current = Atomic<Unmanaged<Box>?>(nil)
    private let readers = Atomic(0)
    private let writer = Mutex(WriterState())

    init(_ make: @escaping @Sendable () -> Catalog) {
        self.make = make
    }

    var catalog: Catalog {
        readers.wrappingAdd(1, ordering: .sequentiallyConsistent)
        let catalog = current.load(ordering: .sequentiallyConsistent)?.takeUnretainedValue().catalog
        readers.wrappingSubtract(1, ordering: .sequentiallyConsistent)
        return catalog ?? make(nil)
    }

    /// A part of the catalogue, for half of what a copy of the whole costs.
    func read<Part>(_ part: (Catalog) -> Part) -> Part {
        readers.wrappingAdd(1, ordering: .sequentiallyConsistent)
        let found = current.load(ordering: .sequentiallyConsistent)?._withUnsafeGuaranteedRef { part($0.catalog) }
        readers.wrappingSubtract(1, ordering: .sequentiallyConsistent)
        return found ?? part(make(nil))
    }

    /// Replaces the catalogue by what `change` makes of it. Changes happen one after another.
    /// - Returns: the catalogues before and after.
    func update(_ change: (inout Catalog) -> Void) -> (before: Catalog, after: Catalog) {
        let before = catalog
        // Another writer may come between; the change is then made again upon what that one left.
        return writer.withLock { state in
            let before = current.load(ordering: .relaxed)?.takeUnretainedValue().catalog ?? before
            var after = before
            change(&after)
            install(Box(after), &state)
            return (before, after)
        }
    }

    /// Makes the first catalogue, once, whoever asks.
    private func make(_: Void?) -> Catalog {
        writer.withLock { state in
            if let box = current.load(ordering: .relaxed) { return box.takeUnretainedValue().catalog }
            let box = Box(make())
            install(box, &state)
            return box.catalog
        }
    }

    private func install(_ box: Box, _ state: inout WriterState) {
        state.kept.append(box)
        current.store(Unmanaged.passUnretained(box), ordering: .sequentiallyConsistent)
        // Whoever comes from now on finds the new one; with nobody inside, nobody can hold an old one unretained.
        if readers.load(ordering: .sequentiallyConsistent) == 0 { state.kept = [box] }
    }
}
