extension String {
    /// `taro@example.com` as `t***@example.com`: enough to tell two people apart, too little to write to one.
    var maskedEmail: String {
        guard let at = lastIndex(of: "@") else { return isEmpty ? "" : "\(prefix(1))***" }
        return "\(self[..<at].prefix(1))***\(self[at...])"
    }
}
