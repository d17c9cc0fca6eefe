import Inference
import LinearAlgebra
import Tieline

#if canImport(Glibc)
    import Glibc
#endif

/// From the parameters of the theory to the likelihood of all that was seen.
///
/// The parameters `z` are standard normal a priori: the shifts of the Gibbs energies in units of their standard deviations, then the controller's offset.
struct DiagramModel: Sendable {
    let theory: DiagramTheory
    let peaks: [TrackedPeak]
    /// The phase of each peak, by its place in the theory.
    let peakPhases: [Int]
    let thickness: ThicknessProfile
    let evidence: EvidenceUse
    let observations: [PatternObservation]
    let statements: [DiagramStatement]
    /// The distinct set temperatures, kelvin, rising, and which of them is each observation's.
    let temperatures: [Double]
    private let groups: [Int]
    private let shiftDeviations: [Double]
    private let offsetDeviation: Double
    private let moleFractionDeviation: Double
    private let areaLogMean: Double

    /// The probability that a label is wrong for no reason that the model knows.
    private static let misreading = 1e-3

    init(
        _ specification: CampaignSpecification, theory: DiagramTheory, thickness: ThicknessProfile, observations: [PatternObservation],
        statements: [DiagramStatement]
    ) {
        self.theory = theory
        self.thickness = thickness
        self.observations = observations
        self.statements = statements
        peaks = specification.peaks
        peakPhases = specification.peaks.map { peak in theory.phases.firstIndex(of: peak.phase) ?? theory.phases.count }
        evidence = specification.evidence
        shiftDeviations = specification.theory.moving.map(\.standardDeviation)
        offsetDeviation = specification.measurement.offsetStandardDeviationKelvin
        moleFractionDeviation = specification.sample.moleFractionStandardDeviation
        let temperatures = observations.map(\.setKelvin).sorted().reduce(into: [Double]()) { if $0.last != $1 { $0.append($1) } }
        self.temperatures = temperatures
        groups = observations.map { observation in temperatures.firstIndex(of: observation.setKelvin) ?? 0 }
        areaLogMean = log(max(observations.flatMap { $0.areas.compactMap { $0?.value } }.max() ?? 1, 1))
    }

    var count: Int { shiftDeviations.count + 1 }

    func shifts(_ z: [Double]) -> [Double] { zip(z, shiftDeviations).map(*) }

    /// What the controller shows minus the sample's temperature, kelvin.
    func offset(_ z: [Double]) -> Double { z[shiftDeviations.count] * offsetDeviation }

    /// What a peak should show at a place.
    /// - Parameter peak: Its place in the campaign.
    func share(_ peak: Int, _ field: IsothermalField, atMoleFraction x: Double) -> PeakShare {
        PeakShare(
            field.lever(peakPhases[peak], peaks[peak].moleFractions, atMoleFraction: x, reach: PeakShare.reach * moleFractionDeviation),
            detectionLimit: peaks[peak].detectionLimit, moleFractionDeviation: moleFractionDeviation)
    }

    /// The fields of all measured temperatures, `nil` where one of them cannot be found.
    /// - Parameter known: Fields of the same parameters at temperatures that are not computed again.
    func fields(_ z: [Double], known: [Double: IsothermalField] = [:]) -> [IsothermalField]? {
        let shifted = theory.shifted(shifts(z))
        let offset = offset(z)
        var result: [IsothermalField] = []
        result.reserveCapacity(temperatures.count)
        for temperature in temperatures {
            guard let field = known[temperature] ?? shifted.field(atKelvin: temperature - offset) else { return nil }
            result.append(field)
        }
        return result
    }

    /// The likelihood of the first so many observations, scales and thickness integrated out, with all statements.
    func likelihood(_ z: [Double], _ fields: [IsothermalField]) -> DiagramLikelihood {
        let shares = zip(observations, groups).map { observation, group in
            peaks.indices.map { share($0, fields[group], atMoleFraction: observation.x) }
        }
        let said = statements.isEmpty ? 0 : statements(z)
        switch evidence {
        case .areas:
            let areas = AreaLikelihood(
                observations, shares: shares, peaks: peaks.count, knots: thickness.knots.count, logMean: areaLogMean)
            return DiagramLikelihood(
                logDensity: areas.logDensity + said, logScales: areas.logScales, logScaleDeviations: areas.logScaleDeviations)
        case .presence:
            let labels = zip(observations, shares).reduce(0.0) { sum, pair in sum + Self.labels(pair.0, pair.1) }
            return DiagramLikelihood(logDensity: labels + said, logScales: peaks.map { _ in areaLogMean }, logScaleDeviations: peaks.map { _ in 0 })
        }
    }

    private func statements(_ z: [Double]) -> Double {
        let shifted = theory.shifted(shifts(z))
        return statements.reduce(0) { $0 + $1.logDensity(shifted) }
    }

    /// That a pattern shows a phase which is there, in an amount that shows, with some probability.
    static func probabilityOfLabel(_ presence: Double) -> Double { misreading + (1 - 2 * misreading) * presence }

    /// A label that is unsure counts on both sides, by its probability.
    private static func labels(_ observation: PatternObservation, _ shares: [PeakShare]) -> Double {
        zip(observation.areas, shares).reduce(0) { sum, pair in
            guard let label = pair.0?.probabilityPresent else { return sum }
            let present = probabilityOfLabel(pair.1.presence)
            return sum + log(label * present + (1 - label) * (1 - present))
        }
    }
}

/// The likelihood of one set of parameters, and what the areas say of their scales.
struct DiagramLikelihood: Sendable {
    var logDensity: Double
    /// By peak: log of counts × degree of the pure phase, and one standard deviation.
    var logScales: [Double]
    var logScaleDeviations: [Double]
}
