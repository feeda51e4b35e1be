/// Of a server that nobody watches.
struct NoObserver: ServerObserver {
    func requestBegan(_ request: ObservedRequest) -> RequestMark { RequestMark() }
    func requestEnded(_ request: ObservedRequest, _ mark: RequestMark, _ outcome: RequestOutcome, bytes: Int) {}
}
