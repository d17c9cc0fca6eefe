import Inference
import LinearAlgebra
import Tieline

#if canImport(Glibc)
    import Glibc
#endif

/// What a pattern at a condition is expected to tell about the targets, by regression over the posterior's draws.
///
/// The areas that the draws predict at a condition are regressed on the draws' parameters: the linear part `J` is what a pattern can teach of them,
/// the rest counts as noise. With the parameters whitened by the cloud (covariance `I`), a pattern takes `Jᵀ (J Jᵀ + N)⁻¹ J` off it, and
/// several patterns are chosen one by one, each where it removes most of what the others leave of the targets' variance.
struct DiagramDesign {
    struct Choice: Sendable {
        var condition: Condition
        /// The share of the variance of the targets, in units of the wanted precision, that the pattern should remove, `0...1`.
        var gain: Double
    }

    private struct Member {
        var theory: DiagramTheory
        var offset: Double
        var invariant: DiagramTheory.Targets.Invariant?
    }

    private let model: DiagramModel
    private let specification: CampaignSpecification
    private let members: [Member]
    /// Of the pure phase, counts × degree, and the relative standard deviation of it: members × peaks, row by row.
    private let scales, scaleDeviations: [Double]
    /// Whitened parameters: members × parameters, row by row.
    private let white: [Double]
    /// Gradients of the targets, in units of the wanted precision, along the whitened parameters.
    private let targets: [[Double]]
    /// For labels, which no slope describes.
    private let labels: LabelDesign
    /// By peak, counts × degree.
    private let countingNoise: [Double]

    /// Draws that are looked at: a correlation of so many is good to a tenth.
    static let draws = 120
    /// Compositions that are compared first, and about the best of them every one of the axis.
    private static let compositions = 40
    /// A pattern below the invariant has to show the passing of it in this share of the draws …
    private static let tellingShare = 0.95
    /// … by so many detection limits of the phase that would vanish.
    private static let tellingLimits = 3.0
    /// The same place at the same temperature again says little new.
    private static let exclusion = 0.003

    /// Of the worth of the best temperature: what a cooler one is left for.
    private static let nearlyBest = 0.2

    /// `nil` where the cloud has collapsed or next to no draw has the targets.
    init?(_ model: DiagramModel, _ posterior: DiagramPosterior, _ specification: CampaignSpecification) {
        self.model = model
        self.specification = specification
        var stream = RandomStream(seed: specification.seed, key: DiagramSampling.resamplingStream, UInt64(model.observations.count), .max)
        let chosen = posterior.weights.resampled(&stream)
        let stride = max(1, chosen.count / Self.draws)
        let draws = Swift.stride(from: 0, to: chosen.count, by: stride).map { posterior.draws[chosen[$0]] }
        guard let whitening = Whitening(draws.map(\.z)) else { return nil }
        members = draws.map { draw in
            Member(theory: model.theory.shifted(model.shifts(draw.z)), offset: model.offset(draw.z), invariant: draw.targets.invariant)
        }
        scales = draws.flatMap { $0.likelihood.logScales.map { exp($0) } }
        scaleDeviations = draws.flatMap(\.likelihood.logScaleDeviations)
        let white = draws.flatMap { whitening($0.z) }
        self.white = white
        let noise = model.peaks.indices.map { peak in
            model.observations.compactMap { $0.areas[peak]?.standardDeviation }.max()
        }
        countingNoise = zip(noise, model.peaks.indices).map { seen, peak in
            seen ?? 0.01 * draws.reduce(0) { $0 + exp($1.likelihood.logScales[peak]) } / Double(draws.count)
        }
        let target = specification.target
        var wanted: [[Double?]] = [
            draws.map { ($0.targets.invariant?.temperature).map { $0 / target.temperatureKelvin } },
            draws.map { ($0.targets.invariant?.composition).map { $0 / target.moleFraction } },
        ]
        for (index, boundary) in target.boundaries.enumerated() {
            wanted.append(draws.map { $0.targets.boundaries[index].map { $0 / boundary.moleFraction } })
        }
        labels = LabelDesign(wanted)
        targets = wanted.map { values in
            Regression(0, of: 1, values.map { $0 ?? 0 }, isKnown: values.map { $0 != nil }, on: white).slopes
        }
        guard targets.contains(where: { $0.contains { $0 != 0 } }) else { return nil }
    }

    /// The best pattern at one temperature; only compositions at which the passing of the invariant would be seen, or where it would be seen best.
    func best(atKelvin kelvin: Double, mustTell: Bool, interest: (Condition) -> Double) -> Choice? {
        let fields = fields(atKelvin: kelvin)
        var compositions = compositions(atKelvin: kelvin)
        if mustTell { compositions = telling(compositions, atKelvin: kelvin) }
        guard let coarse = best(compositions, kelvin, fields, interest) else { return nil }
        let axis = specification.space.axes[0]
        let width = axis.resolution * Double(stride)
        let near = (0..<axis.count).map(axis.value(at:)).filter { x in
            abs(x - coarse.condition[0]) < width && isNew(x, atKelvin: kelvin) && compositions.contains { abs($0 - x) < width }
        }
        return best(near, kelvin, fields, interest) ?? coarse
    }

    private func best(_ compositions: [Double], _ kelvin: Double, _ fields: [IsothermalField?], _ interest: (Condition) -> Double) -> Choice? {
        guard model.evidence == .presence else {
            return PatternPlan(targets).best(compositions.map { candidate($0, kelvin, fields, interest, cost: 1) })
        }
        let choices = compositions.map { x -> (choice: Choice, weighted: Double) in
            let choice = label(x, kelvin, fields)
            return (choice, choice.gain * interest(choice.condition))
        }
        return choices.max { $0.weighted < $1.weighted }?.choice
    }

    /// What the labels of a pattern at a place should tell.
    private func label(_ x: Double, _ kelvin: Double, _ fields: [IsothermalField?]) -> Choice {
        let presence = fields.map { field in
            field.map { field in model.peaks.indices.map { DiagramModel.probabilityOfLabel(model.share($0, field, atMoleFraction: x).presence) } }
        }
        return Choice(condition: Condition([x, kelvin]), gain: labels.gain(presence))
    }

    /// Where one pattern's labels should tell most for their cost: the coolest of the temperatures that are not far worse than the best one, since a label
    /// says little and heat cannot be taken back.
    ///
    /// - Parameters:
    ///   - temperatures: Rising.
    ///   - prefersCooler: Whether what is passed over is lost.
    /// - Returns: `nil` if no label is worth more than `leastGain`.
    func bestLabel(
        kelvin temperatures: [Double], prefersCooler: Bool, leastGain: Double, cost: (Double) -> Double, interest: (Condition) -> Double
    ) -> Choice? {
        let choices = temperatures.compactMap { kelvin -> (choice: Choice, worth: Double)? in
            best(compositions(atKelvin: kelvin), kelvin, fields(atKelvin: kelvin), interest).map {
                ($0, $0.gain * interest($0.condition) / max(cost(kelvin), 1e-9))
            }
        }
        let telling = choices.filter { $0.choice.gain > leastGain }
        guard let best = telling.max(by: { $0.worth < $1.worth }) else { return nil }
        return prefersCooler ? telling.first { $0.worth >= Self.nearlyBest * best.worth }?.choice : best.choice
    }

    /// The best patterns together, each by gain for its cost: so many at most, and no more that would remove less than `worth` of what is unknown.
    /// - Parameter cost: Of a pattern at a temperature, in any unit.
    func plan(_ count: Int, worth: Double, kelvin temperatures: [Double], cost: (Double) -> Double, interest: (Condition) -> Double) -> [Choice] {
        let candidates = temperatures.flatMap { kelvin in
            let fields = fields(atKelvin: kelvin)
            return compositions(atKelvin: kelvin).map { candidate($0, kelvin, fields, interest, cost: cost(kelvin)) }
        }
        var plan = PatternPlan(targets)
        var choices: [Choice] = []
        for _ in 0..<count {
            guard let choice = plan.best(candidates), choices.isEmpty || choice.gain >= worth else { break }
            choices.append(choice)
            plan.take(choice, candidates)
        }
        return choices
    }

    /// The share of the draws whose invariant lies below the set temperature.
    func probabilityAbove(_ kelvin: Double) -> Double {
        let known = members.compactMap { member in member.invariant.map { kelvin - member.offset > $0.temperature } }
        return Double(known.count(where: \.self)) / Double(max(known.count, 1))
    }

    private var stride: Int { max(1, specification.space.axes[0].count / Self.compositions) }

    private func compositions(atKelvin kelvin: Double) -> [Double] {
        let axis = specification.space.axes[0]
        return Swift.stride(from: 0, to: axis.count, by: stride).map(axis.value(at:)).filter { isNew($0, atKelvin: kelvin) }
    }

    private func isNew(_ x: Double, atKelvin kelvin: Double) -> Bool {
        model.observations.allSatisfy { $0.setKelvin != kelvin || abs($0.x - x) > Self.exclusion }
    }

    private func fields(atKelvin kelvin: Double) -> [IsothermalField?] { members.map { $0.theory.field(atKelvin: kelvin - $0.offset) } }

    /// The compositions at which the passing of the invariant would be seen, or where it would be seen best.
    ///
    /// An area falls before it vanishes. A label does not: a phase that is gone may have dissolved as well, and only where there should be most of it has it melted.
    private func telling(_ compositions: [Double], atKelvin kelvin: Double) -> [Double] {
        let limits = compositions.map { limitsOfVanishing($0, atKelvin: kelvin) }
        guard model.evidence == .areas else {
            let amounts = limits.map { $0.reduce(0, +) }
            return zip(compositions, amounts).max { $0.1 < $1.1 }.map { [$0.0] } ?? []
        }
        let shares = limits.map { draws in
            draws.isEmpty ? 1 : Double(draws.count { $0 > Self.tellingLimits }) / Double(draws.count)
        }
        let needed = min(Self.tellingShare, shares.max() ?? 0)
        return zip(compositions, shares).filter { $0.1 >= needed }.map(\.0)
    }

    /// For every draw whose outer phases still coexist: how much there is of the one that vanishes at the invariant, in detection limits of its peak.
    private func limitsOfVanishing(_ x: Double, atKelvin kelvin: Double) -> [Double] {
        members.compactMap { member in
            guard let invariant = member.invariant, (kelvin - member.offset < invariant.temperature) == invariant.outerPhasesBelow else { return nil }
            let (lean, middle, rich) = (invariant.compositions[0], invariant.compositions[1], invariant.compositions[2])
            guard lean < x, x < rich else { return 0 }
            let fraction = x > middle ? (rich - x) / (rich - lean) : (x - lean) / (rich - lean)
            let vanishing = x > middle ? (invariant.phases[0], lean) : (invariant.phases[2], rich)
            let peak = model.peaks.indices.first {
                model.peakPhases[$0] == vanishing.0 && model.peaks[$0].moleFractions.contains(vanishing.1)
            }
            return peak.map { fraction / max(model.peaks[$0].detectionLimit, .leastNormalMagnitude) } ?? 0
        }
    }

    /// What a pattern at a place should show, from the draws' areas there.
    private func candidate(
        _ x: Double, _ kelvin: Double, _ fields: [IsothermalField?], _ interest: (Condition) -> Double, cost: Double
    ) -> PatternPlan.Candidate {
        let condition = Condition([x, kelvin])
        let peaks = model.peaks.count
        let thickness = model.thickness.deviation * model.thickness.deviation
        var areas = Array(repeating: 0.0, count: members.count * peaks)
        var isKnown = Array(repeating: false, count: members.count)
        var noise = Matrix(rows: peaks, columns: peaks)
        var position = Array(repeating: 0.0, count: peaks)
        var known = 0.0
        for member in fields.indices {
            guard let field = fields[member] else { continue }
            known += 1
            isKnown[member] = true
            let start = member * peaks
            for peak in 0..<peaks {
                let share = model.share(peak, field, atMoleFraction: x)
                let scale = scales[start + peak]
                areas[start + peak] = scale * share.mean
                position[peak] = scale * share.position
                let own = scale * share.own
                let scaling = areas[start + peak] * min(scaleDeviations[start + peak], 1)
                noise[peak, peak] += own * own + scaling * scaling
            }
            for row in 0..<peaks {
                for column in 0..<peaks {
                    noise[row, column] += position[row] * position[column] + thickness * areas[start + row] * areas[start + column]
                }
            }
        }
        for index in noise.elements.indices { noise.elements[index] /= max(known, 1) }
        var slopes: [[Double]] = []
        for peak in 0..<peaks {
            let regression = Regression(peak, of: peaks, areas, isKnown: isKnown, on: white)
            slopes.append(regression.slopes)
            noise[peak, peak] += countingNoise[peak] * countingNoise[peak]
            noise[peak, peak] += regression.residualVariance
        }
        return PatternPlan.Candidate(condition: condition, slopes: slopes, noise: noise, weight: interest(condition) / max(cost, 1e-9))
    }
}
