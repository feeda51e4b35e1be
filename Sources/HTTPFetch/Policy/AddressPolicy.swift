/// Which addresses may be connected to. Asked for each socket with the address it is opened to, so that no name, redirect or second
/// answer of a name server gets around it.
public struct AddressPolicy: Sendable {
    let isAny: Bool
    private let rule: @Sendable (IPAddress) -> Bool

    /// All.
    public static let any = AddressPolicy(isAny: true) { _ in true }

    /// Those of the open internet; see ``IPAddress/isPublic``.
    public static let publicOnly = AddressPolicy(isAny: false) { $0.isPublic }

    /// Those the closure says yes to. It is called on the client's own thread and must not wait.
    public static func custom(_ rule: @escaping @Sendable (IPAddress) -> Bool) -> AddressPolicy {
        AddressPolicy(isAny: false, rule: rule)
    }

    /// - Parameter address: nil for a family that is not IP, which only ``any`` lets through.
    func allows(_ address: IPAddress?) -> Bool {
        guard let address else { return isAny }
        return rule(address)
    }
}
