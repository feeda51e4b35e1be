/// Names and labels as Prometheus allows them (data model).
///
/// OpenTelemetry's names become Prometheus's by its compatibility rules: `mcp.server.operation.duration`, in seconds, is
/// `mcp_server_operation_duration_seconds`.
public enum MetricName {
    /// - Parameter ending: added unless it is there.
    public static func of(_ name: String, ending: String = "") -> String {
        let plain = sanitized(name, allowsColon: true)
        return plain.hasSuffix(ending) ? plain : plain + ending
    }

    /// `{}` and what stands between are left out: `a="1",b="2"`. Of two labels with one name the first counts; empty ones are left out, for
    /// an empty label is none.
    static func text(of labels: [(String, String)]) -> String {
        guard !labels.isEmpty else { return "" }
        var names: [String] = []
        var text = ""
        for (label, value) in labels where !value.isEmpty {
            var name = sanitized(label, allowsColon: false)
            // Names with two underscores in front, and these two, are Prometheus's own.
            if name.hasPrefix("__") || name == "le" || name == "quantile" { name = "label_" + name }
            guard !names.contains(name) else { continue }
            names.append(name)
            if !text.isEmpty { text += "," }
            text += "\(name)=\"\(escaped(value, quotes: true))\""
        }
        return text
    }

    static func escaped(_ text: String, quotes: Bool) -> String {
        var escaped = ""
        for character in text.unicodeScalars {
            switch character {
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            case "\"" where quotes: escaped += "\\\""
            default: escaped.unicodeScalars.append(character)
            }
        }
        return escaped
    }

    private static func sanitized(_ name: String, allowsColon: Bool) -> String {
        var result = ""
        for character in name.unicodeScalars {
            switch character {
            case "a"..."z", "A"..."Z", "_": result.unicodeScalars.append(character)
            case "0"..."9":
                if result.isEmpty { result = "_" }
                result.unicodeScalars.append(character)
            case ":" where allowsColon: result.unicodeScalars.append(character)
            default: result += "_"
            }
        }
        return result.isEmpty ? "_" : result
    }
}
