internal import MCPCore

/// A request of theirs that changes something, and how its body is made of ours.
struct BodyMapping: Sendable {
    /// Where one of our members goes.
    struct Target: Sendable {
        enum Form: String, Sendable, CaseIterable {
            /// The date alone, in the server's zone.
            case day
        }

        let path: [String]
        let enumeration: Enumeration?
        let form: Form?
        /// What has to stand beside it.
        let with: [(path: [String], value: JSON)]
    }

    let method: APIMethod
    /// With `{id}`.
    let path: String
    let targets: [String: Target]
    private let wrap: [String]
    private let constants: [(path: [String], value: JSON)]
    /// The header that takes an idempotency key; nil where they know none.
    let idempotencyHeader: String?
    /// Members that make them refuse a change of what others changed: which version is meant, and that it is to be heeded.
    let stamp: (path: [String], flag: [String]?)?
    /// Where the response has what was made.
    let item: [String]

    init(_ reader: inout MappingReader, _ enumerations: [String: Enumeration]) throws(ConfigurationError) {
        guard let method = try reader.choice("method", APIMethod.self) else { throw reader.fault("method", "is missing") }
        self.method = method
        path = try reader.needed("path")
        wrap = try reader.text("wrap")?.memberPath ?? []
        item = try reader.text("item")?.memberPath ?? []
        constants = try reader.constants("constants")
        idempotencyHeader = try reader.text("idempotency_header")
        if let header = idempotencyHeader, !HeaderText.isName(header) { throw reader.fault("idempotency_header", "is no name of a header") }
        if var object = try reader.object("stamp") {
            stamp = (try object.needed("updated_at").memberPath, try object.text("flag")?.memberPath)
            try object.finish()
        } else {
            stamp = nil
        }
        var targets: [String: Target] = [:]
        guard var fields = try reader.object("fields") else { throw reader.fault("fields", "is missing") }
        for name in fields.keys {
            guard let json = fields.value(name) else { continue }
            targets[name] = try Self.target(json, "\(fields.path).\(name)", enumerations)
        }
        self.targets = targets
        try reader.finish()
    }

    private static func target(_ json: JSON, _ path: String, _ enumerations: [String: Enumeration]) throws(ConfigurationError) -> Target {
        if let text = json.string { return Target(path: text.memberPath, enumeration: nil, form: nil, with: []) }
        var reader = try MappingReader(json, path)
        let to = try reader.needed("to").memberPath
        let form = try reader.choice("form", Target.Form.self)
        let with = try reader.constants("with")
        var enumeration: Enumeration?
        if let name = try reader.text("enum") {
            guard let found = enumerations[name] else { throw reader.fault("enum", "names no enumeration: \(name)") }
            enumeration = found
        }
        try reader.finish()
        return Target(path: to, enumeration: enumeration, form: form, with: with)
    }

    /// The body of their request. What they have no place for is refused, and so is what has no value of theirs: nothing is left out in
    /// silence.
    /// - Parameter system: what they are called.
    func body(of members: JSONObject, _ system: String, _ zone: ZoneOffset, stamped: String? = nil) throws(APIError) -> RawJSON {
        var body = JSONObject()
        var problems: [FieldProblem] = []
        for constant in constants { body.set(constant.value, at: constant.path[...]) }
        for member in members.members {
            let name = FieldProblem.toolName(of: member.key)
            guard let target = targets[member.key] else {
                problems.append(FieldProblem(name, "\(system) has no place for it here; leave it out."))
                continue
            }
            guard let value = target.value(of: member.value, zone) else {
                problems.append(
                    FieldProblem(
                        name, "\(member.value.text.oneLine(60)) has no counterpart in \(system).", allowed: target.enumeration?.ours ?? []))
                continue
            }
            body.set(value, at: target.path[...])
            for beside in target.with { body.set(beside.value, at: beside.path[...]) }
        }
        guard problems.isEmpty else { throw .invalid(problems) }
        if let stamp, let stamped {
            body.set(.string(stamped), at: stamp.path[...])
            if let flag = stamp.flag { body.set(true, at: flag[...]) }
        }
        var whole = JSONObject()
        whole.set(.object(body), at: wrap[...])
        return RawJSON(.object(wrap.isEmpty ? body : whole))
    }
}

extension BodyMapping.Target {
    fileprivate func value(of ours: JSON, _ zone: ZoneOffset) -> JSON? {
        if ours.isNull { return .null }
        let value = enumeration.map { $0.write(ours) } ?? ours
        guard form == .day, let text = value?.string else { return value }
        return Moment(text).map { .string($0.day(in: zone).text) }
    }
}

/// What is done to a resource.
enum APIMethod: String, Sendable, CaseIterable {
    case get = "GET"
    case post = "POST"
    case put = "PUT"
    case patch = "PATCH"
}
