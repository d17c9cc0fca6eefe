import Calphad
import Campaigns
import Inference
public import SimulatedBench
public import Tieline

/// Where the truths of a study come from.
public enum TruthSource: Sendable, Hashable {
    /// The bench file's own hidden film, the same for every seed.
    case bench
    /// Drawn from the campaign's own prior, one for every seed, and kept if the eutectic lies in these ranges: kelvin, mole fraction.
    case prior(kelvin: ClosedRange<Double>, moleFraction: ClosedRange<Double>)
    /// The same, with the terms of `theory.discrepancy` drawn as well: outside the family of the assessment.
    case beyond(kelvin: ClosedRange<Double>, moleFraction: ClosedRange<Double>)

    /// The range that the standard study of the film draws from: 100 to 170 °C, 0.45 to 0.66.
    public static let standardPrior = TruthSource.prior(kelvin: 373.15...443.15, moleFraction: 0.45...0.66)

    /// Truths from a campaign's prior whose invariant lies inside its axes; that of the published film lies outside of them, and has ``standardPrior``.
    public static func prior(of specification: CampaignSpecification) -> TruthSource {
        let axes = specification.space.axes
        guard !specification.name.hasPrefix(Self.filmCampaign) else { return standardPrior }
        return .prior(kelvin: axes[1].minimum...axes[1].maximum, moleFraction: axes[0].minimum...axes[0].maximum)
    }

    private static let filmCampaign = "sn-bi-film"

    /// The same range outside the family.
    public var beyond: TruthSource {
        switch self {
        case .bench, .beyond: self
        case .prior(let kelvin, let moleFraction): .beyond(kelvin: kelvin, moleFraction: moleFraction)
        }
    }

    /// `bench`, `prior` or `beyond`.
    public var name: String {
        switch self {
        case .bench: "bench"
        case .prior: "prior"
        case .beyond: "beyond"
        }
    }
}

/// A hidden film and the invariant that a campaign should find.
public struct StudyTruth: Sendable {
    public var film: FilmTruth
    /// Kelvin.
    public var temperature: Double
    /// Mole fraction of the second component in the phase in the middle: the liquid of a eutectic.
    public var composition: Double
}

/// Makes the truths of a study, seed by seed.
struct TruthMaker {
    private let source: TruthSource
    private let hiddenFilm: StudyTruth
    private let invariant: Invariant
    /// The bench's system with the campaign's free parameters, unshifted.
    private let system: BinarySystem
    private let deviations: [Double]
    /// So many of the parameters are the assessment's own.
    private let family: Int
    private let target: TargetSpecification

    /// A range that one draw in so many hits is one that the prior does not support.
    private static let maximumDraws = 10_000
    private static let stream: UInt64 = 0x7472_7574_68

    /// - Throws: Database and equilibrium errors, or ``StudyError`` `noInvariant` when the bench has none.
    init(_ source: TruthSource, start: CampaignStart, bench: FilmBench) throws {
        self.source = source
        let film = bench.truth
        guard let hidden = try film.system.invariants(in: Self.searchRange).first(where: { start.specification.target.isMet(by: $0) }) else {
            throw StudyError.noInvariant(start.specification.target.invariant, source: bench.specification.name)
        }
        hiddenFilm = StudyTruth(film: film, temperature: hidden.temperature, composition: hidden.vertices[1].x)
        let theory = start.specification.theory
        system = try BinarySystem(
            Database(parsing: start.database, file: theory.database), components: (theory.components[0], theory.components[1]), phases: theory.phases,
            free: theory.moving.map { try ParameterIdentifier($0.parameter) })
        guard let known = try system.invariants(in: Self.searchRange).first(where: { start.specification.target.isMet(by: $0) }) else {
            throw StudyError.noInvariant(start.specification.target.invariant, source: theory.database)
        }
        invariant = known
        deviations = theory.moving.map(\.standardDeviation)
        family = theory.free.count
        target = start.specification.target
    }

    private static let searchRange = 200.0...3000.0

    /// - Throws: ``StudyError`` `noTruth` when the prior does not reach the range.
    func truth(seed: UInt64) throws -> StudyTruth {
        let (kelvin, moleFraction): (ClosedRange<Double>, ClosedRange<Double>)
        switch source {
        case .bench: return hiddenFilm
        case .prior(let temperatures, let compositions), .beyond(let temperatures, let compositions):
            (kelvin, moleFraction) = (temperatures, compositions)
        }
        let drawnParameters = source == .beyond(kelvin: kelvin, moleFraction: moleFraction) ? deviations.count : family
        var stream = RandomStream(seed: seed, key: Self.stream)
        for _ in 0..<Self.maximumDraws {
            var drawn = system
            drawn.shifts = deviations.enumerated().map { index, deviation in index < drawnParameters ? deviation * stream.normal() : 0 }
            guard let near = try? drawn.invariant(startingFrom: invariant), kelvin.contains(near.temperature),
                moleFraction.contains(near.vertices[1].x),
                // Newton's eutectic counts only if it is the stable one.
                let stable = try? drawn.invariants(in: Self.searchRange).first(where: { target.isMet(by: $0) }),
                abs(stable.temperature - near.temperature) < Self.sameInvariant
            else { continue }
            return StudyTruth(film: FilmTruth(drawn), temperature: near.temperature, composition: near.vertices[1].x)
        }
        throw StudyError.noTruth(draws: Self.maximumDraws)
    }

    /// Kelvin.
    private static let sameInvariant = 1e-3
}
