internal import Synchronization

/// Those who keep something back that belongs here. They are not held.
package struct RecordSources: ~Copyable, Sendable {
    // Not private: the compiler (6.3) fails on layouts with private types of other files.
    struct Reference {
        weak var source: (any RecordSource)?
    }

    private let references = Mutex<[Reference]>([])

    package init() {}

    package func attach(_ source: any RecordSource) {
        references.withLock { references in
            references.removeAll { $0.source == nil }
            references.append(Reference(source: source))
        }
    }

    /// Has all of them tell what they have.
    package func handOver() {
        for reference in references.withLock({ $0 }) { reference.source?.handOver() }
    }
}
