import Foundation
import Tieline

extension CampaignFile {
    /// A larger database, library or reference is none, bytes.
    static let maximumBytes = 64 << 20

    /// Reads a campaign and the database, or the candidates and the reference map, that it names, from the folder of the campaign's file.
    ///
    /// - Parameters:
    ///   - text: The content of the campaign file.
    ///   - path: Where it is.
    ///   - skipsReference: Leaves a reference map out, for whoever is about to make it.
    /// - Throws: `SpecificationError`.
    public init(reading text: String, path: String, skipsReference: Bool = false) throws {
        let reader = try CampaignReader(parsing: text, file: path)
        var specification = reader.specification
        guard specification.mapping == nil else {
            specification = try reader.withFiles(skipsReference: skipsReference) { name throws(UnreadableFile) in
                guard let text = String(data: try Self.data(of: name, besides: path), encoding: .utf8) else {
                    throw UnreadableFile(message: "it is not text in UTF-8")
                }
                return text
            }
            self.init(specification: specification, database: "", parameterSet: specification.mapping?.reference?.name ?? "")
            return
        }
        let name = specification.theory.database
        do throws(UnreadableFile) {
            let data = try Self.data(of: name, besides: path)
            // TDB files are ASCII or Latin-1; every byte is a character of the latter.
            guard let database = String(data: data, encoding: .utf8) ?? String(data: data, encoding: .isoLatin1) else {
                throw UnreadableFile(message: "it is not text")
            }
            self.init(specification: specification, database: database, parameterSet: Self.url(of: name, besides: path).lastPathComponent)
        } catch {
            throw SpecificationError(
                .unreadable, file: path, line: nil, field: "theory.database",
                message: "\(Self.url(of: name, besides: path).path): \(error.message)",
                remedy: "Give the path of a TDB file, relative to the campaign file.")
        }
    }

    /// Why a file that a campaign names cannot be read.
    struct UnreadableFile: Error {
        let message: String
    }

    private static func url(of name: String, besides path: String) -> URL {
        URL(fileURLWithPath: name, relativeTo: URL(fileURLWithPath: path).deletingLastPathComponent())
    }

    /// Of a file, not of a pipe or a device, and not of one that would fill the memory.
    private static func data(of name: String, besides path: String) throws(UnreadableFile) -> Data {
        let url = url(of: name, besides: path)
        do {
            let attributes = try FileManager.default.attributesOfItem(atPath: url.resolvingSymlinksInPath().path)
            guard attributes[.type] as? FileAttributeType == .typeRegular else { throw UnreadableFile(message: "it is not a file") }
            let bytes = (attributes[.size] as? NSNumber)?.intValue ?? 0
            guard bytes <= maximumBytes else { throw UnreadableFile(message: "the file has \(bytes) bytes, more than \(maximumBytes)") }
            return try Data(contentsOf: url)
        } catch let error as UnreadableFile { throw error } catch { throw UnreadableFile(message: error.localizedDescription) }
    }
}
