import Foundation

/// What `--json` prints, the same as Benchmarks/PhaseMap/numpyro_sage.py and separate.py print of other engines.
struct BenchmarkDocument: Encodable {
    /// One case.
    struct Row: Encodable {
        struct Scores: Encodable {
            var microF1: Double, labelLogScore: Double, calibrationError: Double, propertyR2: Double, propertyLogScore: Double, coverage90: Double
            var width90: Double
        }

        var `case`: String
        var model: String
        /// How the chains began.
        var start = "dispersed"
        var seed: UInt64
        var chains: Int
        /// Kept ones, of all chains.
        var draws: Int
        /// Of the process, warm-up and sampling of all chains.
        var cpuSeconds: Double
        /// The least over probes and regions.
        var effectiveSamples: Double
        /// The largest over probes and regions.
        var rHat: Double
        var converged: Bool
        var scores: Scores
    }

    var engine = "tieline"
    var rows: [Row] = []

    func print() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
        Swift.print(String(decoding: try encoder.encode(self), as: UTF8.self))
    }
}

extension BenchmarkDocument.Row.Scores {
    init(_ scores: Scores) {
        self.init(
            microF1: scores.accuracy, labelLogScore: scores.labelLogScore, calibrationError: scores.calibrationError, propertyR2: scores.rSquared,
            propertyLogScore: scores.propertyLogScore, coverage90: scores.coverage90, width90: scores.width90)
    }
}
