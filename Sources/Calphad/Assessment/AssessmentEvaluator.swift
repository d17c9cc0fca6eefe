/// Computes deviates and their gradients at any shifts, row by row, each from where its last search ended.
///
/// A value: a copy goes on alone. What it returns depends on where its rows stand, by rounding, unless a row has several solutions:
/// ``audit()`` looks whether the one a row stands on is the best.
struct AssessmentEvaluator: Sendable {
    /// How a deviate came about.
    enum Kind: String, Sendable, Codable {
        /// The distance from the observed point to the model's surface, in standard errors; or a difference of properties.
        case exact
        /// No such surface was found: the first step towards it, at the observed point.
        case linearised
        /// The model has no such equilibrium; the row costs a constant.
        case unusable
    }

    struct Deviate: Sendable {
        var value = 0.0
        var loss = Loss.normal
        var kind = Kind.exact
        /// What the model says, in the unit of what was measured: of a boundary the fraction at the foot point.
        var predicted = 0.0
    }

    let core: AssessmentCore
    /// J per mole of atoms: how well any model's energies are known, added to every boundary in quadrature. It keeps a row finite where the
    /// energy is flat.
    let energyTolerance: Double
    private(set) var rows: [AssessmentRow]
    /// Where each row's deviates begin.
    private(set) var offsets: [Int] = [0]
    var states: [RowState?]
    /// Where each row's search begins when nothing else is known: found by a global search once, and again by ``audit()``.
    var anchors: [RowState?]
    /// Of rows that are linearised, the J/mol of one standard error: held from the first time on until ``audit()``, so that their gradients are exact.
    var heldScales: [Double?]
    var shifts: ShiftedParameters
    /// Two for each phase, so that a phase can stand at both ends of a gap.
    var probes: [PhaseProbe]
    private(set) var deviates: [Deviate] = []
    /// `[deviate][coefficient]`: ∂z/∂θ.
    var gradients: [Double] = []
    // Scratch.
    var direction: [Double]
    var otherDirection: [Double]
    var slopes: [Double]

    var coefficientCount: Int { core.coefficients.count }

    init(_ core: AssessmentCore, energyTolerance: Double, rows: [AssessmentRow]) {
        self.core = core
        self.energyTolerance = energyTolerance
        self.rows = []
        states = []
        anchors = []
        heldScales = []
        shifts = ShiftedParameters(forms: core.forms, values: .init(repeating: 0, count: core.coefficients.count))
        probes = core.phases.flatMap { [PhaseProbe($0), PhaseProbe($0)] }
        let largest = core.phases.map(\.model.variableCount).max() ?? 0
        direction = .init(repeating: 0, count: largest)
        otherDirection = direction
        slopes = .init(repeating: 0, count: core.parameters.count)
        for row in rows { append(row) }
    }

    mutating func append(_ row: AssessmentRow) {
        rows.append(row)
        states.append(nil)
        anchors.append(nil)
        heldScales.append(nil)
        offsets.append((offsets.last ?? 0) + row.deviateCount)
        deviates = .init(repeating: Deviate(), count: offsets.last ?? 0)
        gradients = .init(repeating: 0, count: deviates.count * coefficientCount)
    }

    /// Fills ``deviates`` and ``gradients``.
    mutating func evaluate(at values: [Double]) {
        precondition(values.count == coefficientCount)
        shifts.values = values
        for index in gradients.indices { gradients[index] = 0 }
        for index in rows.indices { evaluate(row: index) }
    }

    /// The anchor of a row, searched for when there is none.
    mutating func anchor(_ index: Int, _ search: (inout AssessmentEvaluator) -> RowState?) -> RowState? {
        if let known = anchors[index] { return known }
        let found = search(&self)
        anchors[index] = found
        return found
    }

    /// Fills those of one row, whose gradients must be zero.
    mutating func evaluate(row index: Int) {
        let first = offsets[index]
        switch rows[index] {
        case .property(let row):
            let sum = AffineValue(row.value, slopes: row.slopes).at(shifts.values)
            record(first, (row.measured.value - sum) / row.measured.error, row.loss, predicted: sum)
            for (place, slope) in row.slopes.enumerated() { gradients[first * coefficientCount + place] = -slope / row.measured.error }
        case .boundary(let row): boundary(row, index, first)
        case .lever(let row): lever(row, index, first)
        case .invariant(let row): invariant(row, index, first)
        case .relaxed(let row): relaxed(row, index, first)
        case .activity(let row): activity(row, index, first)
        }
    }

    mutating func record(_ place: Int, _ value: Double, _ loss: Loss, kind: Kind = .exact, predicted: Double) {
        deviates[place] = Deviate(value: value, loss: loss, kind: kind, predicted: predicted)
    }

    /// A deviate where the model has no such equilibrium: it costs as much as ``unusableDeviate``, without a slope, so that no shift that destroys
    /// what was measured is better for it.
    mutating func recordUnusable(_ place: Int, _ loss: Loss) {
        // Of a label the side matters: the one on which it would be wrong.
        let isSeen = if case .probit(let seen, _) = loss { seen >= 0.5 } else { false }
        deviates[place] = Deviate(value: isSeen ? -Self.unusableDeviate : Self.unusableDeviate, loss: loss, kind: .unusable, predicted: .nan)
        for c in 0..<coefficientCount { gradients[place * coefficientCount + c] = 0 }
    }

    /// Standard errors: beyond every deviate that an equilibrium that exists is worth keeping for.
    static let unusableDeviate = 1e4

    /// Adds `factor × slopes` to a deviate's gradient, with each parameter's coefficients at a temperature, and clears the slopes.
    mutating func spread(_ place: Int, factor: Double, _ temperature: Double) {
        let logarithm = Elementary.log(temperature)
        for parameter in slopes.indices where slopes[parameter] != 0 {
            core.spread(
                factor * slopes[parameter], of: parameter, temperature, logarithm: logarithm, into: &gradients, at: place * coefficientCount)
            slopes[parameter] = 0
        }
    }
}
