@testable import Campaigns
import Testing
import Tieline

@Suite struct PolygonTests {
    private let square = Polygon([Condition([0, 0]), Condition([2, 0]), Condition([2, 1]), Condition([0, 1])])

    @Test(
        "Inside is inside and outside outside",
        arguments: [(0.5, 0.5, true), (1.9, 0.1, true), (2.1, 0.5, false), (-0.1, 0.5, false), (1, 1.5, false)])
    func containment(x: Double, y: Double, isInside: Bool) { #expect(square.contains(Condition([x, y])) == isInside) }

    @Test("A height crosses a rim twice, its own top included")
    func crossings() {
        #expect(square.crossings(atHeight: 0.5).sorted() == [0, 2])
        #expect(square.crossings(atHeight: 1).sorted() == [0, 2])
        #expect(square.crossings(atHeight: 3).isEmpty)
    }

    @Test(
        "Numbers are written the same everywhere",
        arguments: [(0.5, 0, "1"), (-0.04, 1, "0.0"), (-1.26, 1, "-1.3"), (12.3, 3, "12.300"), (1e20, 1, "1e+20")])
    func numbers(value: Double, digits: Int, text: String) { #expect(fixed(value, digits) == text) }
}
