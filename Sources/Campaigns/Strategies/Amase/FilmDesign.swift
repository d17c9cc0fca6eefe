import LinearAlgebra
import Tieline

#if canImport(Glibc)
    import Glibc
#endif

/// Which patterns together would teach most about the eutectic once it is passed, in the linear approximation about the best fit.
///
/// A pattern at a condition whose areas have the gradient `j` (whitened by their noise) takes `C j jᵀ C / (1 + jᵀ C j)` off the posterior covariance `C`.
/// Patterns are added one by one, each where it removes most of what is left of the targets' variance: two temperatures may tell what neither
/// tells alone, and regression over posterior draws is blind to gains below the noise of a few hundred draws.
struct FilmDesign {
    struct Member: Sendable {
        var condition: Condition
        /// The share of the variance of the targets, in units of the wanted precision, that it removes when its turn comes, `0...1`.
        var gain: Double
    }

    private let model: FilmModel
    private let specification: CampaignSpecification
    private let z: [Double]
    private let covariance: Matrix
    /// Gradients of the eutectic's temperature and composition in units of the targets.
    private let targets: [[Double]]
    private let countingNoise: [Double]

    /// Of central differences in `z`.
    private static let step = 1e-4
    /// A probability of presence nearer to 0 or 1 tells nothing.
    private static let leastVariance = 1e-6

    /// `nil` without a covariance about the mode, or where the model has no eutectic beside it.
    init?(_ model: FilmModel, _ posterior: FilmPosterior, _ specification: CampaignSpecification, countingNoise: [Double]) {
        guard let covariance = posterior.covariance else { return nil }
        self.model = model
        self.specification = specification
        self.covariance = covariance
        self.countingNoise = countingNoise
        z = posterior.mode
        var temperature = Array(repeating: 0.0, count: z.count)
        var composition = temperature
        for index in 0..<model.parameters.free {
            guard let more = Self.eutectic(model, z, index, Self.step), let less = Self.eutectic(model, z, index, -Self.step) else { return nil }
            temperature[index] = (more.temperature - less.temperature) / (2 * Self.step * specification.target.temperatureKelvin)
            composition[index] = (more.liquid - less.liquid) / (2 * Self.step * specification.target.moleFraction)
        }
        targets = [temperature, composition]
    }

    private static func eutectic(_ model: FilmModel, _ z: [Double], _ index: Int, _ step: Double) -> EutecticTheory.Eutectic? {
        var moved = z
        moved[index] += step
        return model.theory.shifted(model.parameters.shifts(moved)).eutectic()
    }

    /// The best so many patterns, in the order of what each adds to those before it.
    func members(_ count: Int, kelvin temperatures: [Double], moleFractions: (Double) -> [Double], interest: (Condition) -> Double) -> [Member] {
        let candidates = temperatures.flatMap { kelvin in
            rows(atKelvin: kelvin, moleFractions(kelvin)).map { (row: $0.row, condition: $0.condition, interest: interest($0.condition)) }
        }
        var covariance = covariance
        let before = targets.reduce(0) { $0 + dot($1, covariance * $1) }
        guard before > 0 else { return [] }
        var members: [Member] = []
        for _ in 0..<count {
            var best: (index: Int, gain: Double, weighted: Double)?
            let moved = targets.map { covariance * $0 }
            for (index, candidate) in candidates.enumerated() {
                let variance = candidate.row.reduce(0) { $0 + dot($1, covariance * $1) }
                let removed = candidate.row.reduce(0) { sum, row in sum + moved.reduce(0) { $0 + dot($1, row) * dot($1, row) } }
                let gain = removed / (1 + variance) / before
                if best.map({ gain * candidate.interest > $0.weighted }) ?? true { best = (index, gain, gain * candidate.interest) }
            }
            guard let best else { break }
            let chosen = candidates[best.index]
            for row in chosen.row { Self.observe(row, &covariance) }
            members.append(Member(condition: chosen.condition, gain: min(best.gain, 1)))
        }
        return members
    }

    private static func observe(_ row: [Double], _ covariance: inout Matrix) {
        let moved = covariance * row
        let scale = 1 / (1 + dot(row, moved))
        for i in moved.indices {
            for j in moved.indices { covariance[i, j] -= scale * moved[i] * moved[j] }
        }
    }

    /// Whitened gradients of what a pattern above the eutectic shows: the solids that are tracked there, usually one.
    private func rows(atKelvin kelvin: Double, _ moleFractions: [Double]) -> [(condition: Condition, row: [[Double]])] {
        let parameters = model.parameters
        guard let here = field(z, atKelvin: kelvin) else { return [] }
        // Only the shifts and the offset move the fields; areas and thickness enter as factors.
        var moved: [(more: PhaseField, less: PhaseField)] = []
        for index in 0...parameters.free {
            var (more, less) = (z, z)
            more[index] += Self.step
            less[index] -= Self.step
            guard let above = field(more, atKelvin: kelvin), let below = field(less, atKelvin: kelvin) else { return [] }
            moved.append((above, below))
        }
        return moleFractions.map { x in
            let weights = parameters.thickness.weights(atMillimetres: specification.sample.positionMillimetres(ofMoleFraction: x))
            let thickness = parameters.relativeThickness(z, weights: weights)
            let rows = PhaseField.Solid.allCases.compactMap { solid -> [Double]? in
                func value(_ field: PhaseField) -> Double {
                    model.evidence == .presence
                        ? model.probabilityOfPresence(solid, atMoleFraction: x, field) : field.fraction(of: solid, atMoleFraction: x)
                }
                let fraction = value(here)
                var row = z.map { _ in 0.0 }
                for (index, fields) in moved.enumerated() { row[index] = (value(fields.more) - value(fields.less)) / (2 * Self.step) }
                if model.evidence == .presence {
                    let variance = fraction * (1 - fraction)
                    guard variance > Self.leastVariance else { return nil }
                    return row.map { $0 / variance.squareRoot() }
                }
                guard fraction > model.detectionLimit(solid) else { return nil }
                let scale = exp(parameters.logArea(z, solid))
                for index in row.indices { row[index] *= scale * thickness }
                row[parameters.free + 1 + solid.rawValue] = FilmParameters.areaLogDeviation * scale * thickness * fraction
                for (knot, weight) in weights.enumerated() { row[parameters.free + 3 + knot] = scale * weight * fraction }
                let slope = fraction < 1 ? here.lever(solid, atMoleFraction: x)?.slope ?? 0 : 0
                let position = scale * slope * specification.sample.moleFractionStandardDeviation
                let noise = (countingNoise[solid.rawValue] * countingNoise[solid.rawValue] + position * position).squareRoot()
                return row.map { $0 / noise }
            }
            return (Condition([x, kelvin]), rows)
        }
    }

    private func field(_ z: [Double], atKelvin kelvin: Double) -> PhaseField? {
        model.theory.shifted(model.parameters.shifts(z)).field(isBelow: false, atKelvin: kelvin - model.parameters.offset(z))
    }
}

private func dot(_ left: [Double], _ right: [Double]) -> Double {
    var sum = 0.0
    for index in left.indices { sum += left[index] * right[index] }
    return sum
}
