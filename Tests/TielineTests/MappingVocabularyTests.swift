import FoundationEssentials
import Testing
import Tieline

/// The vocabulary of phase maps: compositions and libraries.
struct MappingVocabularyTests {
    private let ternary = ParameterSpace(
        axes: ["FE", "GA", "PD"].map { Axis(name: $0, unit: .moleFraction, minimum: 0, maximum: 1, resolution: 0.0001) }, simplex: [0, 1, 2])

    @Test("The corners of a ternary are an edge apart, and iron, gallium and palladium lie where a ternary diagram has them")
    func corners() {
        let corners = [[1.0, 0, 0], [0, 1, 0], [0, 0, 1]].map { ternary.mapCoordinates(of: Condition($0)) }
        #expect(corners[0] == [0, 0] && corners[1] == [1, 0])
        for (first, second) in [(0, 1), (0, 2), (1, 2)] {
            let squared = zip(corners[first], corners[second]).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
            #expect(abs(squared - 1) < 1e-12)
        }
        // x = Ga + Pd/2, y = (√3/2) Pd (Adams et al., Matter 7, 697 (2024)).
        let point = ternary.mapCoordinates(of: Condition([0.5, 0.2, 0.3]))
        #expect(abs(point[0] - 0.35) < 1e-12 && abs(point[1] - 0.3 * 0.75.squareRoot()) < 1e-12)
    }

    @Test("The four corners of a quaternary are an edge apart as well")
    func quaternary() {
        let space = ParameterSpace(
            axes: (0..<4).map { Axis(name: "\($0)", unit: .moleFraction, minimum: 0, maximum: 1, resolution: 0.001) }, simplex: [0, 1, 2, 3])
        let corners = (0..<4).map { k in space.mapCoordinates(of: Condition((0..<4).map { $0 == k ? 1 : 0 })) }
        for first in 0..<4 {
            for second in (first + 1)..<4 {
                let squared = zip(corners[first], corners[second]).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
                #expect(abs(squared - 1) < 1e-12)
            }
        }
    }

    @Test("Mole fractions rounded to the resolution still sum to one; others do not")
    func simplex() {
        #expect(ternary.contains(Condition([0.8216, 0.1285, 0.0500])))
        #expect(!ternary.contains(Condition([0.8216, 0.1285, 0.0400])))
        #expect(!ternary.contains(Condition([0.8216, 0.1784])))
    }

    @Test("A grid is listed with its first axis running fastest, a library as it was declared")
    func pool() {
        let axis = Axis(name: "x", unit: .none, minimum: -2, maximum: 2, resolution: 0.1)
        let square = ParameterSpace(axes: [axis, axis])
        #expect(square.pool.count == 1681 && square.pool[1] == Condition([axis.value(at: 1), -2]))
        var library = ternary
        library.candidates = [Condition([0.7, 0.2, 0.1]), Condition([0.5, 0.2, 0.3])]
        #expect(library.pool == library.candidates)
        #expect(library.snapped(Condition([0.52, 0.2, 0.28])) == library.candidates[1])
    }

    @Test("Evidence and spaces from before there were phase maps are still read")
    func older() throws {
        let evidence = try JSONDecoder().decode(Evidence.self, from: Data(#"{"phases": []}"#.utf8))
        #expect(evidence.labels.isEmpty && evidence.properties.isEmpty)
        let space = try JSONDecoder().decode(ParameterSpace.self, from: Data(#"{"axes": []}"#.utf8))
        #expect(space.simplex.isEmpty && space.candidates.isEmpty)
    }
}
