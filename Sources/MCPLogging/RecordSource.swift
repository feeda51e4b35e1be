/// Somebody who keeps back what he has to tell, for a little while.
package protocol RecordSource: AnyObject, Sendable {
    /// Tells all that there is, and returns when it is told.
    func handOver()
}
