public import Calphad
import Tieline

/// A vertical section: the lines on which a phase appears, and the phases' names in their regions.
public struct IsoplethFigure: Sendable {
    private static let width = 760.0
    private static let height = 596.0
    /// A smaller part of the section goes without a name.
    private static let smallestRegion = 4e-4

    let isopleth: Isopleth

    public init(_ isopleth: Isopleth) { self.isopleth = isopleth }

    public func svg() -> String {
        func text(_ x: [Double]) -> String {
            zip(isopleth.components, x).filter { $0.1 > 0 }.map { "\(PhaseNames.element($0)) \(Numbers.fixed($1, 3))" }.joined(separator: ", ")
        }
        var drawing = Drawing(
            calculatedFrom: isopleth.database, title: "Isopleth from \(text(isopleth.start)) to \(text(isopleth.end))", warnings: isopleth.warnings,
            width: Self.width,
            height: Self.height)
        let low = degreesCelsius(fromKelvin: isopleth.temperatures.first ?? 273.15)
        let high = degreesCelsius(fromKelvin: isopleth.temperatures.last ?? 1273.15)
        let frame = PlotFrame(
            area: Rectangle(left: 66, top: 44, width: Self.width - 132, height: Self.height - 44 - 90), x: 0...1, y: low...max(high, low + 1))
        let xTicks = Ticks(in: frame.x.domain, about: 10)
        let yTicks = Ticks(in: frame.y.domain, about: 8)
        var placer = LabelPlacer(bounds: frame.area.insetBy(3))
        let names = PhaseNames(phases: isopleth.regions.flatMap(\.phases))
        for line in isopleth.lines {
            let points = line.points.map { frame.point($0.share, degreesCelsius(fromKelvin: $0.temperature)) }
            // A line of one phase more on either side takes that phase's colour.
            let odd = Set(line.below).symmetricDifference(line.above).sorted().first ?? "LIQUID"
            drawing.curve(points, class: "line \(names.style(odd))")
            placer.avoid(curve: points)
        }
        for region in isopleth.regions.sorted(by: { $0.area > $1.area }) where region.area >= Self.smallestRegion {
            let label = Label(names.region(region.phases))
            let width = label.width(fontSize: 11)
            let middle = frame.point(region.label.share, degreesCelsius(fromKelvin: region.label.temperature))
            var candidates: [Point] = []
            for dy in [0.0, 8, -8, 14, -14] { for dx in [0.0, 16, -16, 32, -32] { candidates.append(Point(x: middle.x + dx, y: middle.y + dy)) } }
            guard let place = placer.place(width: width + 2, height: 12, at: candidates) else { continue }
            drawing.text(label, at: Point(x: place.x, y: place.y + 4), class: "small halo", anchor: .middle)
        }
        frame.drawFrame(on: &drawing)
        frame.drawBottomAxis(on: &drawing, ticks: xTicks, label: "part of the way from left to right")
        let places = isopleth.components.indices
        let varying = places.filter { abs(isopleth.start[$0] - isopleth.end[$0]) > 1e-9 }
        func text(_ x: [Double], _ places: [Int]) -> String {
            places.map { "\(PhaseNames.element(isopleth.components[$0])) \(Numbers.fixed(x[$0], 3))" }.joined(separator: ", ")
        }
        drawing.text(Label(text(isopleth.start, varying)), at: Point(x: frame.area.left, y: frame.area.bottom + 56), class: "number")
        drawing.text(Label(text(isopleth.end, varying)), at: Point(x: frame.area.right, y: frame.area.bottom + 56), class: "number", anchor: .end)
        let constant = text(isopleth.start, places.filter { !varying.contains($0) && isopleth.start[$0] > 0 })
        if !constant.isEmpty { drawing.text(Label("mole fractions: \(constant)"), at: Point(x: frame.area.left, y: 26), class: "axis") }
        frame.drawLeftAxis(on: &drawing, ticks: yTicks, label: .italic("T") + " (°C)")
        frame.drawRightAxis(on: &drawing, offset: celsiusZeroInKelvin, about: 8, label: .italic("T") + " (K)")
        drawing.drawSource(isopleth.database)
        return drawing.svg()
    }
}
