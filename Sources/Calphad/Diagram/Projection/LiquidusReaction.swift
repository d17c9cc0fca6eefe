/// What happens at an invariant of a ternary with a liquid, and along a monovariant line.
public struct LiquidusReaction: Sendable, Equatable {
    /// The field's names, by how many of the four phases disappear on cooling (Rhines, Phase Diagrams in Metallurgy, 1956; Lukas, Henig, Petzow,
    /// Z. Metallkd. 77 (1986) 360, whose letters E, U and P are used in reaction schemes).
    public enum Kind: String, Sendable, Codable, CaseIterable {
        /// E: one liquid decomposes into three phases.
        case eutectic
        /// U, also quasi-peritectic or transition reaction: two phases become two others.
        case transition
        /// P: three phases form one.
        case peritectic
        /// A solid decomposes into three phases, of which one is liquid. Also called catatectic.
        case metatectic
        /// Three of the four phases lie on one line, so that the fourth takes no part.
        case degenerate

        /// The letter of reaction schemes.
        public var letter: String {
            switch self {
            case .eutectic: "E"
            case .transition: "U"
            case .peritectic: "P"
            case .metatectic: "M"
            case .degenerate: "D"
            }
        }
    }

    public var kind: Kind
    /// Places of the phases that disappear on cooling, and of those that form.
    var reactants: [Int]
    var products: [Int]

    /// Coefficients this small, relative to the largest, are rounding.
    private static let smallest = 1e-6

    /// - Parameters:
    ///   - places: of the four phases in the triangle, the liquid first.
    ///   - entropies: J/(mol K), per mole of atoms.
    ///   - isLiquid: of each phase.
    init(places: [SIMD2<Double>], entropies: [Double], isLiquid: [Bool]) {
        // Σ ν = 0 and Σ ν x = 0: each coefficient is the area of the triangle of the other three, with alternating sign.
        func area(_ a: Int, _ b: Int, _ c: Int) -> Double { SectionPlane.cross(places[b] - places[a], places[c] - places[a]) }
        var coefficients = [area(1, 2, 3), -area(0, 2, 3), area(0, 1, 3), -area(0, 1, 2)]
        let largest = coefficients.map(abs).max() ?? 0
        // What has the lower entropy is stable below.
        let change = zip(coefficients, entropies).reduce(0) { $0 + $1.0 * $1.1 }
        if change > 0 { coefficients = coefficients.map(-) }
        reactants = coefficients.indices.filter { coefficients[$0] < -Self.smallest * largest }
        products = coefficients.indices.filter { coefficients[$0] > Self.smallest * largest }
        switch (reactants.count, products.count) {
        case (1, 3): kind = isLiquid[reactants[0]] ? .eutectic : .metatectic
        case (2, 2): kind = .transition
        case (3, 1): kind = .peritectic
        default: kind = .degenerate
        }
    }

    /// Whether one phase dissolves while the other forms as the liquid of a monovariant line cools: the tangent, prolonged backwards, misses the
    /// tie-line between the two (the tangent rule).
    ///
    /// - Parameter tangent: of the liquid's path in the sense of falling temperature.
    static func isPeritectic(liquid: SIMD2<Double>, one: SIMD2<Double>, two: SIMD2<Double>, tangent: SIMD2<Double>) -> Bool {
        // α (one − liquid) + β (two − liquid) = −tangent
        let (a, b) = (one - liquid, two - liquid)
        let determinant = SectionPlane.cross(a, b)
        guard abs(determinant) > 1e-9 else { return false }
        let alpha = SectionPlane.cross(-tangent, b) / determinant
        let beta = SectionPlane.cross(a, -tangent) / determinant
        return (alpha > 0) != (beta > 0)
    }
}
