/// The files of the console, by the path that each is served at. They are part of the program.
struct ConsolePage: Sendable {
    private let files: [String: ConsoleFile]

    init() {
        let index = ConsoleFile(PackageResources.index_html, .html)
        var files = ["/console": index, "/mcp_sse_example.html": index]
        for (name, bytes) in Self.styles { files["/console/\(name).css"] = ConsoleFile(bytes, .css) }
        for (name, bytes) in Self.scripts { files["/console/\(name).js"] = ConsoleFile(bytes, .script) }
        self.files = files
    }

    subscript(path: String) -> ConsoleFile? { files[path] }

    private static let styles: [(String, [UInt8])] = [
        ("tokens", PackageResources.tokens_css), ("shell", PackageResources.shell_css), ("controls", PackageResources.controls_css),
        ("panels", PackageResources.panels_css),
    ]

    private static let scripts: [(String, [UInt8])] = [
        ("app", PackageResources.app_js),
        ("ask-dialog", PackageResources.ask_dialog_js),
        ("call-history", PackageResources.call_history_js),
        ("chart", PackageResources.chart_js),
        ("client", PackageResources.client_js),
        ("completed-input", PackageResources.completed_input_js),
        ("connect-view", PackageResources.connect_view_js),
        ("content-view", PackageResources.content_view_js),
        ("copy-button", PackageResources.copy_button_js),
        ("credentials", PackageResources.credentials_js),
        ("dom", PackageResources.dom_js),
        ("event-feed", PackageResources.event_feed_js),
        ("event-parser", PackageResources.event_parser_js),
        ("events-view", PackageResources.events_view_js),
        ("field", PackageResources.field_js),
        ("field-choice", PackageResources.field_choice_js),
        ("field-frame", PackageResources.field_frame_js),
        ("field-json", PackageResources.field_json_js),
        ("field-list", PackageResources.field_list_js),
        ("field-object", PackageResources.field_object_js),
        ("field-text", PackageResources.field_text_js),
        ("form", PackageResources.form_js),
        ("frame-log", PackageResources.frame_log_js),
        ("frame-row", PackageResources.frame_row_js),
        ("frames-view", PackageResources.frames_view_js),
        ("history-view", PackageResources.history_view_js),
        ("icon", PackageResources.icon_js),
        ("json-view", PackageResources.json_view_js),
        ("master-detail", PackageResources.master_detail_js),
        ("meter", PackageResources.meter_js),
        ("monitor-view", PackageResources.monitor_view_js),
        ("outcome-view", PackageResources.outcome_view_js),
        ("pause", PackageResources.pause_js),
        ("peer", PackageResources.peer_js),
        ("phrase", PackageResources.phrase_js),
        ("prompts-view", PackageResources.prompts_view_js),
        ("request-header", PackageResources.request_header_js),
        ("resources-view", PackageResources.resources_view_js),
        ("revision", PackageResources.revision_js),
        ("schema", PackageResources.schema_js),
        ("shell", PackageResources.shell_js),
        ("table-view", PackageResources.table_view_js),
        ("tool-panel", PackageResources.tool_panel_js),
        ("tools-view", PackageResources.tools_view_js),
        ("uri-template", PackageResources.uri_template_js),
        ("way-posted", PackageResources.way_posted_js),
        ("way-secret", PackageResources.way_secret_js),
        ("way-session", PackageResources.way_session_js),
        ("way-stateless", PackageResources.way_stateless_js),
        ("wire", PackageResources.wire_js),
        ("words-en", PackageResources.words_en_js),
        ("words-ja", PackageResources.words_ja_js),
    ]
}
