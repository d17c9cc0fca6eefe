import Testing
import Tieline

@testable import PhaseMapping

@Suite struct CoordinateMapTests {
    @Test("A ternary composition is drawn as the field draws it: x₂ + x₃/2, √3/2 x₃")
    func ternary() throws {
        let map = CoordinateMap(parts: [.composition(axes: [0, 1])], axisCount: 2)
        let point = try map.coordinates(of: Condition([0.3, 0.2]))
        #expect(abs(point[0] - 0.4) < 1e-15)
        #expect(abs(point[1] - 0.2 * 3.0.squareRoot() / 2) < 1e-15)
    }

    @Test("The corners of a composition are one edge apart, whichever two", arguments: 2...5)
    func regular(components: Int) throws {
        let map = CoordinateMap(parts: [.completeComposition(axes: Array(0..<components))], axisCount: components)
        let corners = try (0..<components).map { corner in
            try map.coordinates(of: Condition((0..<components).map { $0 == corner ? 1 : 0 }))
        }
        for first in 0..<components {
            for second in 0..<first {
                let square = zip(corners[first], corners[second]).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
                #expect(abs(square - 1) < 1e-14)
            }
        }
    }

    @Test("Fractions that do not sum to one are refused with the sum", arguments: [[0.5, 0.2, 0.2], [0.5, 0.6, -0.1], [0.5, .nan, 0.5]])
    func refused(fractions: [Double]) {
        let map = CoordinateMap(parts: [.completeComposition(axes: [0, 1, 2])], axisCount: 3)
        #expect(throws: PhaseMapInputError.self) { try map.coordinates(of: Condition(fractions)) }
    }
}
