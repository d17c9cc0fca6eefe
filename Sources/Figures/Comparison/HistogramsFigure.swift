/// Histograms of several methods below one another, of one or more quantities side by side, each column with one scale.
public struct HistogramsFigure: Sendable {
    public struct Column: Sendable {
        public var x: PlotAxis
        /// Equal ones over the axis' range; values beyond it are counted in the outermost.
        public var bins: Int
        /// Of the curve that the values should follow, per unit of the axis; `nil` if there is none.
        public var expected: (@Sendable (Double) -> Double)?

        public init(x: PlotAxis, bins: Int, expected: (@Sendable (Double) -> Double)? = nil) {
            self.x = x
            self.bins = max(1, bins)
            self.expected = expected
        }
    }

    public struct Row: Sendable {
        public var name: String
        /// One list a column.
        public var values: [[Double]]

        public init(_ name: String, values: [[Double]]) {
            self.name = name
            self.values = values
        }
    }

    public var title: String
    public var summary: String
    public var columns: [Column]
    public var rows: [Row]

    static let width = 760.0
    static let rowHeight = 64.0
    /// Points of the expected curve.
    static let curvePoints = 121

    public init(title: String, summary: String, columns: [Column], rows: [Row]) {
        self.title = title
        self.summary = summary
        self.columns = columns
        self.rows = rows
    }

    public func svg(isStandalone: Bool = true) -> String { drawing().svg(isStandalone: isStandalone) }

    func drawing() -> Drawing {
        let left = min(220, 24 + (rows.map { Label($0.name).width(fontSize: 12) }.max() ?? 0))
        let height = Self.rowHeight * Double(max(rows.count, 1))
        var drawing = Drawing(width: Self.width, height: height + 64, title: title, description: summary)
        drawing.furtherStyle = SeriesStyle.css
        let gap = 22.0
        let width = (Self.width - left - 20 - gap * Double(columns.count - 1)) / Double(max(columns.count, 1))
        for (number, column) in columns.enumerated() {
            let area = Rectangle(left: left + Double(number) * (width + gap), top: 12, width: width, height: height)
            draw(column, densities: rows.map { Self.densities(of: number < $0.values.count ? $0.values[number] : [], column) }, in: area, &drawing)
        }
        for (index, row) in rows.enumerated() {
            drawing.text(
                Label(row.name), at: Point(x: left - 10, y: 12 + Self.rowHeight * (Double(index) + 0.5) + 4),
                class: "name strong \(SeriesStyle.name(index))", anchor: .end)
        }
        return drawing
    }

    /// Shares of the values in each bin, per unit of the axis.
    static func densities(of values: [Double], _ column: Column) -> [Double] {
        let (low, high) = (column.x.range.lowerBound, column.x.range.upperBound)
        var counts = Array(repeating: 0, count: column.bins)
        var total = 0
        for value in values where value.isFinite {
            let share = min(max((value - low) / (high - low), 0), 1)
            counts[min(Int(share * Double(column.bins)), column.bins - 1)] += 1
            total += 1
        }
        let width = (high - low) / Double(column.bins)
        return counts.map { total > 0 ? Double($0) / Double(total) / width : 0 }
    }

    private func draw(_ column: Column, densities: [[Double]], in area: Rectangle, _ drawing: inout Drawing) {
        let range = column.x.range
        let curve = column.expected.map { density in
            (0..<Self.curvePoints).map { number -> (Double, Double) in
                let x = range.lowerBound + Double(number) / Double(Self.curvePoints - 1) * (range.upperBound - range.lowerBound)
                return (x, density(x))
            }
        }
        let highest = max(densities.joined().max() ?? 0, curve?.map(\.1).max() ?? 0, .leastNormalMagnitude)
        let step = (range.upperBound - range.lowerBound) / Double(column.bins)
        for (index, row) in densities.enumerated() {
            let panel = Rectangle(left: area.left, top: area.top + Double(index) * Self.rowHeight, width: area.width, height: Self.rowHeight)
            let frame = PlotFrame(area: panel, x: range, y: 0...(1.12 * highest))
            for (value, _) in column.x.numbers(about: 6) {
                drawing.line(from: Point(x: frame.x(value), y: panel.top), to: Point(x: frame.x(value), y: panel.bottom), class: "grid")
            }
            for (bin, density) in row.enumerated() where density > 0 {
                let (start, end) = (frame.x(range.lowerBound + Double(bin) * step), frame.x(range.lowerBound + Double(bin + 1) * step))
                let top = frame.y(density)
                drawing.rectangle(
                    Rectangle(left: start + 0.4, top: top, width: end - start - 0.8, height: panel.bottom - top),
                    class: "bar \(SeriesStyle.name(index))")
            }
            if range.contains(0) {
                drawing.line(from: Point(x: frame.x(0), y: panel.top), to: Point(x: frame.x(0), y: panel.bottom), class: "zero")
            }
            if let curve { drawing.curve(curve.map { frame.point($0.0, $0.1) }, class: "expected") }
            frame.drawFrame(on: &drawing)
        }
        PlotFrame(area: area, x: range, y: 0...1).drawBottomAxis(on: &drawing, column.x, about: 6)
    }
}
