import FoundationEssentials
import SimulatedBench

/// The benches of `config/benches`, as the tests use them.
enum Benches {
    static let folder = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/") + "/config/benches"
    static let filmFile = folder + "/sn-bi-film.yaml"

    static func film(seed: UInt64 = 1) throws -> FilmBench { try FilmBench(contentsOf: filmFile, seed: seed) }
    static func hardFilm(seed: UInt64 = 1) throws -> FilmBench { try FilmBench(contentsOf: folder + "/sn-bi-film-hard.yaml", seed: seed) }

    /// One bench a seed, the database read once.
    static func films(seeds: ClosedRange<UInt64>) throws -> [FilmBench] {
        let first = try film(seed: seeds.lowerBound)
        return seeds.map { FilmBench(first.specification, truth: first.truth, seed: $0) }
    }

    static func text(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

    /// The place on the wafer with that composition, by the linear calibration of 0.700 at 0 mm and 0.960 at 76 mm.
    static func millimetres(moleFraction x: Double) -> Double { (x - 0.7) / 0.26 * 76 }
}
