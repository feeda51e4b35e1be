/// Bounds on what `export_tickets` makes and keeps.
public struct ExportLimits: Sendable, Hashable {
    /// Tickets in one export.
    public var rows = 10_000
    /// Of one export, in UTF-8. It ends with the last page of tickets that fits.
    public var bytes = 4 << 20
    /// Exports of one caller; the oldest gives way.
    public var perPrincipal = 4
    /// Of all callers together. Beyond it nothing more is kept until something has run out.
    public var totalBytes = 64 << 20
    public var timeToLive = Duration.seconds(900)

    public init() {}
}
