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
        /// A line between a solid and the liquid: whichever end of their field it is nearer to, since people call both a boundary between the two.
        case solidOrLiquidus(PhaseField.Solid)
        /// Where a solid's own field ends: its solvus below the eutectic, its solidus above.
        case rim(PhaseField.Solid)
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
        deviation = Self.deviation(certainty: certainty, points: points.count)
    }

    /// Of each of so many points that share one statement, mole fraction.
    static func deviation(certainty: Double, points: Int) -> Double {
        halfWidth / normalQuantile(0.5 * (1 + certainty)) * Double(max(points, 1)).squareRoot()
    }

    /// One residual a point; a point where the boundary does not exist costs as much as a miss by three standard deviations.
    func residuals(_ theory: EutecticTheory, _ eutectic: EutecticTheory.Eutectic) -> [Double] {
        points.map { point in
            let distances = positions(theory, eutectic, point.kelvin).map { point.x - $0 }
            guard let nearest = distances.min(by: { abs($0) < abs($1) }) else { return 3 }
            return nearest / deviation
        }
    }

    /// Where the boundary may be at a temperature; empty where it cannot be found.
    private func positions(_ theory: EutecticTheory, _ eutectic: EutecticTheory.Eutectic, _ kelvin: Double) -> [Double] {
        // Beyond the invariant the metastable extension of a solvus or a liquidus is what the line is compared with: the residual stays continuous.
        let isBelow =
            switch boundary {
            case .solvus: true
            case .solidOrLiquidus: false
            case .rim: kelvin < eutectic.temperature
            }
        guard let field = theory.field(isBelow: isBelow, atKelvin: kelvin) else { return [] }
        switch (boundary, field) {
        case (.solvus(.lean), .solids(let lean, _)), (.rim(.lean), .solids(let lean, _)): return [lean]
        case (.solvus(.rich), .solids(_, let rich)), (.rim(.rich), .solids(_, let rich)): return [rich]
        case (.rim(.lean), .melt(let ends?, _)), (.rim(.rich), .melt(_, let ends?)): return [ends.solid]
        case (.solidOrLiquidus(.lean), .melt(let ends?, _)), (.solidOrLiquidus(.rich), .melt(_, let ends?)): return [ends.solid, ends.liquid]
        case (.solvus, .melt), (.solidOrLiquidus, .solids), (.rim, .melt), (.solidOrLiquidus, .melt): return []
        }
    }
}
