/// The `params` object of one message: members found, nothing built.
///
/// It shares the bytes of the message; a member costs nothing until somebody asks for its value.
package struct Params: Sendable {
    static let none = Params(storage: [], members: .none)

    private let storage: [UInt8]
    private let members: JSONMembers

    init(storage: [UInt8], members: JSONMembers) {
        self.storage = storage
        self.members = members
    }

    package subscript(name: StaticString) -> JSONSlice? {
        members.slice(of: name, in: storage)
    }

    /// A member that must be a string.
    func string(_ name: StaticString) throws(MCPError) -> String {
        guard let value = try optionalString(name) else { throw .invalidParams("\(name) is missing") }
        return value
    }

    /// A member that must be a string if it is there. An explicit null counts as absent.
    func optionalString(_ name: StaticString) throws(MCPError) -> String? {
        guard let slice = self[name], !slice.isNull else { return nil }
        guard let value = slice.string else { throw .invalidParams("\(name) must be a string") }
        return value
    }

    /// A member that must be an object if it is there. An explicit null counts as absent.
    func optionalObject(_ name: StaticString) throws(MCPError) -> JSONSlice? {
        guard let slice = self[name], !slice.isNull else { return nil }
        guard slice.isObject else { throw .invalidParams("\(name) must be an object") }
        return slice
    }
}
