internal import Synchronization

/// Tools that are made when somebody first asks for them, once, whoever asks. Reading takes no lock.
final class LazyToolBox: Sendable {
    private final class Made: Sendable {
        let box: ToolBox
        init(_ box: ToolBox) { self.box = box }
    }

    private let make: @Sendable () -> ToolBox
    private let made = AtomicLazyReference<Made>()

    init(_ make: @escaping @Sendable () -> ToolBox) {
        self.make = make
    }

    var box: ToolBox {
        if let made = made.load() { return made.box }
        // Two that come first at once both make one; the first to store wins.
        return made.storeIfNil(Made(make())).box
    }
}
