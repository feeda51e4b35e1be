/// The version of the service and of its contract.
public enum TicketAPIVersion {
    public static let current = "0.1.0"
}
