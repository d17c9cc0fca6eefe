import Calphad
import Testing

@Suite("Conformance: invariants of binaries") struct InvariantConformanceTests {
    /// The issue's tolerances.
    static let temperatureTolerance = 0.05  // K
    static let fractionTolerance = 1e-3
    /// J/mol: how well three phases share one tangent.
    static let residualTolerance = 1e-6

    @Test("None missing, none twice", arguments: ConformanceEvidence.binaries)
    func invariants(reference: Reference.System) throws {
        let elements = reference.elements
        let database = try TestDatabases.read(reference.database)
        let system = try BinarySystem(
            database, components: (elements[0], elements[1]), phases: reference.phases, gasConstant: ConformanceEvidence.gasConstant)
        let found = try system.invariants(in: 298.15...2500)
        // The reference lists some two or three times.
        for expected in reference.invariants {
            let matches = found.filter { Self.isSame($0, expected) }
            #expect(matches.count == 1, "\(expected.phases) at \(expected.T) K, x = \(expected.x.sorted()): found \(matches.count) times")
        }
        for (index, invariant) in found.enumerated() {
            #expect(Self.largestResidual(invariant, system) < Self.residualTolerance, "\(invariant.temperature) K")
            for other in found[(index + 1)...] {
                let isTwin =
                    abs(other.temperature - invariant.temperature) < Self.temperatureTolerance
                    && zip(other.compositions, invariant.compositions).allSatisfy { abs($0 - $1) < Self.fractionTolerance }
                #expect(!isTwin, "\(invariant.temperature) K is listed twice")
            }
        }
    }

    private static func isSame(_ invariant: Invariant, _ expected: Reference.ReferenceInvariant) -> Bool {
        abs(invariant.temperature - expected.T) <= temperatureTolerance
            && zip(invariant.compositions, expected.x.sorted()).allSatisfy { abs($0 - $1) <= fractionTolerance }
            && invariant.vertices.map(\.phase).sorted() == expected.phases.map { String($0.prefix { $0 != "#" }) }.sorted()
    }

    /// What the solver says of its own three-phase conditions, J/mol.
    private static func largestResidual(_ invariant: Invariant, _ system: BinarySystem) -> Double { invariant.residual }
}
