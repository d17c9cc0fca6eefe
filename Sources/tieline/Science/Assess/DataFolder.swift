import Calphad
import FoundationEssentials
import Tieline

/// Data files below folders that a person named.
enum DataFolder {
    static let maximumFiles = 20_000
    /// Levels of folders.
    static let maximumDepth = 16
    static let maximumBytes = 64 << 20

    /// All `.json` files, in the order of their paths; files and folders whose name begins with a point are left out.
    ///
    /// - Throws: ``SpecificationError`` `unreadable`; ``AssessmentError`` `unreadableData` with the file and the field.
    static func read(_ paths: [String]) throws -> [EspeiDataset] {
        var files: [String] = []
        for path in paths {
            if TextFile.isFolder(path) { try list(path, depth: 0, into: &files) } else { files.append(path) }
        }
        guard !files.isEmpty else {
            throw SpecificationError(
                .unreadable, file: paths.joined(separator: ", "), line: nil, field: "", message: "there are no JSON files below it",
                remedy: "Name the folder of the data.")
        }
        return try files.map { path in
            guard let data = FileManager.default.contents(atPath: path), data.count <= maximumBytes else {
                throw SpecificationError(
                    .unreadable, file: path, line: nil, field: "",
                    message: "the file is not there, cannot be read, or is longer than \(maximumBytes) bytes",
                    remedy: "Check its name and who may read it.")
            }
            return try EspeiDataset(data, file: path)
        }
    }

    private static func list(_ folder: String, depth: Int, into files: inout [String]) throws {
        let names: [String]
        do { names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted() } catch {
            throw SpecificationError(
                .unreadable, file: folder, line: nil, field: "", message: "the folder cannot be read", remedy: "Check who may read it.")
        }
        for name in names where !name.hasPrefix(".") {
            let path = folder + "/" + name
            if TextFile.isFolder(path) {
                guard depth < maximumDepth else {
                    throw SpecificationError(
                        .unreadable, file: path, line: nil, field: "", message: "folders are nested more than \(maximumDepth) levels deep",
                        remedy: "Does a link lead back?")
                }
                try list(path, depth: depth + 1, into: &files)
            } else if name.lowercased().hasSuffix(".json") {
                guard files.count < maximumFiles else {
                    throw SpecificationError(
                        .unreadable, file: folder, line: nil, field: "", message: "there are more than \(maximumFiles) files below it",
                        remedy: "Name the folder of the data.")
                }
                files.append(path)
            }
        }
    }
}
