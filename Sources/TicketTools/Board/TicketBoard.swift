internal import MCPCore

/// The page that hosts show beside a list of tickets or a ticket (extension `io.modelcontextprotocol/ui`, MCP Apps).
///
/// It is whole in itself and fetches nothing: its policy names its own script and style by their hashes, and allows nothing else. What it
/// shows comes from the host, as the structured content of the tool's result; hosts that show no pages use the same result as it is.
enum TicketBoard {
    static let uri = "ui://tickets/board"
    static let link = AppLink(uri)

    static let resource = Resource.app(
        uri, name: "ticket_board", title: "Ticket board", description: "Shows a list of tickets, or one ticket.",
        page: AppPage(prefersBorder: true)
    ) { _ in html }

    static let html = """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="\(policy)">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Tickets</title>
        <style>\(BoardStyle.css)</style>
        </head>
        <body>
        <main id="board" aria-live="polite"></main>
        <script>\(BoardScript.code)</script>
        </body>
        </html>
        """

    static let policy =
        "default-src 'none'; script-src '\(hash(BoardScript.code))'; style-src '\(hash(BoardStyle.css))'; base-uri 'none'; "
        + "form-action 'none'"

    /// As a policy names what stands in a page (CSP level 3, section 2.3.1).
    private static func hash(_ text: String) -> String {
        "sha256-\(Base64Text.encode(SHA256.digest(of: Array(text.utf8))))"
    }
}
