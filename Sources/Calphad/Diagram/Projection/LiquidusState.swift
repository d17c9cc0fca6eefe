/// A liquid and the phases that are in equilibrium with it, at one temperature.
///
/// With one phase beside the liquid it is a point of the liquidus surface, with two a point of a monovariant line, with three an invariant
/// of the ternary. The liquid comes first: where there are two liquids the point belongs to that one.
struct LiquidusState: Sendable {
    var sets: [EquilibriumNewton.CompositionSet]
    /// Mole fractions in each set.
    var compositions: [[Double]]
    var potentials: [Double]
    /// Kelvin.
    var temperature: Double
    /// Largest distance of a phase's energy from the plane of the potentials, evaluated anew, J per mole of atoms.
    var residual: Double

    /// The liquid's place in the triangle.
    var point: SIMD2<Double> { SectionPlane.point(compositions[0]) }
    func place(_ set: Int) -> SIMD2<Double> { SectionPlane.point(compositions[set]) }
    /// Phases beside the liquid.
    var others: [Int] { sets.dropFirst().map(\.phase) }

    /// The same without one of the phases beside the liquid.
    func without(_ set: Int) -> LiquidusState {
        var result = self
        result.sets.remove(at: set)
        result.compositions.remove(at: set)
        return result
    }

    /// The same with another of its sets in the first place.
    func focused(on set: Int) -> LiquidusState {
        var result = self
        result.sets.swapAt(0, set)
        result.compositions.swapAt(0, set)
        return result
    }
}

/// Rows for Newton's method and distances in the composition triangle.
enum LiquidusPlane {
    /// Mole fractions of the third component that stand for zero on a side of the triangle: dilute enough to move no temperature by a
    /// microkelvin, and far above rounding.
    static let trace = 1e-7

    /// Mole fractions of a point, below zero outside the triangle.
    static func fractions(_ point: SIMD2<Double>) -> [Double] {
        let third = point.y / 0.75.squareRoot()
        let second = point.x - 0.5 * third
        return [1 - second - third, second, third]
    }

    /// Mole fractions with no component below the trace.
    static func inside(_ x: [Double]) -> [Double] {
        let raised = x.map { max($0, trace) }
        let sum = raised.reduce(0, +)
        return raised.map { $0 / sum }
    }

    /// The liquid stays on the line through `point` across `direction`.
    static func across(_ direction: SIMD2<Double>, through point: SIMD2<Double>) -> EquilibriumNewton.Row {
        let corners = [SIMD2(0.0, 0), SIMD2(1, 0), SIMD2(0.5, 0.75.squareRoot())]
        return .init(weights: corners.map { ($0 * direction).sum() }, value: (point * direction).sum())
    }

    static func fraction(of component: Int, _ value: Double) -> EquilibriumNewton.Row {
        .init(weights: (0..<3).map { $0 == component ? 1 : 0 }, value: value)
    }

    static func unit(_ v: SIMD2<Double>) -> SIMD2<Double> {
        let length = SectionPlane.length(v)
        return length > 0 ? v / length : v
    }
}
