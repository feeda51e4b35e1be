/// Why a statement had no result.
enum SQLError: Error, CustomStringConvertible {
    /// The database refused the statement; `state` is its SQLSTATE or result code.
    case refused(state: String, message: String)
    /// The connection was lost, or there was none to be had.
    case disconnected(String)
    /// The answer is not of the form the statement promises.
    case unexpected(String)

    var description: String {
        switch self {
        case .refused(let state, let message): "the database refused a statement (\(state)): \(message)"
        case .disconnected(let reason): "no connection to the database: \(reason)"
        case .unexpected(let what): "unexpected answer of the database: \(what)"
        }
    }
}
