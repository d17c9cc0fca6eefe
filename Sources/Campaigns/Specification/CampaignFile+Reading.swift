import Foundation
public import Tieline

extension CampaignFile {
    /// A TDB file larger than this is not one.
    static let maximumDatabaseBytes = 64 << 20

    /// Reads a campaign and the database or the candidates it names, from the folder of the campaign's file.
    ///
    /// - Parameters:
    ///   - text: The content of the campaign file.
    ///   - path: Where it is.
    /// - Throws: `SpecificationError`.
    public init(reading text: String, path: String) throws {
        let reader = try CampaignReader(parsing: text, file: path)
        var specification = reader.specification
        guard specification.mapping == nil else {
            specification = try reader.withFiles { name in
                try String(
                    contentsOf: URL(fileURLWithPath: name, relativeTo: URL(fileURLWithPath: path).deletingLastPathComponent()), encoding: .utf8)
            }
            self.init(specification: specification, database: "", parameterSet: specification.mapping?.reference?.name ?? "")
            return
        }
        let url = URL(fileURLWithPath: specification.theory.database, relativeTo: URL(fileURLWithPath: path).deletingLastPathComponent())
        func unreadable(_ message: String) -> SpecificationError {
            SpecificationError(
                .unreadable, file: path, line: nil, field: "theory.database", message: "\(url.path): \(message)",
                remedy: "Give the path of a TDB file, relative to the campaign file.")
        }
        let data: Data
        do { data = try Data(contentsOf: url, options: .mappedIfSafe) } catch { throw unreadable(error.localizedDescription) }
        guard data.count <= Self.maximumDatabaseBytes else {
            throw unreadable("the file has \(data.count) bytes, more than \(Self.maximumDatabaseBytes)")
        }
        // TDB files are ASCII or Latin-1; every byte is a character of the latter.
        guard let database = String(data: data, encoding: .utf8) ?? String(data: data, encoding: .isoLatin1) else {
            throw unreadable("it is not text")
        }
        self.init(specification: specification, database: database, parameterSet: url.lastPathComponent)
    }
}
