import FoundationEssentials
import Tieline

/// Reads a file that a person named.
enum TextFile {
    /// A file longer than this is a mistake, not a campaign.
    static let maximumBytes = 1 << 20

    /// - Throws: `SpecificationError` with `unreadable` that names the file.
    static func read(_ path: String) throws(SpecificationError) -> String {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw SpecificationError(
                .unreadable, file: path, line: nil, field: "", message: "the file is not there or cannot be read",
                remedy: "Check its name and who may read it.")
        }
        guard data.count <= maximumBytes, let text = String(bytes: data, encoding: .utf8) else {
            throw SpecificationError(
                .unreadable, file: path, line: nil, field: "", message: "the file is not text, or longer than \(maximumBytes) bytes",
                remedy: "Is it the right file?")
        }
        return text
    }

    /// Replaces the file as a whole: nobody ever sees half of it.
    static func write(_ text: String, to path: String) throws(SpecificationError) {
        do { try Data(text.utf8).write(to: URL(filePath: path), options: .atomic) } catch { throw unwritable(path) }
    }

    /// For a command that works long before it writes.
    static func checkWritable(_ path: String) throws(SpecificationError) {
        let folder = URL(filePath: absolutePath(path)).deletingLastPathComponent().path
        guard FileManager.default.isWritableFile(atPath: folder), !isFolder(path) else { throw unwritable(path) }
    }

    private static func unwritable(_ path: String) -> SpecificationError {
        SpecificationError(
            .unreadable, file: path, line: nil, field: "", message: "the file cannot be written",
            remedy: "Check that its folder is there and that you may write to it.")
    }

    static func isFolder(_ path: String) -> Bool {
        var isFolder = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder
    }

    static func absolutePath(_ path: String) -> String {
        URL(filePath: path, relativeTo: URL(filePath: FileManager.default.currentDirectoryPath)).standardizedFileURL.path
    }
}
