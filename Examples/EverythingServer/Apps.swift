import MCPCore

/// A page that hosts with MCP Apps show; the others read the tool's text.
enum Apps {
    private static let uri = "ui://everything/clock.html"

    static let resource = Resource.app(uri, name: "clock", description: "Shows what the tool answers.", page: AppPage(prefersBorder: true))
    {
        _ in
        """
        <!doctype html><meta charset="utf-8"><title>Clock</title><p id="text">…</p>
        <script>
        addEventListener("message", event => {
            const result = event.data?.method === "ui/notifications/tool-result" && event.data.params
            if (result) document.getElementById("text").textContent = result.content?.[0]?.text ?? ""
        })
        </script>
        """
    }

    static let tools: [RegisteredTool] = [
        RegisteredTool("show_clock", "Shows a page, or says what the page would show.", app: AppLink(uri)) { context in
            context.client.capabilities.showsApps ? "See the page." : "This client shows no pages."
        }
    ]
}
