import FoundationEssentials
import Tieline

extension MapBench {
    /// Reads a bench file and what it names; paths in it are relative to its folder.
    /// - Throws: `SpecificationError`.
    public init(contentsOf path: String, seed: UInt64) throws {
        let text = try BenchFile.text(of: path, remedy: "Name a bench file, as config/benches/circle.yaml.")
        try self.init(MapBenchSpecification(parsing: text, file: path), seed: seed) { name in
            try BenchFile.text(
                of: BenchFile.path(of: name, besides: path), remedy: "Correct the path in \(path); it is relative to the bench file.")
        }
    }
}
