import FoundationEssentials
import Tieline

extension FilmBench {
    /// Reads a bench file and the database it names.
    ///
    /// - Parameter path: The bench file; the database's path in it is relative to its folder.
    /// - Throws: `SpecificationError`, or what the database has to say.
    public init(contentsOf path: String, seed: UInt64) throws {
        let text = try Self.text(of: path, remedy: "Name a bench file, as config/benches/sn-bi-film.yaml.")
        let specification = try BenchSpecification(parsing: text, file: path)
        let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        let database = specification.truth.database
        let file = database.hasPrefix("/") || !path.contains("/") ? database : "\(folder)/\(database)"
        let tdb = try Self.text(of: file, remedy: "Correct `truth.database` in \(path); it is relative to the bench file.")
        let truth = try FilmTruth(specification.truth, database: tdb, file: file)
        self.init(specification, truth: truth, seed: seed)
    }

    private static func text(of path: String, remedy: String) throws(SpecificationError) -> String {
        do {
            return try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw SpecificationError(.unreadable, file: path, line: nil, field: "", message: "the file cannot be read", remedy: remedy)
        }
    }
}
