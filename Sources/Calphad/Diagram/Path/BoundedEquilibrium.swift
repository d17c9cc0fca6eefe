/// An equilibrium with a lower bound of how far each phase lies above its tangent plane.
///
/// `{(T, μ): no constitution of a phase lies below the plane μ at T}` is a convex set: at a fixed constitution the energy is concave in the
/// temperature, its heat capacity being positive (``Concavity`` where it is not), and the plane is linear in `μ`. So between two equilibria with the bounds `h₁` and `h₂`, of
/// which the first has the weight `w₁`,
///
///     h(T, μ) ≥ w₁ h₁ + w₂ h₂ − max_x Σ_c x_c (μ_c − w₁ μ₁_c − w₂ μ₂_c)                 with T = w₁ T₁ + w₂ T₂
///
/// where the last term is of the second order in the distance. A bound above zero does a search's work for that phase.
struct BoundedEquilibrium: Sendable {
    /// Kelvin.
    var temperature: Double
    /// J/mol.
    var potentials: [Double]
    var sets: [EquilibriumNewton.CompositionSet]
    /// One a set.
    var landmarks: [SamplePool.Landmark]
    /// For each phase without a set how high its constitutions lie at least, for one with sets those that are unlike them, J per mole of atoms:
    /// the lowest found by a search, or a bound from such. A search looks at samples and goes down from the best; it proves nothing.
    var margins: [Double]

    /// Sorted; a second composition set repeats its phase.
    var phases: [Int] { sets.map(\.phase).sorted() }

    /// The same with one of the sets behind the others.
    func withLast(_ place: Int) -> BoundedEquilibrium {
        var result = self
        result.sets.append(result.sets.remove(at: place))
        result.landmarks.append(result.landmarks.remove(at: place))
        return result
    }

    /// Whether a phase has a set like the landmark.
    ///
    /// - Parameter share: of the differences that tell two constitutions apart.
    func holds(_ landmark: SamplePool.Landmark, ofPhase index: Int, within share: Double) -> Bool {
        for (place, set) in sets.enumerated() where set.phase == index && landmarks[place].isLike(landmark, within: share) { return true }
        return false
    }
}

/// How the equilibria of a diagram were certified.
public struct CertificationCounts: Sendable, Equatable, Codable {
    /// By a search in every phase.
    public var searched = 0
    /// By the bounds of certified neighbours, and a search only in phases whose bound did not suffice.
    public var bounded = 0
    /// Searches in single phases for the latter.
    public var phasesSearched = 0

    public init() {}
}
