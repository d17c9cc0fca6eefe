import FoundationEssentials
import Tieline

/// Files that a bench is made of.
enum BenchFile {
    /// Where a file is that another one names, relative to its own folder.
    static func path(of name: String, besides path: String) -> String {
        let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        return name.hasPrefix("/") || !path.contains("/") ? name : "\(folder)/\(name)"
    }

    static func text(of path: String, remedy: String) throws(SpecificationError) -> String {
        do {
            return try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw SpecificationError(.unreadable, file: path, line: nil, field: "", message: "the file cannot be read", remedy: remedy)
        }
    }
}
