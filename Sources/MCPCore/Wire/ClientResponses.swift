extension ClientRequest {
    /// Checks the shape of what came back.
    /// - Throws: -32602 that says what is wrong with it.
    func check(_ response: JSON) throws(MCPError) {
        switch method.description {
        case "elicitation/create": _ = try ElicitationResponse(response)
        case "sampling/createMessage": _ = try SamplingResult(response)
        default: _ = try [Root](response)
        }
    }
}

/// The answer to an elicitation before its content is read.
private enum ElicitationResponse {
    case accept(JSONObject)
    case decline
    case cancel

    init(_ response: JSON) throws(MCPError) {
        let fields = try ResponseFields(response, to: "elicitation/create")
        switch response["action"] {
        case "accept": self = .accept(try fields.content())
        case "decline": self = .decline
        case "cancel": self = .cancel
        case let other: throw fields.fault("action must be accept, decline or cancel, not \(other?.summary ?? "left out")")
        }
    }
}

extension ResponseFields {
    /// What was filled in: nothing but primitives, and lists of texts. Some clients leave it out where nothing was.
    fileprivate func content() throws(MCPError) -> JSONObject {
        guard let content = object["content"], !content.isNull else { return [:] }
        guard let content = content.object else { throw fault("content must be an object, not \(content.summary)") }
        for member in content.members {
            switch member.value {
            case .null, .bool, .integer, .number, .string: continue
            case .array(let elements) where elements.allSatisfy({ $0.string != nil }): continue
            default: throw fault("content.\(member.key.prefix(60)) must be a text, a number, true or false, or a list of texts")
            }
        }
        return content
    }
}

extension ElicitationOutcome {
    /// - Throws: -32602 for what does not fit the form.
    init(_ response: JSON, _ form: ElicitationForm<Answer>) throws(MCPError) {
        switch try ElicitationResponse(response) {
        case .accept(let content):
            do throws(SchemaIssues) {
                self = .accepted(try form.decode(.object(content)))
            } catch {
                let problems = error.issues.map { "content.\($0.description)" }
                throw .invalidParams("elicitation/create: \(problems.joined(separator: "; "))")
            }
        case .decline: self = .declined
        case .cancel: self = .cancelled
        }
    }
}

extension ElicitationOutcome where Answer == Void {
    init(_ response: JSON) throws(MCPError) {
        switch try ElicitationResponse(response) {
        case .accept: self = .accepted(())
        case .decline: self = .declined
        case .cancel: self = .cancelled
        }
    }
}

extension SamplingResult {
    init(_ response: JSON) throws(MCPError) {
        let fields = try ResponseFields(response, to: "sampling/createMessage")
        let role = try fields.string("role")
        guard let role = Annotations.Role(rawValue: role) else {
            throw fields.fault("role must be user or assistant, not \(role.prefix(40))")
        }
        var content: [SamplingContent] = []
        switch fields.object["content"] {
        case .array(let pieces)?:
            for (index, piece) in pieces.enumerated() { content.append(try SamplingContent(piece, at: "content[\(index)]")) }
        case let piece?: content.append(try SamplingContent(piece, at: "content"))
        case nil: throw fields.fault("content is missing")
        }
        self.init(
            role: role, content: content, model: try fields.string("model"),
            stopReason: try fields.optionalString("stopReason").map(StopReason.init(rawValue:)))
    }
}

extension SamplingContent {
    fileprivate init(_ piece: JSON, at path: String) throws(MCPError) {
        let fields = try ResponseFields(piece, to: "sampling/createMessage", at: path)
        switch try fields.string("type") {
        case "text": self = .text(try fields.string("text"))
        case "image": self = .image(base64: try fields.string("data"), mimeType: try fields.string("mimeType"))
        case "audio": self = .audio(base64: try fields.string("data"), mimeType: try fields.string("mimeType"))
        case "tool_use":
            guard let input = fields.object["input"]?.object else { throw fields.fault("input must be an object") }
            let meta = fields.object["_meta"]?.object
            self = .toolUse(ToolUse(id: try fields.string("id"), name: try fields.string("name"), input: input, meta: meta))
        case "tool_result": throw fields.fault("type must not be tool_result: servers send those")
        case let type: throw fields.fault("type must be text, image, audio or tool_use, not \(type.prefix(40))")
        }
    }
}

extension [Root] {
    init(_ response: JSON) throws(MCPError) {
        let fields = try ResponseFields(response, to: "roots/list")
        guard let roots = fields.object["roots"]?.array else { throw fields.fault("roots must be an array") }
        self = []
        for (index, root) in roots.enumerated() {
            let fields = try ResponseFields(root, to: "roots/list", at: "roots[\(index)]")
            append(Root(uri: try fields.string("uri"), name: try fields.optionalString("name")))
        }
    }
}

/// The members of an object in what a client answered, read with faults that name them.
private struct ResponseFields {
    let object: JSONObject
    private let method: StaticString
    /// Where the object stands; empty for the whole answer.
    private let path: String

    init(_ value: JSON, to method: StaticString, at path: String = "") throws(MCPError) {
        guard let object = value.object else {
            throw .invalidParams("\(method): \(path.isEmpty ? "the answer" : path) must be an object, not \(value.summary)")
        }
        self.object = object
        self.method = method
        self.path = path
    }

    /// - Parameter problem: begins with the name of a member.
    func fault(_ problem: String) -> MCPError { .invalidParams("\(method): \(path.isEmpty ? "" : "\(path).")\(problem)") }

    func string(_ name: String) throws(MCPError) -> String {
        guard let value = try optionalString(name) else { throw fault("\(name) is missing") }
        return value
    }

    /// An explicit null counts as absent.
    func optionalString(_ name: String) throws(MCPError) -> String? {
        guard let value = object[name], !value.isNull else { return nil }
        guard let text = value.string else { throw fault("\(name) must be a string, not \(value.summary)") }
        return text
    }
}
