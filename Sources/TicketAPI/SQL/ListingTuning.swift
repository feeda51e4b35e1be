/// How a listing goes about its search; never what it finds.
struct ListingTuning: Sendable {
    /// How many rows of the index that gives the order are looked at before anything else. Nil for what suits the engine.
    var window: Int?
    /// Text that so many tickets may match is so frequent that walking along the order finds a page soon enough.
    var manyCandidates = 5000

    /// To pass a row of the index takes PostgreSQL half a microsecond, three times what it takes SQLite. To look texts up elsewhere takes
    /// both so much longer that they look further here first.
    func window(_ dialect: SQLDialect, hasText: Bool) -> Int { window ?? (dialect == .postgres && !hasText ? 1000 : 2000) }
}
