/// Why nothing was installed: one line, with what to do.
struct InstallError: Error, Hashable, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
