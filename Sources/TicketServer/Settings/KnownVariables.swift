/// The variables that this package's programs read. One program's variables are no mistake in the environment of another.
enum KnownVariables {
    static let names = Set(Setting.all.compactMap(\.variable))
}
