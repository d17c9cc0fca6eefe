import Inference
import Tieline

#if canImport(Glibc)
    import Glibc
#endif

/// What a pattern at each reachable condition is expected to tell about the eutectic, by regression over posterior draws.
///
/// Every draw predicts the areas at a condition; how they go together with the draws' eutectic says by how much the areas, with their noise, would
/// shrink its variance: `gain = tr(C_ty (C_yy + N)⁻¹ C_yt) / tr C_tt`, targets in units of the precision that the campaign wants.
struct AmaseCandidates {
    /// A draw with what does not depend on the candidate. A class, since thousands of candidates walk over all members and would copy structs.
    private final class Member: Sendable {
        let theory: EutecticTheory
        let draw: FilmPosterior.Draw
        let offset: Double
        let scales: [Double]
        /// Temperature and composition of the eutectic about their means, in units of the target.
        let target: (Double, Double)

        init(theory: EutecticTheory, draw: FilmPosterior.Draw, offset: Double, scales: [Double], target: (Double, Double)) {
            self.theory = theory
            self.draw = draw
            self.offset = offset
            self.scales = scales
            self.target = target
        }
    }

    struct Score: Sendable {
        var condition: Condition
        /// The share of the remaining variance that one pattern there is expected to remove, `0...1`.
        var gain: Double
        /// The share of the draws whose eutectic lies below the condition's temperature.
        var probabilityAbove: Double
    }

    private let model: FilmModel
    private let specification: CampaignSpecification
    private let members: [Member]
    /// Of an area, counts × degree, by solid: the largest that was seen, or a hundredth of the scale before anything was.
    let countingNoise: [Double]

    /// More draws than this cost time and show nothing that the smaller gains would be worth.
    static let maximumDraws = 480
    /// A pattern below the eutectic has to show the solid that vanishes there in this share of the draws …
    private static let tellingShare = 0.95
    /// … by so many detection limits.
    private static let tellingLimits = 3.0

    init(_ model: FilmModel, _ posterior: FilmPosterior, _ specification: CampaignSpecification) {
        self.model = model
        self.specification = specification
        let step = max(1, posterior.draws.count / Self.maximumDraws)
        let chosen = stride(from: 0, to: posterior.draws.count, by: step).map { posterior.draws[$0] }
        let count = Double(max(chosen.count, 1))
        let meanTemperature = chosen.reduce(0) { $0 + $1.eutectic.temperature } / count
        let meanComposition = chosen.reduce(0) { $0 + $1.eutectic.liquid } / count
        let target = specification.target
        members = chosen.map { draw in
            Member(
                theory: model.theory.shifted(model.parameters.shifts(draw.z)), draw: draw, offset: model.parameters.offset(draw.z),
                scales: PhaseField.Solid.allCases.map { exp(model.parameters.logArea(draw.z, $0)) },
                target: (
                    (draw.eutectic.temperature - meanTemperature) / target.temperatureKelvin,
                    (draw.eutectic.liquid - meanComposition) / target.moleFraction
                ))
        }
        countingNoise = PhaseField.Solid.allCases.map { solid in
            model.observations.compactMap { $0.areas[solid.rawValue]?.standardDeviation }.max()
                ?? 0.01 * chosen.reduce(0) { $0 + exp(model.parameters.logArea($1.z, solid)) } / count
        }
    }

    /// The share of the draws whose eutectic lies below the set temperature.
    func probabilityAbove(_ kelvin: Double) -> Double {
        Double(members.count { kelvin - $0.offset > $0.draw.eutectic.temperature }) / Double(max(members.count, 1))
    }

    /// The best composition at one set temperature among `compositions`, by gain and the weight of regions of interest. Only compositions at which
    /// the passing of the eutectic would be seen; where there is none, the one where it would be seen best.
    func best(atKelvin kelvin: Double, compositions: [Double], interest: (Condition) -> Double) -> Score? {
        let fields = members.map { member in
            member.theory.field(
                isBelow: kelvin - member.offset < member.draw.eutectic.temperature, atKelvin: kelvin - member.offset)
        }
        let probability = probabilityAbove(kelvin)
        let shares = compositions.map { tellingShare($0, fields) }
        let needed = min(Self.tellingShare, shares.max() ?? 0)
        let compositions = zip(compositions, shares).filter { $0.1 >= needed }.map(\.0)
        var best: (score: Score, weighted: Double)?
        for x in compositions {
            let condition = Condition([x, kelvin])
            let gain = gain(x, fields)
            let weighted = gain * interest(condition)
            if best.map({ weighted > $0.weighted }) ?? true {
                best = (Score(condition: condition, gain: gain, probabilityAbove: probability), weighted)
            }
        }
        return best?.score
    }

    /// The share of the draws still below their eutectic that have enough of the solid that will vanish there.
    private func tellingShare(_ x: Double, _ fields: [PhaseField?]) -> Double {
        var (below, telling) = (0, 0)
        for (member, field) in zip(members, fields) {
            guard let field, case .solids = field else { continue }
            let vanishing: PhaseField.Solid = x > member.draw.eutectic.liquid ? .lean : .rich
            below += 1
            if field.fraction(of: vanishing, atMoleFraction: x) > Self.tellingLimits * model.detectionLimit(vanishing) { telling += 1 }
        }
        return below > 0 ? Double(telling) / Double(below) : 1
    }

    private func gain(_ x: Double, _ fields: [PhaseField?]) -> Double {
        let weights = model.parameters.thickness.weights(atMillimetres: specification.sample.positionMillimetres(ofMoleFraction: x))
        let limits = PhaseField.Solid.allCases.map(model.detectionLimit)
        var moments = Moments()
        for (member, field) in zip(members, fields) {
            guard let field else { continue }
            let thickness = model.parameters.relativeThickness(member.draw.z, weights: weights)
            var areas = [0.0, 0.0]
            var noise = [0.0, 0.0]
            for solid in PhaseField.Solid.allCases {
                let index = solid.rawValue
                if model.evidence == .presence {
                    areas[index] = model.probabilityOfPresence(solid, atMoleFraction: x, field)
                    noise[index] = areas[index] * (1 - areas[index])
                    continue
                }
                let fraction = field.fraction(of: solid, atMoleFraction: x)
                areas[index] = fraction < limits[index] ? 0 : member.scales[index] * thickness * fraction
                let slope = field.lever(solid, atMoleFraction: x)?.slope ?? 0
                let position = fraction > 0 && fraction < 1 ? member.scales[index] * slope * specification.sample.moleFractionStandardDeviation : 0
                noise[index] = countingNoise[index] * countingNoise[index] + position * position
            }
            moments.add(areas, noise: noise, member.target)
        }
        return moments.gain
    }
}

/// Sums for a regression of two targets on two areas.
private struct Moments {
    private var count = 0.0
    private var sumY = (0.0, 0.0)
    private var sumYY = (0.0, 0.0, 0.0)
    private var sumT = (0.0, 0.0)
    private var sumTT = 0.0
    private var sumTY = (0.0, 0.0, 0.0, 0.0)
    private var sumNoise = (0.0, 0.0)

    mutating func add(_ y: [Double], noise: [Double], _ t: (Double, Double)) {
        count += 1
        sumY.0 += y[0]
        sumY.1 += y[1]
        sumYY.0 += y[0] * y[0]
        sumYY.1 += y[0] * y[1]
        sumYY.2 += y[1] * y[1]
        sumT.0 += t.0
        sumT.1 += t.1
        sumTT += t.0 * t.0 + t.1 * t.1
        sumTY.0 += t.0 * y[0]
        sumTY.1 += t.0 * y[1]
        sumTY.2 += t.1 * y[0]
        sumTY.3 += t.1 * y[1]
        sumNoise.0 += noise[0]
        sumNoise.1 += noise[1]
    }

    /// Three draws carry no regression on two areas.
    private static let minimumDraws = 10.0

    var gain: Double {
        guard count >= Self.minimumDraws else { return 0 }
        let meanY = (sumY.0 / count, sumY.1 / count)
        let meanT = (sumT.0 / count, sumT.1 / count)
        let total = sumTT / count - meanT.0 * meanT.0 - meanT.1 * meanT.1
        let a = sumYY.0 / count - meanY.0 * meanY.0 + sumNoise.0 / count
        let b = sumYY.1 / count - meanY.0 * meanY.1
        let d = sumYY.2 / count - meanY.1 * meanY.1 + sumNoise.1 / count
        let determinant = a * d - b * b
        guard determinant > 0, total > 0 else { return 0 }
        func explained(_ first: Double, _ second: Double) -> Double {
            (d * first * first - 2 * b * first * second + a * second * second) / determinant
        }
        let temperature = explained(sumTY.0 / count - meanT.0 * meanY.0, sumTY.1 / count - meanT.0 * meanY.1)
        let composition = explained(sumTY.2 / count - meanT.1 * meanY.0, sumTY.3 / count - meanT.1 * meanY.1)
        return min(max((temperature + composition) / total, 0), 1)
    }
}
