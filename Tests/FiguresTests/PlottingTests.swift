import Testing

@testable import Figures

@Suite("Axes and labels") struct PlottingTests {
    @Test(
        "Ticks are round and inside",
        arguments: [(0.0, 1.0, 10), (71.3, 214.9, 8), (0.4931, 0.9612, 7), (-0.3, 0.3, 5), (1e-5, 3e-5, 4), (0, 2_347, 5)])
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

    @Test("However much is drawn, no label is put on it") func crowded() {
        var placer = LabelPlacer(bounds: Rectangle(left: 0, top: 0, width: 600, height: 400))
        placer.avoid(curve: (0...20_000).map { Point(x: 0.03 * Double($0), y: 200) })
        var places: [Point?] = []
        for y in [200.0, 205, 195, 230] { places.append(placer.place(width: 50, height: 14, at: [Point(x: 590, y: y), Point(x: 560, y: y)])) }
        #expect(places == [nil, nil, nil, Point(x: 560, y: 230)])
    }

    @Test("A region that splits and joins again is one region with one name") func regions() {
        // A miscibility gap: α on both sides of it is the same α, which closes above it.
        var labels = RegionLabels()
        for temperature in [300.0, 310, 320] {
            labels.add(ties: [.init(left: "ALPHA", right: "ALPHA", leftX: 0.3, rightX: 0.6)], temperature: temperature, limits: 0...1)
        }
        labels.add(ties: [.init(left: "ALPHA", right: "LIQUID", leftX: 0.9, rightX: 0.95)], temperature: 330, limits: 0...1)
        var drawing = Drawing(width: 700, height: 400, title: "", description: "")
        let frame = PlotFrame(area: Rectangle(left: 0, top: 0, width: 700, height: 400), x: 0...1, y: 290...340)
        var placer = LabelPlacer(bounds: frame.area)
        labels.draw(on: &drawing, frame: frame, placer: &placer) { $0.joined(separator: "+") }
        #expect(drawing.body.split(separator: ">ALPHA</text>", omittingEmptySubsequences: false).count == 2)
        #expect(drawing.body.contains(">ALPHA+ALPHA</text>"))
    }

    @Test("A scale of one value does not divide by zero") func scale() {
        #expect(Scale(3...3, from: 0, to: 100)(3) == 50)
    }
}
