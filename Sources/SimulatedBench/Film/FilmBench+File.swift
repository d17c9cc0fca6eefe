import FoundationEssentials
import Tieline

extension FilmBench {
    /// Reads a bench file and the database it names.
    ///
    /// - Parameter path: The bench file; the database's path in it is relative to its folder.
    /// - Throws: `SpecificationError`, or what the database has to say.
    public init(contentsOf path: String, seed: UInt64) throws {
        let text = try BenchFile.text(of: path, remedy: "Name a bench file, as config/benches/sn-bi-film.yaml.")
        let specification = try BenchSpecification(parsing: text, file: path)
        let file = BenchFile.path(of: specification.truth.database, besides: path)
        let tdb = try BenchFile.text(of: file, remedy: "Correct `truth.database` in \(path); it is relative to the bench file.")
        let truth = try FilmTruth(specification.truth, database: tdb, file: file)
        self.init(specification, truth: truth, seed: seed)
    }
}
