/// Swift strings for the time of a C call.
enum CStrings {
    /// Calls `body` with a pointer to each string, nil for nil, and a nil at the end.
    static func with<Value>(_ strings: [String?], _ body: (UnsafePointer<UnsafePointer<CChar>?>) throws -> Value) rethrows -> Value {
        var bytes: [CChar] = []
        var starts: [Int?] = []
        for string in strings {
            starts.append(string.map { _ in bytes.count })
            if let string {
                bytes.append(contentsOf: string.utf8.lazy.map(CChar.init(bitPattern:)))
                bytes.append(0)
            }
        }
        bytes.append(0)
        return try bytes.withUnsafeBufferPointer { buffer in
            let pointers = starts.map { start in start.flatMap { offset in buffer.baseAddress.map { $0 + offset } } } + [nil]
            return try pointers.withUnsafeBufferPointer { list in
                // SAFETY: the list has at least the nil at its end, so it has an address.
                try body(list.baseAddress!)
            }
        }
    }
}
