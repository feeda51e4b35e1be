internal import Logging
internal import MCPTesting
internal import Synchronization
internal import Testing

@testable internal import MCPCore
@testable internal import MCPFixtures

/// A server whose catalogue is made when it is asked for.
@Suite(.timeLimit(.minutes(1))) struct LazyCatalogTests {
    private final class Maker: Sendable {
        let made = Mutex(0)

        func make() -> Catalog {
            made.withLock { $0 += 1 }
            return Catalog(resources: ResourceBox(FixtureResources.all), prompts: PromptBox(FixturePrompts.all))
        }
    }

    @Test(arguments: ProtocolRevision.asking)
    func itIsMadeOnceAndNotForTheOpening(_ revision: ProtocolRevision) async throws {
        let maker = Maker()
        let kinds = maker.make().kinds
        let server = MCPServer(Implementation(name: "lazy", version: "1"), declaring: kinds, catalog: maker.make)
        let client = try await EngineClient.open(server, revision)
        #expect(maker.made.withLock { $0 } == 1, "made here, to know its kinds")
        for _ in 0..<3 { _ = try await client.request("resources/list", [:]) }
        _ = try await client.request("prompts/list", [:])
        #expect(maker.made.withLock { $0 } == 2)
    }

    @Test func whatIsDeclaredIsWhatAServerOfTheSameCatalogueDeclares() {
        let catalog = Maker().make()
        let implementation = Implementation(name: "lazy", version: "1")
        let eager = MCPServer(implementation, resources: catalog.resources, prompts: catalog.prompts)
        let lazy = MCPServer(implementation, declaring: catalog.kinds, catalog: { catalog })
        #expect(lazy.description.capabilities == eager.description.capabilities)
        #expect(catalog.kinds.isSuperset(of: [.resources, .prompts]))
        #expect(!catalog.kinds.contains(.tools))
    }

    @Test func aCatalogueOfOtherKindsIsAnErrorInTheLog() {
        let logs = LogCollector()
        let server = MCPServer(
            Implementation(name: "lazy", version: "1"), declaring: [.tools], catalog: { Catalog() }, logger: logs.logger())
        #expect(server.tools.isEmpty)
        #expect(logs.entries.contains { $0.level == .error && $0.message.contains("not what was declared") })
    }
}
