internal import MCPCore
internal import Testing

@testable internal import TicketTools

/// What is declared before the catalogue is made.
@Suite struct CatalogKindsTests {
    @Test(arguments: [false, true]) func areThoseOfTheCatalogue(withReports: Bool) {
        let configuration = TicketConfiguration()
        let client = APIClient(configuration: configuration)
        let catalog = TicketToolBox.catalog(client: client, configuration: configuration, withReports: withReports)
        #expect(catalog.kinds == TicketToolBox.kinds(withReports: withReports))
    }
}
