public import Tieline

/// A property on the map: what is believed of it everywhere, paler where less is known, and measured samples with a rim; in the colours of viridis, which rise in
/// lightness and can be told apart by people with any colour vision.
public struct PropertyMapFigure: Sendable {
    /// The colours from the least value to the greatest.
    static let colours = [
        "440154", "482173", "433e85", "38598c", "2d708e", "25858e", "1e9b8a", "2ab07f", "52c569", "86d549", "c2df23", "fde725",
    ]

    private let map: PhaseMapReport
    private let property: PhaseMapReport.Property
    private let index: Int
    private let space: ParameterSpace
    private let frame: MapFrame
    private let range: ClosedRange<Double>
    private let isSimulated: Bool

    /// - Parameter index: Which property of the map.
    /// - Returns: `nil` for a space that is not drawn, as with ``PhaseMapFigure``, and for a property of which nothing is known.
    public init?(_ map: PhaseMapReport, property index: Int, space: ParameterSpace, isSimulated: Bool = false) {
        guard map.properties.indices.contains(index), map.properties[index].estimates.count == map.points.count,
            let frame = MapFrame(space, conditions: map.points.map(\.condition) + map.samples.map(\.condition))
        else { return nil }
        let property = map.properties[index]
        let values = (property.estimates.map(\.value) + map.samples.compactMap { $0.values.indices.contains(index) ? $0.values[index] : nil })
            .filter(\.isFinite)
        guard let least = values.min(), let greatest = values.max(), greatest > least else { return nil }
        self.map = map
        self.property = property
        self.index = index
        self.space = space
        self.frame = frame
        self.isSimulated = isSimulated
        range = least...greatest
    }

    public func svg(isStandalone: Bool = true) -> String { drawing().svg(isStandalone: isStandalone) }

    func drawing() -> Drawing {
        var drawing = Drawing(
            width: PhaseMapFigure.width, height: PhaseMapFigure.height, title: property.name,
            description: "The expected \(property.name) after \(map.samples.count) measurements.")
        drawing.furtherStyle = Self.css
        frame.drawGrid(on: &drawing)
        for (point, estimate) in zip(map.points, property.estimates).prefix(PhaseMapFigure.mostPoints) {
            let style = "\(colour(estimate.value)) \(sureness(estimate))"
            if let cell = frame.cell(around: point.condition, space: space) {
                drawing.rectangle(cell, class: "value \(style)")
            } else {
                drawing.circle(at: frame.point(point.condition), radius: 5, class: "value \(style)", tooltip: words(estimate))
            }
        }
        for sample in map.samples.prefix(PhaseMapFigure.mostPoints) {
            guard sample.values.indices.contains(index), let value = sample.values[index] else { continue }
            drawing.circle(
                at: frame.point(sample.condition), radius: 5.5, class: "value measured \(colour(value))",
                tooltip: "\(sample.number.map { "\($0): " } ?? "")\(Numbers.fixed(value, decimals))")
        }
        frame.drawAxes(on: &drawing, space: space)
        drawLegend(on: &drawing)
        return drawing
    }

    private var width: Double { range.upperBound - range.lowerBound }
    private var decimals: Int { Numbers.decimals(toShow: width / 30, fewest: 0) }

    private func words(_ estimate: Estimate) -> String {
        "\(Numbers.fixed(estimate.value, decimals)) ± \(Numbers.fixed(estimate.standardDeviation, decimals))"
    }

    private func colour(_ value: Double) -> String {
        let share = (value - range.lowerBound) / width
        return "v\(min(max(Int(share * Double(Self.colours.count)), 0), Self.colours.count - 1))"
    }

    /// The paler the less is known, against the width of all values.
    private func sureness(_ estimate: Estimate) -> String {
        let share = estimate.standardDeviation / width
        return share < 0.05 ? "u4" : share < 0.1 ? "u3" : share < 0.2 ? "u2" : share < 0.35 ? "u1" : "u0"
    }

    private func drawLegend(on drawing: inout Drawing) {
        let unit = property.unit == "1" ? "" : " (\(property.unit))"
        drawing.text(Label("\(property.name)\(unit)"), at: Point(x: 24, y: 24), class: "axis")
        if isSimulated { drawing.text("SIMULATED", at: Point(x: PhaseMapFigure.width - 24, y: 24), class: "name strong p0", anchor: .end) }
        let (left, top, step) = (24.0, 38.0, 18.0)
        for index in Self.colours.indices {
            drawing.rectangle(Rectangle(left: left + step * Double(index), top: top, width: step, height: 12), class: "value v\(index)")
        }
        for (share, anchor) in [(0.0, Drawing.Anchor.start), (0.5, .middle), (1, .end)] {
            drawing.text(
                Label(Numbers.fixed(range.lowerBound + share * width, decimals)),
                at: Point(x: left + share * step * Double(Self.colours.count), y: top + 27), class: "number", anchor: anchor)
        }
        drawing.circle(at: Point(x: 32, y: 82), radius: 5.5, class: "value measured v6")
        drawing.text("measured; the others paler where less is known", at: Point(x: 46, y: 86), class: "name")
    }

    static let css =
        colours.enumerated().map { ".figure .value.v\($0){fill:#\($1)}" }.joined()
            + """
            .figure .value{stroke:none}.figure rect.value{shape-rendering:crispEdges}.figure .value.u0{opacity:.18}.figure .value.u1{opacity:.38}.figure .value.u2{opacity:.58}.figure .value.u3{opacity:.78}
            .figure .value.measured{stroke:#1b1f23;stroke-width:1.6}
            @media (prefers-color-scheme:dark){.figure .value.measured{stroke:#e2e6ea}}
            """
}
