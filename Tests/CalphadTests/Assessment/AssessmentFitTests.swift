import Calphad
import Inference
import Testing

@Suite("Fits find what made the data, and know how well")
struct AssessmentFitTests {
    static func free() throws -> [FreeCoefficient] {
        [
            try AssessmentSupport.coefficient(AssessmentSupport.liquid, .constant, 1000),
            try AssessmentSupport.coefficient("L(LIQUID,BI,SN;1)", .constant, 1000),
            try AssessmentSupport.coefficient(AssessmentSupport.tin, .constant, 1500),
        ]
    }

    /// A truth on which the experiment cannot be made.
    struct NoExperiment: Error {}

    /// What an experiment on a truth would see, at places that do not depend on it: solvus, solidus and liquidus, the eutectic's temperature, and
    /// labels.
    static func experiment(_ assessment: Assessment, _ shifts: [Double], _ stream: inout RandomStream) throws -> [AssessmentDatum] {
        let truth = try AssessmentSupport.truth(assessment, shifts)
        func boundary(_ phase: String, _ partner: String, _ temperature: Double) throws -> Double {
            guard let x = try AssessmentSupport.boundary(truth, phase, partner, temperature) else { throw NoExperiment() }
            return x
        }
        var data: [AssessmentDatum] = []
        let error = 0.006
        for temperature in [350.0, 362, 374] {
            let x = try boundary("BCT_A5", "RHOMBO_A7", temperature)
            data.append(AssessmentSupport.point("BCT_A5", "RHOMBO_A7", temperature, x + error * stream.normal(), error: error))
        }
        for temperature in [448.0, 460, 472] {
            let liquid = try boundary("LIQUID", "BCT_A5", temperature)
            data.append(AssessmentSupport.point("LIQUID", "BCT_A5", temperature, liquid + error * stream.normal(), error: error))
            let solid = try boundary("BCT_A5", "LIQUID", temperature)
            data.append(AssessmentSupport.point("BCT_A5", "LIQUID", temperature, solid + error * stream.normal(), error: error))
        }
        let eutectic = try truth.invariant(near: 412).temperature
        data.append(.init(.invariant(.init(["LIQUID", "BCT_A5", "RHOMBO_A7"], temperature: Measured(eutectic + 2 * stream.normal(), error: 2)))))
        for (temperature, x) in [(356.0, 0.96), (356, 0.94), (368, 0.95), (368, 0.93), (380, 0.94), (380, 0.92)] {
            guard let line = try truth.tieLines(atTemperature: temperature).first(where: { $0.richer.phase == "BCT_A5" }) else {
                throw NoExperiment()
            }
            let threshold = line.richer.x + 0.02 * (line.leaner.x - line.richer.x)
            let isSeen = threshold - x + 0.01 * stream.normal() > 0
            data.append(
                .init(
                    .label(
                        .init(
                            "RHOMBO_A7", in: "BCT_A5", temperature: temperature, component: "SN", fraction: x, seen: isSeen ? 1 : 0, resolution: 0.01,
                            detectionLimit: 0.02))))
        }
        return data
    }

    @Test("Many precise data lead back to the truth, from zero")
    func recovery() throws {
        var assessment = try AssessmentSupport.biSn(Self.free())
        // The film of the notes: liquid less by 546 and 1004 J/mol.
        let truth = [-546.0, -1004, 0]
        let system = try AssessmentSupport.truth(assessment, truth)
        for temperature in stride(from: 340.0, to: 470, by: 6) {
            for line in try system.tieLines(atTemperature: temperature) {
                for (one, other) in [(line.leaner, line.richer), (line.richer, line.leaner)] {
                    try assessment.add(AssessmentSupport.point(one.phase, other.phase, temperature, one.x, error: 0.001))
                }
            }
        }
        let posterior = try assessment.fit()
        for (found, expected) in zip(posterior.mean, truth) { #expect(abs(found - expected) < 12) }
        #expect(posterior.remainingStep < 1e-3)
        // The database that comes out has the film's eutectic, 133.1 °C at 53.3 at% Sn.
        let eutectic = try BinarySystem(posterior.database(), components: ("BI", "SN")).invariant(near: 406)
        #expect(abs(eutectic.temperature - 406.3) < 0.5)
    }

    @Test("Fits that begin kilojoules away end at one mode")
    func starts() throws {
        var assessment = try AssessmentSupport.biSn(
            Self.free().map { .init($0.parameter, $0.form, prior: .init(standardDeviation: 3000)) })
        let truth = try AssessmentSupport.truth(assessment, [-546, -1004, 0])
        for temperature in stride(from: 340.0, to: 470, by: 12) {
            for line in try truth.tieLines(atTemperature: temperature) {
                for (one, other) in [(line.leaner, line.richer), (line.richer, line.leaner)] {
                    try assessment.add(AssessmentSupport.point(one.phase, other.phase, temperature, one.x, kelvin: 0.5))
                }
            }
        }
        try assessment.add(.init(.bracket(.init(.invariant(["LIQUID", "BCT_A5", "RHOMBO_A7"]), below: 405, above: 409, error: 0.5))))
        let mode = try assessment.fit()
        var stream = RandomStream(seed: 4)
        for _ in 0..<16 {
            let fitted = try assessment.fit(startingFrom: (0..<3).map { _ in 3000 * stream.normal() })
            for c in 0..<3 { #expect(abs(fitted.mean[c] - mode.mean[c]) < 0.02 * mode.standardDeviations[c]) }
            #expect(fitted.evaluations < 60)
        }
    }

    /// Simulation-based calibration (Talts et al. 2018): truths from the prior, data from the truths; the rank of a truth among the draws of its
    /// posterior is uniform if, and only if, the posterior is right.
    @Test("Ranks of drawn truths among their posteriors' draws are uniform", .timeLimit(.minutes(5)))
    func calibration() throws {
        let assessment = try AssessmentSupport.biSn(Self.free())
        let simulations = 160
        let draws = 63
        let bins = 8
        // Of the priors, so that nearly every truth has the fields that the experiment looks at.
        let narrowing = 0.35
        var counts = [[Int]](repeating: .init(repeating: 0, count: bins), count: 3)
        var refused = 0
        for simulation in 0..<simulations {
            var stream = RandomStream(seed: 20_241_124, key: UInt64(simulation))
            let truth = assessment.free.map { $0.prior.standardDeviation * narrowing * stream.normal() }
            var one = try AssessmentSupport.biSn(
                assessment.free.map { .init($0.parameter, $0.form, prior: .init(standardDeviation: narrowing * $0.prior.standardDeviation)) })
            guard let data = try? Self.experiment(one, truth, &stream) else {
                refused += 1
                continue
            }
            try one.add(data)
            let posterior = try one.fit()
            let sample = posterior.sampled(draws, thinning: 3, &stream)
            for c in 0..<3 { counts[c][sample.filter { $0[c] < truth[c] }.count * bins / (draws + 1)] += 1 }
        }
        #expect(refused <= simulations / 40, "\(refused)")
        let expected = Double(simulations - refused) / Double(bins)
        for c in 0..<3 {
            let statistic = counts[c].reduce(0.0) { $0 + (Double($1) - expected) * (Double($1) - expected) / expected }
            // χ² of seven degrees of freedom: 24.3 is passed once in a thousand times.
            #expect(statistic < 24.3, "\(assessment.free[c]): \(counts[c])")
        }
    }

    @Test("Laplace's approximation and the sampler agree where the data say enough")
    func laplace() throws {
        var assessment = try AssessmentSupport.biSn(Self.free())
        var stream = RandomStream(seed: 7)
        try assessment.add(try Self.experiment(assessment, [200, -300, 400], &stream))
        let posterior = try assessment.fit()
        let sample = posterior.sampled(600, thinning: 3, &stream)
        for c in 0..<3 {
            let mean = sample.reduce(0) { $0 + $1[c] } / 600
            let deviation = (sample.reduce(0) { $0 + ($1[c] - mean) * ($1[c] - mean) } / 600).squareRoot()
            #expect(abs(mean - posterior.mean[c]) < 0.35 * posterior.standardDeviations[c])
            #expect(abs(deviation / posterior.standardDeviations[c] - 1) < 0.25)
        }
    }

    @Test("One datum more without a fit is the fit with it, and says when it is not to be trusted")
    func update() throws {
        var assessment = try AssessmentSupport.biSn(Self.free())
        var stream = RandomStream(seed: 3)
        try assessment.add(try Self.experiment(assessment, [0, 0, 0], &stream))
        let before = try assessment.fit()
        let x = try #require(try AssessmentSupport.boundary(AssessmentSupport.truth(assessment, before.mean), "LIQUID", "BCT_A5", 440))
        let datum = AssessmentSupport.point("LIQUID", "BCT_A5", 440, x + 0.002, error: 0.006)
        let (updated, advice) = try before.updated(with: datum)
        #expect(advice == nil)
        try assessment.add(datum)
        let fitted = try assessment.fit()
        for c in 0..<3 {
            #expect(abs(updated.mean[c] - fitted.mean[c]) < 0.1 * fitted.standardDeviations[c])
            #expect(abs(updated.standardDeviations[c] / fitted.standardDeviations[c] - 1) < 0.1)
        }
        #expect(abs(updated.logEvidence - fitted.logEvidence) < 0.1)
        // A datum far from everything moves the mode: fit again.
        let (_, surprise) = try before.updated(with: AssessmentSupport.point("LIQUID", "BCT_A5", 440, x - 0.06, error: 0.004))
        #expect(surprise != nil)
    }

    @Test("Information is what a datum turns out to bring")
    func information() throws {
        var assessment = try AssessmentSupport.biSn(Self.free())
        var stream = RandomStream(seed: 5)
        try assessment.add(try Self.experiment(assessment, [0, 0, 0], &stream))
        let posterior = try assessment.fit()
        let x = try #require(try AssessmentSupport.boundary(AssessmentSupport.truth(assessment, posterior.mean), "LIQUID", "BCT_A5", 430))
        let liquidus = AssessmentSupport.point("LIQUID", "BCT_A5", 430, x, error: 0.002)
        let (updated, _) = try posterior.updated(with: liquidus)
        func volume(_ p: ParameterPosterior) -> Double {
            // Of three coefficients: the log determinant from the correlations.
            let (a, b, c) = (p.correlation(0, 1), p.correlation(0, 2), p.correlation(1, 2))
            let determinant = 1 + 2 * a * b * c - a * a - b * b - c * c
            return determinant.squareRoot() * p.standardDeviations.reduce(1, *)
        }
        let gain = volume(posterior) / volume(updated)
        #expect(abs(try posterior.information(in: liquidus) - logarithm(gain)) < 0.05)
        // A label where the answer is certain brings nothing, one at the boundary does.
        func label(_ x: Double) -> AssessmentDatum {
            .init(.label(.init("RHOMBO_A7", in: "BCT_A5", temperature: 380, component: "SN", fraction: x, seen: 1, resolution: 0.001)))
        }
        #expect(try posterior.information(in: label(0.5)) < 1e-6)
        let boundary = try #require(try AssessmentSupport.boundary(AssessmentSupport.truth(assessment, posterior.mean), "BCT_A5", "RHOMBO_A7", 380))
        #expect(try posterior.information(in: label(boundary)) > 0.05)
    }

    private func logarithm(_ value: Double) -> Double {
        // ln by the area below 1/x, to keep this file free of a C library.
        let steps = 2000
        return (0..<steps).reduce(0.0) { sum, step in
            let t = 1 + (value - 1) * (Double(step) + 0.5) / Double(steps)
            return sum + (value - 1) / Double(steps) / t
        }
    }

    @Test("The solvus says nothing of the liquid, and the posterior says so")
    func identifiability() throws {
        var assessment = try AssessmentSupport.biSn(Self.free())
        for (temperature, x) in [(360.0, 0.957), (375, 0.943), (390, 0.925), (405, 0.901)] {
            try assessment.add(AssessmentSupport.point("BCT_A5", "RHOMBO_A7", temperature, x))
        }
        let posterior = try assessment.fit()
        #expect(abs(posterior.standardDeviations[0] - 1000) < 1e-6)
        #expect(posterior.standardDeviations[2] < 400)
        let sentences = posterior.unidentified()
        #expect(sentences.count == 2 && sentences[0].contains("L(LIQUID,BI,SN;0)"), "\(sentences)")
        let leverages = posterior.leverages()
        // The tin's coefficient is known from the four points, the liquid's from its prior.
        #expect(abs(leverages.reduce(0) { $0 + $1.shares[2] } - 1) < 0.2)
        #expect(leverages.allSatisfy { $0.shares[0] == 0 && $0.selfInfluence > 0 && $0.selfInfluence <= 1 })
    }

    @Test("Bands hold the eutectic of the truth")
    func bands() throws {
        var assessment = try AssessmentSupport.biSn(Self.free())
        var stream = RandomStream(seed: 11)
        let truth = [-300.0, 200, 300]
        try assessment.add(try Self.experiment(assessment, truth, &stream))
        let bands = try assessment.fit().bands(draws: 60, probability: 0.99, in: 350...480, &stream)
        let eutectic = try AssessmentSupport.truth(assessment, truth).invariant(near: 410)
        let found = try #require(bands.invariants.first)
        #expect(found.temperature.lower < eutectic.temperature && eutectic.temperature < found.temperature.upper)
        #expect(found.temperature.upper - found.temperature.lower < 15)
        #expect(bands.boundaries.contains { Set($0.phases) == ["BCT_A5", "RHOMBO_A7"] })
    }
}
