/// Points of boundaries: the distance between what was measured and the model's boundary, both coordinates in their standard errors.
///
/// On the boundary of phase α with partner β the driving force of β at α's potentials vanishes, `F(x, T) = max_y (μ·M_β − G_β) = 0`. With errors in
/// composition and temperature the closest point of that curve is (Deming 1943; Britt and Luecke 1973)
///
///     λ = (F + ∇F·(ζ₀ − ζ)) / s²,   ζ ← ζ₀ − Σ ∇Fᵀ λ,   s² = ∇F Σ ∇Fᵀ,   z = λ s
///
/// where ζ = (x, T), ζ₀ is the observed point and Σ its covariance. Near a congruent maximum the boundary is level, so that no composition
/// belongs to the observed temperature: a residual of composition alone, or of temperature alone, would not exist there, the distance does. At the
/// foot point `∂z/∂θ = F_θ / s` exactly (envelope theorem), and `F_θ = u·… − φ_β` from one transposed system (``PhaseProbe/adjoint(_:)``).
/// Where no foot is found, the first step of the iteration stands for the distance.
extension AssessmentEvaluator {
    static let maximumFootSteps = 15
    /// Of the last step, in standard errors; the distance then errs by its square.
    static let footTolerance = 5e-5
    /// Ends of a gap that come closer than this have met, mole fraction.
    static let smallestGap = 1e-4
    /// A cold search for the other side of a gap looks beyond this, mole fraction.
    static let coldGap = 0.04

    /// `F` and its derivatives at a point.
    struct Drive: Sendable {
        /// J per mole of the partner's formula units.
        var force = 0.0
        /// Per mole fraction, in the order of the row's known components.
        var composition: [Double]
        /// Per kelvin.
        var temperature = 0.0
        /// Atoms in a formula unit of the partner.
        var atoms = 1.0
        /// The adjoint of ``PhaseProbe``.
        var adjoint: [Double] = []
        /// Whether the partner was held where it was, because it ran into the phase itself.
        var isHeld = false
    }

    mutating func boundary(_ row: AssessmentRow.Boundary, _ index: Int, _ place: Int) {
        let observed = full(row, row.observed)
        var drive = Drive(composition: row.observed)
        // From where the last search ended, then from the observed point.
        for isCold in [false, true] {
            guard var point = isCold ? anchor(index, { $0.coldState(row, observed) }) : states[index].take() else { continue }
            if let deviate = foot(row, &point, &drive) {
                let sign = sign(row, drive)
                record(place, sign * deviate.value, row.loss, predicted: predicted(row, point))
                differentiate(row, drive, at: point.temperature, factor: sign / deviate.scale, place)
                states[index] = point
                return
            }
        }
        // The first step, at the observed point.
        guard var point = anchor(index, { $0.coldState(row, observed) }), evaluateDrive(row, &point, &drive, isMoved: true) else {
            return recordUnusable(place, row.loss)
        }
        let floor = Self.linearisedTolerance * drive.atoms
        let scale = heldScales[index] ?? (variance(row, drive) + floor * floor).squareRoot()
        heldScales[index] = scale
        let sign = sign(row, drive)
        record(place, sign * drive.force / scale, row.loss, kind: .linearised, predicted: .nan)
        differentiate(row, drive, at: point.temperature, factor: sign / scale, place)
    }

    /// J per mole of atoms: where no boundary is found, energies say no more than this.
    private static let linearisedTolerance = 50.0

    /// A temperature is read with its sign, which is that of `−F_T`; of a distance only the square counts.
    private func sign(_ row: AssessmentRow.Boundary, _ drive: Drive) -> Double { row.readsTemperature && drive.temperature > 0 ? -1 : 1 }

    /// What is read off the foot: the temperature, or the first known fraction.
    private func predicted(_ row: AssessmentRow.Boundary, _ point: RowState) -> Double {
        row.readsTemperature ? point.temperature : point.fractions[row.known[0]]
    }

    private func full(_ row: AssessmentRow.Boundary, _ known: [Double]) -> [Double] {
        var result = [Double](repeating: 0, count: core.components.count)
        for (place, component) in row.known.enumerated() { result[component] = known[place] }
        result[row.rest] = 1 - known.reduce(0, +)
        return AssessmentCore.inside(result)
    }

    private func variance(_ row: AssessmentRow.Boundary, _ drive: Drive) -> Double {
        let tolerance = row.readsTemperature ? 0 : energyTolerance * drive.atoms
        var sum = tolerance * tolerance
        for (place, error) in row.errors.enumerated() { sum += drive.composition[place] * error * drive.composition[place] * error }
        return sum + drive.temperature * row.temperature.error * drive.temperature * row.temperature.error
    }

    /// Where a row begins: at the observed point, the partner at its lowest constitution or at what is known of it.
    mutating func coldState(_ row: AssessmentRow.Boundary, _ observed: [Double]) -> RowState? {
        let alpha = 2 * row.phase
        let beta = 2 * row.partner + 1
        probes[alpha].move(to: row.temperature.value, shifts)
        probes[beta].move(to: row.temperature.value, shifts)
        guard probes[alpha].seed(near: observed), probes[alpha].settle(at: observed) else { return nil }
        let potentials = probes[alpha].potentials
        var isSeeded = false
        if let hint = row.hint {
            isSeeded = probes[beta].seed(near: hint)
        }
        if !isSeeded {
            guard probes[beta].seed(below: potentials, awayFrom: row.phase == row.partner ? observed : nil, distance: Self.coldGap) else {
                return nil
            }
        }
        return RowState(
            fractions: observed, temperature: row.temperature.value,
            constitutions: [probes[alpha].workspace.y, probes[beta].workspace.y])
    }

    /// `F` and its derivatives where the state is; the constitutions move to where they were found.
    mutating func evaluateDrive(_ row: AssessmentRow.Boundary, _ point: inout RowState, _ drive: inout Drive, isMoved: Bool) -> Bool {
        let alpha = 2 * row.phase
        let beta = 2 * row.partner + 1
        let count = core.components.count
        // One access for the whole: a subscript a line would count references more than it computes.
        let settled = { (alpha: inout PhaseProbe, shifts: ShiftedParameters) in
            if isMoved { alpha.move(to: point.temperature, shifts) }
            alpha.load(point.constitutions[0])
            return alpha.settle(at: point.fractions)
        }(&probes[alpha], shifts)
        guard settled else { return false }
        let potentials = probes[alpha].potentials
        let isGap = row.phase == row.partner
        drive.isHeld = { (beta: inout PhaseProbe, shifts: ShiftedParameters) in
            if isMoved { beta.move(to: point.temperature, shifts) }
            beta.load(point.constitutions[1])
            if let force = beta.touch(potentials), !(isGap && beta.isAt(point.fractions, within: Self.smallestGap)) {
                drive.force = force
                beta.store(into: &point.constitutions[1])
                return false
            }
            // The partner ran into the phase itself, or off the phase: it is held where it was last, so that the row still pulls.
            beta.load(point.constitutions[1])
            drive.force = beta.drivingForce(potentials)
            return true
        }(&probes[beta], shifts)
        drive.atoms = probes[beta].workspace.total
        let partnerSlope = probes[beta].workspace.derivatives.temperatureSlope
        let partnerAmounts = probes[beta].workspace.amounts
        let isRegular = { (alpha: inout PhaseProbe) in
            guard alpha.adjoint(partnerAmounts, into: &drive.adjoint) else { return false }
            for (place, component) in row.known.enumerated() {
                drive.composition[place] = alpha.scale * (drive.adjoint[component] - drive.adjoint[row.rest])
            }
            drive.temperature = drive.adjoint[count] * alpha.workspace.derivatives.temperatureSlope - partnerSlope
            for c in 0..<count { drive.temperature -= drive.adjoint[c] * alpha.workspace.change(of: c, by: count + 1) }
            alpha.store(into: &point.constitutions[0])
            return true
        }(&probes[alpha])
        return isRegular && drive.force.isFinite && drive.temperature.isFinite
    }

    /// The closest point of the boundary. Nil when the iteration does not end.
    ///
    /// On a curved boundary the iteration alone closes in along the tangent by a factor of distance over radius, or not at all; two steps tell
    /// the factor (Anderson's mixing of depth one).
    private mutating func foot(_ row: AssessmentRow.Boundary, _ point: inout RowState, _ drive: inout Drive) -> (value: Double, scale: Double)? {
        let count = row.known.count
        var isMoved = true
        // Where the step leads and the step itself, in standard errors, of this turn and the one before; temperature last.
        var target = [Double](repeating: 0, count: count + 1)
        var step = target
        var oldTarget = target
        var oldStep = target
        for turn in 0..<Self.maximumFootSteps {
            guard evaluateDrive(row, &point, &drive, isMoved: isMoved) else { return nil }
            let square = variance(row, drive)
            guard square > 0, square.isFinite else { return nil }
            var linear = drive.force + drive.temperature * (row.temperature.value - point.temperature)
            for (place, component) in row.known.enumerated() {
                linear += drive.composition[place] * (row.observed[place] - point.fractions[component])
            }
            let multiplier = linear / square
            var largest = 0.0
            for place in 0...count {
                let error = place < count ? row.errors[place] : row.temperature.error
                let slope = place < count ? drive.composition[place] : drive.temperature
                let here = place < count ? point.fractions[row.known[place]] : point.temperature
                target[place] = (place < count ? row.observed[place] : row.temperature.value) - error * error * slope * multiplier
                step[place] = error > 0 ? (target[place] - here) / error : 0
                largest = max(largest, abs(step[place]))
            }
            guard largest.isFinite else { return nil }
            if largest < Self.footTolerance {
                return drive.isHeld ? nil : (multiplier * square.squareRoot(), square.squareRoot())
            }
            var mixing = 0.0
            if turn > 0 {
                var product = 0.0
                var norm = 0.0
                for place in 0...count {
                    let change = step[place] - oldStep[place]
                    product += step[place] * change
                    norm += change * change
                }
                if norm > 0 { mixing = max(-Self.largestMixing, min(Self.largestMixing, product / norm)) }
            }
            for place in 0...count {
                let next = target[place] - mixing * (turn > 0 ? target[place] - oldTarget[place] : 0)
                oldTarget[place] = target[place]
                oldStep[place] = step[place]
                guard place < count else {
                    let move = next - point.temperature
                    isMoved = row.temperature.error > 0 && move != 0
                    if isMoved { point.temperature += max(-Self.largestTemperatureStep, min(Self.largestTemperatureStep, move)) }
                    continue
                }
                // No step leaves the composition's domain.
                let old = point.fractions[row.known[place]]
                point.fractions[row.known[place]] = max(Self.shrinkage * old, min(1 - Self.shrinkage * (1 - old), next))
            }
            var rest = 1.0
            for component in row.known { rest -= point.fractions[component] }
            guard rest > 0, point.temperature > 1 else { return nil }
            point.fractions[row.rest] = rest
        }
        return nil
    }

    /// What remains of a fraction at least after one step.
    private static let shrinkage = 0.1
    /// Kelvin.
    private static let largestTemperatureStep = 150.0
    private static let largestMixing = 3.0

    /// Adds `factor × F_θ` to a deviate's gradient.
    mutating func differentiate(_ row: AssessmentRow.Boundary, _ drive: Drive, at temperature: Double, factor: Double, _ place: Int) {
        addForceSlopes(phase: row.phase, partner: row.partner, drive.adjoint)
        spread(place, factor: factor, temperature)
    }

    /// Adds `∂F/∂L` of every free parameter to the slopes.
    mutating func addForceSlopes(phase: Int, partner: Int, _ adjoint: [Double]) {
        let alpha = 2 * phase
        let beta = 2 * partner + 1
        let count = core.components.count
        if !probes[alpha].phase.entries.isEmpty {
            probes[alpha].answer(adjoint[..<count], into: &direction)
            for entry in probes[alpha].phase.entries {
                let slope = probes[alpha].parameterSlope(entry, along: direction)
                slopes[entry.parameter] += slope.along + adjoint[count] * slope.value
            }
        }
        for entry in probes[beta].phase.entries { slopes[entry.parameter] -= probes[beta].parameterSlope(entry, along: nil).value }
    }
}
