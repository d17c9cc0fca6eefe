/// A datum as numbers: names are places, what is fixed is computed.
enum AssessmentRow: Sendable {
    case boundary(Boundary)
    case invariant(Invariant)
    case lever(Lever)
    case property(Affine)
    case relaxed(Relaxed)
    case activity(Activity)

    struct Boundary: Sendable {
        var phase: Int
        var partner: Int
        /// Components whose fractions were measured, and the one that makes up the rest.
        var known: [Int]
        var rest: Int
        /// In the order of `known`.
        var observed: [Double]
        var errors: [Double]
        var temperature: Measured
        /// All mole fractions of the partner, if something is known of them.
        var hint: [Double]?
        var loss: Loss
        /// For a bracket the deviate is that of the temperature alone.
        var readsTemperature: Bool
    }

    struct Invariant: Sendable {
        struct Reading: Sendable {
            /// Nil reads the temperature.
            var vertex: (phase: Int, component: Int)?
            var value: Measured
            var loss: Loss
        }
        var phases: [Int]
        /// Kelvin.
        var near: Double
        var readings: [Reading]
    }

    /// A label or an amount: what is read off a tie-line of a binary.
    struct Lever: Sendable {
        enum Reading: Sendable {
            /// Whether the amount exceeds the limit, to within a resolution in composition.
            case label(resolution: Double, detectionLimit: Double)
            case amount(Measured)
        }

        var phase: Int
        var matrix: Int
        var temperature: Double
        var component: Int
        var other: Int
        var fraction: Double
        var reading: Reading
        var loss: Loss
    }

    /// `value + Σ slopes·θ` against what was measured.
    struct Affine: Sendable {
        var value: Double
        var slopes: [Double]
        var measured: Measured
        var loss: Loss
    }

    /// A property of a phase whose constitution relaxes.
    struct Relaxed: Sendable {
        var phase: Int
        var quantity: PhaseProperty.Quantity
        var fractions: [Double]
        var temperature: Double
        /// What it is measured from.
        var reference: AffineValue
        var measured: Measured
        var loss: Loss
    }

    struct Activity: Sendable {
        var component: Int
        var phase: Int
        var fractions: [Double]
        var temperature: Double
        /// The pure component, J/mol.
        var reference: AffineValue
        var logarithm: Double
        /// Of the logarithm.
        var error: Double
        var loss: Loss
    }

    /// Deviates that the row has.
    var deviateCount: Int { if case .invariant(let row) = self { row.readings.count } else { 1 } }
}

/// A number that is affine in the shifts.
struct AffineValue: Sendable {
    var value: Double
    var slopes: [Double]

    init(_ value: Double, slopes: [Double]) {
        self.value = value
        self.slopes = slopes
    }

    func at(_ shifts: [Double]) -> Double {
        var sum = value
        for index in slopes.indices { sum += slopes[index] * shifts[index] }
        return sum
    }

    mutating func add(_ other: AffineValue, times factor: Double) {
        value += factor * other.value
        for index in slopes.indices { slopes[index] += factor * other.slopes[index] }
    }
}

/// Where the search of a row stands, so that the next evaluation begins there.
struct RowState: Sendable {
    /// All mole fractions of the row's phase at the foot point, and the temperature there.
    var fractions: [Double]
    var temperature: Double
    /// Constitutions of the row's phases.
    var constitutions: [[Double]]
}
