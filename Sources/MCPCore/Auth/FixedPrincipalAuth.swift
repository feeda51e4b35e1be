/// Lets everybody in as one principal: for a process that its user started, and for servers that ask for no identity.
public struct FixedPrincipalAuth: ImmediateAuthProvider {
    private let principal: Principal

    public init(_ principal: Principal = .anonymous) {
        self.principal = principal
    }

    public func identify(_ request: AuthRequest) throws(AuthError) -> Principal { principal }
}
