import Testing

@testable import Figures

@Suite("Axes and labels") struct PlottingTests {
    @Test("Ticks are round and inside", arguments: [(0.0, 1.0, 10), (71.3, 214.9, 8), (0.4931, 0.9612, 7), (-0.3, 0.3, 5), (1e-5, 3e-5, 4), (0, 2_347, 5)])
    func ticks(lower: Double, upper: Double, count: Int) {
        let ticks = Ticks(in: lower...upper, about: count)
        #expect(ticks.values.count >= count / 2 && ticks.values.count <= 2 * count + 1)
        for value in ticks.values { #expect(value >= lower - 1e-9 * (upper - lower) && value <= upper + 1e-9 * (upper - lower)) }
        // Two different ticks never read the same.
        let texts = ticks.values.map(ticks.text)
        #expect(Set(texts).count == texts.count)
    }

    @Test("No ticks on an empty or endless axis") func noTicks() {
        #expect(Ticks(in: 1...1, about: 5).values.isEmpty)
        #expect(Ticks(in: 0...(.infinity), about: 5).values.isEmpty)
    }

    @Test("A label goes where nothing is, or nowhere") func placing() {
        var placer = LabelPlacer(bounds: Rectangle(left: 0, top: 0, width: 100, height: 40))
        let first = placer.place(width: 60, height: 20, at: [Point(x: 50, y: 20)])
        let second = placer.place(width: 60, height: 20, at: [Point(x: 50, y: 20), Point(x: 60, y: 22)])
        let third = placer.place(width: 10, height: 10, at: [Point(x: 97, y: 20), Point(x: 90, y: 20)])
        #expect(first == Point(x: 50, y: 20))
        #expect(second == nil)
        #expect(third == Point(x: 90, y: 20))
    }

    @Test("A scale of one value does not divide by zero") func scale() {
        #expect(Scale(3...3, from: 0, to: 100)(3) == 50)
    }
}
