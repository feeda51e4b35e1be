/// One JSON value in its written form, ready to be put into a message as it is.
///
/// Results are written once, straight from their Swift values, and carried in this form from the tool to the outlet.
public struct RawJSON: Sendable, Hashable {
    public let bytes: [UInt8]

    /// What `write` appends; it must be exactly one value.
    public init(_ write: (inout JSONWriter) -> Void) {
        var writer = JSONWriter()
        write(&writer)
        bytes = writer.bytes
    }

    public init(_ value: JSON) {
        bytes = value.bytes
    }

    /// A value that somebody else wrote.
    /// - Throws: for what is not exactly one value.
    package init(scanning bytes: [UInt8], limits: JSONLimits = JSONLimits()) throws(JSONError) {
        self.init(try JSONSlice(scanning: bytes, limits: limits))
    }

    /// What a slice holds.
    package init(_ slice: JSONSlice) {
        bytes = Array(slice.bytes)
    }

    /// The value, built anew at each call.
    var value: JSON {
        // A writer writes nothing but JSON, so there is nothing to check.
        JSONSlice(unchecked: bytes, bytes.indices).value
    }

    public var text: String { String(decoding: bytes, as: UTF8.self) }
    public var isObject: Bool { bytes.first == UInt8(ascii: "{") }
}
