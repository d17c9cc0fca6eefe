/// The options `:F` and `:B` of TDB files: ordered phases on four equal sublattices, whose parameters are given once and hold for every
/// arrangement that the structure cannot tell apart.
///
/// On the face-centred lattice all four sublattices are equivalent (24 arrangements); on the body-centred one the first two are, and the
/// last two, and the two pairs (8 arrangements). Sundman, Fries, Oates, CALPHAD 32 (2008) 1; the field's programs read them alike.
enum SublatticeSymmetry: Sendable {
    case faceCentred
    case bodyCentred

    static let sublattices = 4

    init?(letter: Character?) {
        switch letter {
        case "F": self = .faceCentred
        case "B": self = .bodyCentred
        default: return nil
        }
    }

    /// Where each of the first four sublattices comes from, arrangement by arrangement; the first is the one given.
    var arrangements: [[Int]] {
        switch self {
        case .bodyCentred:
            [[0, 1, 2, 3], [1, 0, 2, 3], [0, 1, 3, 2], [1, 0, 3, 2], [2, 3, 0, 1], [3, 2, 0, 1], [2, 3, 1, 0], [3, 2, 1, 0]]
        case .faceCentred:
            Self.permutations
        }
    }

    private static let permutations: [[Int]] = {
        var result: [[Int]] = []
        for a in 0..<4 {
            for b in 0..<4 where b != a {
                for c in 0..<4 where c != a && c != b { result.append([a, b, c, 6 - a - b - c]) }
            }
        }
        return result
    }()

    /// The family and its like in every other arrangement, each once, with the same coefficients.
    ///
    /// - Parameter given: whether the file gives a family itself; such a one is left alone.
    func expanded(_ family: ParameterFamily, given: (ParameterIdentifier) -> Bool) -> [ParameterFamily] {
        let constituents = family.identifier.constituents
        guard constituents.count >= Self.sublattices else { return [family] }
        var result = [family]
        for arrangement in arrangements {
            let rearranged = arrangement.map { constituents[$0] } + constituents[Self.sublattices...]
            var other = family
            other.identifier = ParameterIdentifier(family.identifier.kind, phase: family.identifier.phase, constituents: rearranged)
            if !given(other.identifier), !result.contains(where: { $0.identifier == other.identifier }) { result.append(other) }
        }
        return result
    }
}
