import HTTPFetch

// What the documentation of HTTPFetch shows, to the letter: `Scripts/check-docs.py` compares them. Not called: nobody is there.

private func fetchesTickets() async throws -> FetchResponse {
    let fetch = HTTPFetch()
    let response = try await fetch.send(FetchRequest(.get, "https://tickets.example/tickets"))
    await fetch.shutdown()
    return response
}

private func asksWithAKey(_ json: [UInt8], _ key: String) -> FetchRequest {
    var request = FetchRequest(.post, "https://tickets.example/tickets", headers: ["content-type": "application/json"], body: json)
    request.headers.add("x-api-key", key, isSensitive: true)
    return request
}
