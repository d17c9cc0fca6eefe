/// What a eutectic system looks like along one isotherm: the ends of its two-phase fields, mole fractions of the second component.
///
/// Below the eutectic the two solids coexist; above it each solid coexists with the liquid on its own side. The solids' tie-line may be
/// metastable: the caller says on which side of the invariant it stands.
enum PhaseField: Hashable, Sendable {
    case solids(lean: Double, rich: Double)
    /// `nil` where the solid has melted altogether.
    case melt(lean: Ends?, rich: Ends?)

    /// The ends of a solid-liquid field.
    struct Ends: Hashable, Sendable {
        var solid: Double
        var liquid: Double
    }

    /// Which of the two solids.
    enum Solid: Int, Hashable, Sendable, CaseIterable { case lean, rich }

    /// The lever rule before it is cut to `0...1`, and its slope: negative or above one where only one phase is there; `nil` where the solid
    /// cannot be, whatever the composition.
    func lever(_ solid: Solid, atMoleFraction x: Double) -> (fraction: Double, slope: Double)? {
        switch (self, solid) {
        case (.solids(let lean, let rich), .rich): ((x - lean) / (rich - lean), 1 / (rich - lean))
        case (.solids(let lean, let rich), .lean): ((rich - x) / (rich - lean), -1 / (rich - lean))
        case (.melt(_, let ends?), .rich): ((x - ends.liquid) / (ends.solid - ends.liquid), 1 / (ends.solid - ends.liquid))
        case (.melt(let ends?, _), .lean): ((x - ends.liquid) / (ends.solid - ends.liquid), 1 / (ends.solid - ends.liquid))
        case (.melt(nil, _), .lean), (.melt(_, nil), .rich): nil
        }
    }

    /// How much of the solid there is, moles of atoms a mole, `0...1`.
    func fraction(of solid: Solid, atMoleFraction x: Double) -> Double {
        guard let lever = lever(solid, atMoleFraction: x) else { return 0 }
        return min(max(lever.fraction, 0), 1)
    }
}
