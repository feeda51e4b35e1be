internal import ArgumentParser
internal import TicketAPI

/// `ticket-api openapi`
struct OpenAPICommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "openapi", abstract: "Print the OpenAPI 3.1 document of the API.")

    func run() {
        print(OpenAPIDocument.current.text)
    }
}
