extension ClientRequest {
    /// A question of a task that runs elsewhere.
    /// - Parameter question: `method` and `params`, as ``TaskRecord/questions`` has them; nil for what no server of ours asks.
    init?(written question: JSON) {
        let methods: [StaticString] = ["elicitation/create", "sampling/createMessage", "roots/list"]
        guard let method = methods.first(where: { $0.description == question["method"]?.string }) else { return nil }
        kind = .written(method, question["params"]?.object ?? [:])
    }
}
