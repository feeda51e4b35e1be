/// How a listing goes about its search; never what it finds.
struct ListingTuning: Sendable {
    /// How many rows of the index that gives the order are looked at before anything else.
    var window = 2000
    /// Text that so many tickets may match is so frequent that walking along the order finds a page soon enough.
    var manyCandidates = 5000
}
