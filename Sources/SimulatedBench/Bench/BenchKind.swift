import ConfigurationFiles
public import Tieline

/// What a bench file is about.
public enum BenchKind: Sendable {
    /// A film under a diffractometer, on a furnace: ``FilmBench``.
    case film
    /// The samples of a phase map under a meter: ``MapBench``.
    case map

    /// By whether the file says where labels come from.
    /// - Throws: `SpecificationError` for a file that cannot be read and one that is no bench file at all.
    public init(ofFile path: String) throws(SpecificationError) {
        let text = try BenchFile.text(of: path, remedy: "Name a bench file, as config/benches/sn-bi-film.yaml.")
        let keys = MapBenchSpecification.keys + BenchSpecification.keys
        self = try YAMLDocument(parsing: text, file: path).root.mapping(keys).optional("structure") == nil ? .film : .map
    }
}
