import Inference
import Tieline

#if canImport(Glibc)
    import Glibc
#endif

/// A researcher's statement, as the belief takes it: points through which a boundary probably runs.
///
/// The certainty is the probability that the boundary lies within ``halfWidth`` of the line; so a statement is a normal distribution about it, and
/// `certainty` 0.8 weighs as much as one measurement of the boundary to 0.008. A statement shares its weight among its points: a long line is
/// not more certain than a short one.
struct BoundaryPrior: Sendable {
    enum Boundary: Hashable, Sendable {
        case solvus(PhaseField.Solid)
        case solidus(PhaseField.Solid)
        case liquidus(PhaseField.Solid)
    }

    let boundary: Boundary
    /// Mole fraction and kelvin.
    let points: [(x: Double, kelvin: Double)]
    let deviation: Double

    /// Mole fraction: what a person can mean by a line drawn on a diagram.
    static let halfWidth = 0.01

    init(_ boundary: Boundary, points: [(x: Double, kelvin: Double)], certainty: Double) {
        self.boundary = boundary
        self.points = points
        deviation = Self.halfWidth / normalQuantile(0.5 * (1 + certainty)) * Double(max(points.count, 1)).squareRoot()
    }

    /// One residual a point; a point where the boundary does not exist costs as much as a miss by three standard deviations.
    func residuals(_ theory: EutecticTheory, _ eutectic: EutecticTheory.Eutectic) -> [Double] {
        points.map { point in
            guard let x = position(theory, eutectic, point.kelvin) else { return 3 }
            return (point.x - x) / deviation
        }
    }

    private func position(_ theory: EutecticTheory, _ eutectic: EutecticTheory.Eutectic, _ kelvin: Double) -> Double? {
        let isBelow: Bool
        switch boundary {
        case .solvus: isBelow = true
        case .solidus, .liquidus: isBelow = false
        }
        // Beyond the invariant the metastable extension is what the line is compared with, so the residual stays continuous.
        guard let field = theory.field(isBelow: isBelow, atKelvin: kelvin) else { return nil }
        switch (boundary, field) {
        case (.solvus(.lean), .solids(let lean, _)): return lean
        case (.solvus(.rich), .solids(_, let rich)): return rich
        case (.solidus(.lean), .melt(let ends, _)): return ends?.solid
        case (.solidus(.rich), .melt(_, let ends)): return ends?.solid
        case (.liquidus(.lean), .melt(let ends, _)): return ends?.liquid
        case (.liquidus(.rich), .melt(_, let ends)): return ends?.liquid
        case (.solvus, .melt), (.solidus, .solids), (.liquidus, .solids): return nil
        }
    }
}
