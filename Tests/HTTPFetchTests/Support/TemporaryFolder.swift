#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Glibc)
    internal import Glibc
#endif

struct TemporaryFolderError: Error {}

/// A new folder for temporary files.
func temporaryFolder() throws -> String {
    var template = Array("/tmp/httpfetch-XXXXXX".utf8CString)
    guard let path = mkdtemp(&template) else { throw TemporaryFolderError() }
    return String(cString: path)
}

func removeFolder(_ path: String, files: [String]) {
    for file in files { unlink(path + "/" + file) }
    rmdir(path)
}
