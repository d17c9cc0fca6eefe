import Inference
import Tieline

#if canImport(Glibc)
    import Glibc
#endif

/// What a researcher says of the diagram, as a weight of diagrams.
///
/// A boundary probably runs through these points, or these points probably lie in the field of these phases. The certainty is the probability that the
/// diagram agrees to within ``halfWidth``; so each point is a normal distribution about its distance from what was said, and `certainty` 0.8 weighs as
/// much as one measurement of a boundary to 0.008. A statement shares its weight among its points: a long line is not more certain than a short one.
struct DiagramStatement: Sendable {
    enum Claim: Hashable, Sendable {
        /// An end of the field between two phases, whichever is nearer: people call both a boundary between the two.
        case boundary(between: [Int])
        /// Exactly these phases are there.
        case field(of: [Int])
    }

    let claim: Claim
    /// Mole fraction and kelvin.
    let points: [(x: Double, kelvin: Double)]
    /// Of each point, mole fraction.
    let deviation: Double

    /// Mole fraction: what a person can mean by a line drawn on a diagram.
    static let halfWidth = 0.01
    /// A miss by more standard deviations than this costs no more, nor does a boundary that does not exist: people are wrong now and then, and a firm
    /// statement must not choose diagrams without the boundary. Eight nats are what one chance in twenty of being wrong anywhere costs beside a line to ± 0.005.
    private static let farthest = 4.0

    init(_ claim: Claim, points: [(x: Double, kelvin: Double)], certainty: Double) {
        self.claim = claim
        self.points = points
        deviation = Self.halfWidth / normalQuantile(0.5 * (1 + certainty)) * Double(max(points.count, 1)).squareRoot()
    }

    /// Up to a constant, nats.
    func logDensity(_ theory: DiagramTheory) -> Double {
        points.reduce(0) { sum, point in
            let distance = theory.field(atKelvin: point.kelvin).flatMap { miss($0, point.x) }.map { min($0 / deviation, Self.farthest) }
            let deviations = distance ?? Self.farthest
            return sum - 0.5 * deviations * deviations
        }
    }

    /// By how much, mole fraction; `nil` where there is no such field.
    private func miss(_ field: IsothermalField, _ x: Double) -> Double? {
        switch claim {
        case .boundary(let phases):
            return field.spans.filter { Set([$0.lowerPhase, $0.upperPhase]) == Set(phases) }.flatMap { [$0.lower, $0.upper] }
                .map { abs($0 - x) }.min()
        case .field(let phases): return field.distance(fromMoleFraction: x, toFieldOf: phases)
        }
    }
}
