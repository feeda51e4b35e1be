import Foundation
import MCPCore
import Testing

/// Every case of the JSONTestSuite (its licence lies beside the data).
@Suite struct JSONSuiteTests {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "JSONTestSuite/test_parsing")
    static let files: [String] = {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path())) ?? []
        return names.filter { $0.hasSuffix(".json") }.sorted()
    }()

    /// Cases of the suite that RFC 8259 allows and RFC 7493 (I-JSON) forbids: we refuse duplicate keys on purpose.
    static let refusedOnPurpose: Set = ["y_object_duplicated_key.json", "y_object_duplicated_key_and_value.json"]

    /// What we do where the RFC leaves it open.
    static let accepted: Set = [
        "i_number_double_huge_neg_exp.json", "i_number_real_underflow.json", "i_number_too_big_neg_int.json",
        "i_number_too_big_pos_int.json", "i_number_very_big_negative_int.json",
    ]

    @Test func theSuiteIsThere() {
        #expect(Self.files.count == 318)
    }

    @Test(arguments: files) func parses(_ file: String) throws {
        let bytes = Array(try Data(contentsOf: Self.folder.appending(path: file)))
        let isAccepted: Bool
        do throws(JSONError) {
            let value = try JSON(parsing: bytes)
            // What is accepted comes back the same from what we write of it.
            #expect(try JSON(parsing: value.bytes) == value)
            isAccepted = true
        } catch {
            #expect(0...bytes.count ~= error.offset)
            isAccepted = false
        }
        switch file.prefix(2) {
        case "y_": #expect(isAccepted != Self.refusedOnPurpose.contains(file))
        case "n_": #expect(!isAccepted)
        default: #expect(isAccepted == Self.accepted.contains(file))
        }
    }
}
