/// Values of several methods, a row each: a spot for every value, the quartiles as a box, the median as a bar.
public struct DistributionsFigure: Sendable {
    public struct Row: Sendable {
        public var name: String
        public var values: [Double]
        /// First quartile, median, third quartile; a row without them has no box.
        public var quartiles: (first: Double, median: Double, third: Double)?

        public init(_ name: String, values: [Double], quartiles: (first: Double, median: Double, third: Double)?) {
            self.name = name
            self.values = values
            self.quartiles = quartiles
        }
    }

    public var title: String
    public var summary: String
    public var x: PlotAxis
    public var rows: [Row]

    static let width = 760.0
    static let rowHeight = 40.0
    /// More spots than this say no more than the box.
    static let mostSpots = 400

    public init(title: String, summary: String, x: PlotAxis, rows: [Row]) {
        self.title = title
        self.summary = summary
        self.x = x
        self.rows = rows
    }

    public func svg(isStandalone: Bool = true) -> String { drawing().svg(isStandalone: isStandalone) }

    func drawing() -> Drawing {
        let left = min(220, 24 + (rows.map { Label($0.name).width(fontSize: 12) }.max() ?? 0))
        let area = Rectangle(left: left, top: 12, width: Self.width - left - 24, height: Self.rowHeight * Double(max(rows.count, 1)))
        var drawing = Drawing(width: Self.width, height: area.bottom + 52, title: title, description: summary)
        drawing.furtherStyle = SeriesStyle.css
        let frame = PlotFrame(area: area, x: x.positions, y: 0...1)
        for (value, _) in x.numbers(about: 8) {
            let place = frame.x(x.position(value))
            drawing.line(from: Point(x: place, y: area.top), to: Point(x: place, y: area.bottom), class: "grid")
        }
        for (index, row) in rows.enumerated() {
            let style = SeriesStyle.name(index)
            let middle = area.top + Self.rowHeight * (Double(index) + 0.5)
            func place(_ value: Double) -> Double { frame.x(x.position(value)) }
            if let quartiles = row.quartiles {
                let (first, third) = (place(quartiles.first), place(quartiles.third))
                drawing.rectangle(Rectangle(left: first, top: middle - 12, width: third - first, height: 24), class: "box \(style)")
            }
            for (number, value) in row.values.prefix(Self.mostSpots).enumerated() {
                // The golden section spreads neighbours apart, the same way every time.
                let offset = (Double(number) * 0.618_033_988_75).truncatingRemainder(dividingBy: 1) - 0.5
                drawing.circle(at: Point(x: place(value), y: middle + 20 * offset), radius: 2, class: "spot \(style)")
            }
            if let quartiles = row.quartiles {
                let median = place(quartiles.median)
                drawing.line(from: Point(x: median, y: middle - 12), to: Point(x: median, y: middle + 12), class: "median \(style)")
            }
            drawing.text(Label(row.name), at: Point(x: left - 10, y: middle + 4), class: "name strong \(style)", anchor: .end)
        }
        frame.drawFrame(on: &drawing)
        frame.drawBottomAxis(on: &drawing, x, about: 8)
        return drawing
    }
}
