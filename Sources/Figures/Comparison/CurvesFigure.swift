/// Curves of one quantity against another, each named at its end: how several methods do as they go on.
public struct CurvesFigure: Sendable {
    public struct Series: Sendable {
        public var name: String
        public var line: [(x: Double, y: Double)]
        /// Drawn behind the line; may be empty.
        public var band: [(x: Double, low: Double, high: Double)]

        public init(_ name: String, line: [(x: Double, y: Double)], band: [(x: Double, low: Double, high: Double)] = []) {
            self.name = name
            self.line = line
            self.band = band
        }
    }

    public var title: String
    /// What it shows, one sentence, for those who hear it read.
    public var summary: String
    public var x: PlotAxis
    public var y: PlotAxis
    public var series: [Series]
    /// A value holds until the next one, as a count does.
    public var isStepped = false
    /// A stripe behind the curves, such as what chance leaves.
    public var stripe: ClosedRange<Double>?
    /// A dashed line at this value.
    public var mark: Double?

    static let width = 760.0
    static let height = 390.0
    /// Between two names, in the units of the drawing.
    static let nameDistance = 16.0

    public init(title: String, summary: String, x: PlotAxis, y: PlotAxis, series: [Series]) {
        self.title = title
        self.summary = summary
        self.x = x
        self.y = y
        self.series = series
    }

    public func svg(isStandalone: Bool = true) -> String { drawing().svg(isStandalone: isStandalone) }

    func drawing() -> Drawing {
        var drawing = Drawing(width: Self.width, height: Self.height, title: title, description: summary)
        drawing.furtherStyle = SeriesStyle.css
        let names = series.map { Label($0.name).width(fontSize: 12) }.max() ?? 0
        let right = min(220, names + 34)
        let frame = PlotFrame(area: Rectangle(left: 70, top: 14, width: Self.width - 70 - right, height: Self.height - 14 - 52), x: x, y: y)
        frame.drawGrid(on: &drawing, x: x, y: y, xCount: 8, yCount: 6)
        drawing.clipped(to: frame.area, name: "curves-\(title.filter(\.isLetter))") { drawing in
            if let stripe {
                let edges = [stripe.lowerBound, stripe.upperBound].map { frame.y(y.position($0)) }
                drawing.rectangle(
                    Rectangle(left: frame.area.left, top: edges[1], width: frame.area.width, height: edges[0] - edges[1]), class: "chance")
            }
            if let mark {
                let height = frame.y(y.position(mark))
                drawing.line(from: Point(x: frame.area.left, y: height), to: Point(x: frame.area.right, y: height), class: "zero")
            }
            for (index, series) in series.enumerated() {
                // Many bands on top of each other would hide them all: the one that the others are compared with stays.
                let isFaint = index > 0 && self.series.count > 3
                let upper = series.band.map { point(frame, $0.x, $0.high) }
                let lower = series.band.map { point(frame, $0.x, $0.low) }
                drawing.polygon(upper + lower.reversed(), class: "area\(isFaint ? " faint" : "") \(SeriesStyle.name(index))")
            }
            // The first series is the one that the others are compared with: it lies on top.
            for (index, series) in series.enumerated().reversed() {
                drawing.curve(places(of: series, frame), class: "curve \(SeriesStyle.name(index))")
            }
        }
        drawNames(on: &drawing, frame)
        frame.drawFrame(on: &drawing)
        frame.drawBottomAxis(on: &drawing, x, about: 8)
        frame.drawLeftAxis(on: &drawing, y, about: 6)
        return drawing
    }

    private func point(_ frame: PlotFrame, _ x: Double, _ y: Double) -> Point { frame.point(self.x.position(x), self.y.position(y)) }

    private func places(of series: Series, _ frame: PlotFrame) -> [Point] {
        var places: [Point] = []
        for (x, y) in series.line {
            let place = point(frame, x, y)
            if isStepped, let last = places.last { places.append(Point(x: place.x, y: last.y)) }
            places.append(place)
        }
        return places
    }

    /// Names stand beside the ends of their curves, moved apart where these are too close, in the order of the ends.
    private func drawNames(on drawing: inout Drawing, _ frame: PlotFrame) {
        let ends = series.enumerated().compactMap { index, series -> (index: Int, place: Point)? in
            places(of: series, frame).last { $0.isFinite }.map { (index, $0) }
        }.sorted { ($0.place.y, $0.index) < ($1.place.y, $1.index) }
        var heights: [Double] = []
        for end in ends {
            let wanted = min(max(end.place.y, frame.area.top + 6), frame.area.bottom)
            heights.append(max(wanted, heights.last.map { $0 + Self.nameDistance } ?? wanted))
        }
        // Pushed out below: all move up by what they need.
        for place in heights.indices.reversed() {
            let limit = place + 1 < heights.count ? heights[place + 1] - Self.nameDistance : frame.area.bottom
            heights[place] = min(heights[place], limit)
        }
        for (end, height) in zip(ends, heights) {
            let edge = frame.area.right
            drawing.line(from: Point(x: edge + 1, y: end.place.y), to: Point(x: edge + 14, y: height), class: "leader")
            drawing.text(
                Label(series[end.index].name), at: Point(x: edge + 18, y: height + 4), class: "name strong \(SeriesStyle.name(end.index))")
        }
    }
}
