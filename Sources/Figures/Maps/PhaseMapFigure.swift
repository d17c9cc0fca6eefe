public import Tieline

/// A phase map as the field draws it: measured samples filled with the colour of their region, the others hollow in that of the most probable one and the
/// paler the less sure, the next one crossed, people's priors as lines. A composition triangle for three components, a square for two axes.
public struct PhaseMapFigure: Sendable {
    static let width = 760.0
    static let height = 720.0
    /// Points drawn; a map with more is drawn to here, and says so.
    static let mostPoints = 20_000

    let map: PhaseMapReport
    let space: ParameterSpace
    let priors: [Prior]
    let title: String
    let isSimulated: Bool
    let frame: MapFrame

    /// - Parameter priors: Those that hold.
    /// - Returns: `nil` for a space that has neither three components and nothing else, nor two axes.
    public init?(_ map: PhaseMapReport, space: ParameterSpace, priors: [Prior] = [], title: String, isSimulated: Bool = false) {
        guard let frame = MapFrame(space, conditions: map.points.map(\.condition) + map.samples.map(\.condition)) else { return nil }
        self.map = map
        self.space = space
        self.priors = priors
        self.title = title
        self.isSimulated = isSimulated
        self.frame = frame
    }

    public func svg(isStandalone: Bool = true) -> String {
        var drawing = Drawing(
            width: Self.width, height: Self.height, title: title,
            description: "A phase map after \(map.samples.count) measurements"
                + (map.isReliable ? "." : "; its posterior is not shown to have mixed, so the probabilities are not to be trusted yet."))
        drawing.furtherStyle = MapStyle.css
        frame.drawGrid(on: &drawing)
        drawRegions(on: &drawing)
        drawBoundaries(on: &drawing)
        for prior in priors { draw(prior, on: &drawing) }
        drawSamples(on: &drawing)
        drawNext(on: &drawing)
        frame.drawAxes(on: &drawing, space: space)
        drawLegend(on: &drawing)
        return drawing.svg(isStandalone: isStandalone)
    }

    private func drawRegions(on drawing: inout Drawing) {
        for point in map.points.prefix(Self.mostPoints) {
            let style = "\(MapStyle.region(point.region, of: map)) \(MapStyle.sureness(point, regions: map.regions.count))"
            let odds = zip(map.regions, point.probabilities).map { "\($0) P = \(Numbers.fixed($1, 2))" }.joined(separator: ", ")
            if let cell = frame.cell(around: point.condition, space: space) {
                drawing.rectangle(cell, class: "fill \(style)")
            } else {
                drawing.circle(at: frame.point(point.condition), radius: 5, class: "mark hollow \(style)", tooltip: odds)
            }
        }
    }

    private func drawSamples(on drawing: inout Drawing) {
        for sample in map.samples.prefix(Self.mostPoints) {
            let name = sample.region.map { map.regions[$0] } ?? "no label"
            drawing.circle(
                at: frame.point(sample.condition), radius: 5, class: "sample \(sample.region.map { MapStyle.region($0, of: map) } ?? "unlabelled")",
                tooltip: "\(sample.number.map { "\($0): " } ?? "known before: ")\(name)")
        }
    }

    private func drawNext(on drawing: inout Drawing) {
        guard let next = map.next else { return }
        drawing.cross(at: frame.point(next), radius: 6.5, class: "next under", tooltip: nil)
        drawing.cross(at: frame.point(next), radius: 6.5, class: "next", tooltip: "measured next")
    }
}
