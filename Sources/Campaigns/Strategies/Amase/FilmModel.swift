import Tieline

#if canImport(Glibc)
    import Glibc
#endif

/// The forward model: from a parameter vector to the areas that every pattern should have shown.
///
/// `area = A · thickness(position) · fraction(x, T_set − offset)`, the fraction by the lever rule. Which isotherms lie below the eutectic is
/// given (``split``), not read off the parameters: so the model is smooth in them, and the choice between splits is a choice between models.
struct FilmModel: Sendable {
    let theory: EutecticTheory
    let parameters: FilmParameters
    let peaks: [TrackedPeak]
    let moleFractionDeviation: Double
    let evidence: EvidenceUse
    /// In the order in which they were measured.
    let observations: [PatternObservation]
    /// The distinct set temperatures, kelvin, rising.
    let temperatures: [Double]
    /// For every observation, which temperature is its own.
    let groups: [Int]

    init(_ specification: CampaignSpecification, theory: EutecticTheory, parameters: FilmParameters, observations: [PatternObservation]) {
        self.theory = theory
        self.parameters = parameters
        peaks = specification.peaks
        moleFractionDeviation = specification.sample.moleFractionStandardDeviation
        evidence = specification.evidence
        self.observations = observations
        let temperatures = observations.map(\.setKelvin).sorted().reduce(into: [Double]()) { if $0.last != $1 { $0.append($1) } }
        self.temperatures = temperatures
        groups = observations.map { observation in temperatures.firstIndex(of: observation.setKelvin) ?? 0 }
    }

    /// The thermodynamics at one parameter vector.
    struct State: Sendable {
        var eutectic: EutecticTheory.Eutectic
        /// One for every temperature.
        var fields: [PhaseField]
    }

    /// - Parameter split: How many of the temperatures lie below the eutectic.
    /// - Returns: `nil` where the model has no such eutectic.
    func state(_ z: [Double], split: Int) -> State? {
        let shifted = theory.shifted(parameters.shifts(z))
        guard let eutectic = shifted.eutectic() else { return nil }
        var fields: [PhaseField] = []
        fields.reserveCapacity(temperatures.count)
        let offset = parameters.offset(z)
        for (index, temperature) in temperatures.enumerated() {
            guard let field = shifted.field(isBelow: index < split, atKelvin: temperature - offset) else { return nil }
            fields.append(field)
        }
        return State(eutectic: eutectic, fields: fields)
    }

    /// The area that an observation should have shown, counts × degree.
    func area(_ solid: PhaseField.Solid, of observation: Int, _ z: [Double], _ state: State) -> Double {
        let seen = observations[observation]
        return exp(parameters.logArea(z, solid)) * parameters.relativeThickness(z, weights: seen.thicknessWeights)
            * state.fields[groups[observation]].fraction(of: solid, atMoleFraction: seen.x)
    }

    /// The fraction of a solid below which it gives no peak.
    func detectionLimit(_ solid: PhaseField.Solid) -> Double { peaks.first { $0.phase == theory.solids[solid.rawValue] }?.detectionLimit ?? 0 }

    /// How the two observed areas of one pattern scatter about the model: each by counting and by the detection limit, near which a phase shows
    /// anything between nothing and its share, and both together by the error of the position, through the slopes of the lever rule.
    func noise(of observation: Int, _ z: [Double], _ state: State) -> AreaNoise {
        var noise = AreaNoise()
        for solid in PhaseField.Solid.allCases {
            guard let area = observations[observation].areas[solid.rawValue] else { continue }
            let (own, position) = deviations(solid, of: observation, z, state, counting: area.standardDeviation)
            noise.own[solid.rawValue] = own
            noise.position[solid.rawValue] = position
        }
        return noise
    }

    /// Standard deviations of one area, counts × degree: its own, and what one standard deviation of the position adds, with its sign.
    private func deviations(_ solid: PhaseField.Solid, of observation: Int, _ z: [Double], _ state: State, counting: Double)
        -> (own: Double, position: Double)
    {
        let seen = observations[observation]
        guard let lever = state.fields[groups[observation]].lever(solid, atMoleFraction: seen.x) else { return (counting, 0) }
        let scale = exp(parameters.logArea(z, solid))
        let reach = abs(lever.slope) * moleFractionDeviation
        // Deep inside a single-phase field the position does not matter; two standard deviations about its edge it does.
        let matters = lever.fraction > -2 * reach && lever.fraction < 1 + 2 * reach
        let limit = detectionLimit(solid)
        let distance = (lever.fraction - 0.5 * limit) / max(limit, .leastNormalMagnitude)
        let detection = 0.5 * scale * limit * exp(-0.5 * distance * distance)
        return ((counting * counting + detection * detection).squareRoot(), matters ? scale * lever.slope * moleFractionDeviation : 0)
    }
}
