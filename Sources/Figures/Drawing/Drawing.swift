/// An SVG document that is written front to back. Points that are not finite are left out, so no figure ever holds a `nan`.
struct Drawing {
    enum Anchor: String { case start, middle, end }

    let width: Double
    let height: Double
    private let title: String
    private let description: String
    private(set) var body = ""
    /// Of what only some figures have, beside ``FigureStyle``.
    var furtherStyle = ""
    private var definitions = ""
    private var clipCount = 0

    /// - Parameters:
    ///   - title: Read out by screen readers.
    ///   - description: What the figure shows, one sentence.
    init(width: Double, height: Double, title: String, description: String) {
        self.width = width
        self.height = height
        self.title = title
        self.description = description
    }

    mutating func line(from a: Point, to b: Point, class style: String) {
        guard a.isFinite, b.isFinite else { return }
        body += "<line x1=\"\(n(a.x))\" y1=\"\(n(a.y))\" x2=\"\(n(b.x))\" y2=\"\(n(b.y))\" class=\"\(style)\"/>\n"
    }

    /// A curve through the points, broken where one is not finite.
    mutating func curve(_ points: [Point], class style: String) {
        var path = ""
        var isDown = false
        for point in points {
            guard point.isFinite else {
                isDown = false
                continue
            }
            path += (isDown ? "L" : "M") + "\(n(point.x)) \(n(point.y))"
            isDown = true
        }
        guard !path.isEmpty else { return }
        body += "<path d=\"\(path)\" class=\"\(style)\"/>\n"
    }

    mutating func polygon(_ points: [Point], class style: String) {
        let finite = points.filter(\.isFinite)
        guard finite.count > 2 else { return }
        body += "<polygon points=\"\(finite.map { "\(n($0.x)),\(n($0.y))" }.joined(separator: " "))\" class=\"\(style)\"/>\n"
    }

    mutating func rectangle(_ rectangle: Rectangle, class style: String, corner: Double = 0) {
        guard [rectangle.left, rectangle.top, rectangle.width, rectangle.height].allSatisfy(\.isFinite) else { return }
        body +=
            "<rect x=\"\(n(rectangle.left))\" y=\"\(n(rectangle.top))\" width=\"\(n(max(0, rectangle.width)))\" height=\"\(n(max(0, rectangle.height)))\""
        body += (corner > 0 ? " rx=\"\(n(corner))\"" : "") + " class=\"\(style)\"/>\n"
    }

    /// - Parameter tooltip: Shown while the pointer rests on the mark.
    mutating func circle(at centre: Point, radius: Double, class style: String, tooltip: String? = nil) {
        guard centre.isFinite else { return }
        body += "<circle cx=\"\(n(centre.x))\" cy=\"\(n(centre.y))\" r=\"\(n(radius))\" class=\"\(style)\"" + closing("circle", tooltip)
    }

    mutating func cross(at centre: Point, radius: Double, class style: String, tooltip: String? = nil) {
        guard centre.isFinite else { return }
        let (x, y, r) = (centre.x, centre.y, radius)
        body += "<path d=\"M\(n(x - r)) \(n(y - r))L\(n(x + r)) \(n(y + r))M\(n(x - r)) \(n(y + r))L\(n(x + r)) \(n(y - r))\" class=\"\(style)\""
        body += closing("path", tooltip)
    }

    /// - Parameter turned: Degrees anticlockwise about the point.
    mutating func text(_ label: Label, at point: Point, class style: String, anchor: Anchor = .start, turned: Double = 0) {
        guard point.isFinite else { return }
        let turn = turned == 0 ? "" : " transform=\"rotate(\(n(-turned)) \(n(point.x)) \(n(point.y)))\""
        body += "<text x=\"\(n(point.x))\" y=\"\(n(point.y))\" class=\"\(style)\" text-anchor=\"\(anchor.rawValue)\"\(turn)>\(label.svg)</text>\n"
    }

    /// What `content` draws is cut at the rectangle.
    mutating func clipped(to rectangle: Rectangle, name: String, _ content: (inout Drawing) -> Void) {
        clipCount += 1
        let identifier = "\(name)-\(clipCount)"
        definitions += "<clipPath id=\"\(identifier)\"><rect x=\"\(n(rectangle.left))\" y=\"\(n(rectangle.top))\" "
        definitions += "width=\"\(n(rectangle.width))\" height=\"\(n(rectangle.height))\"/></clipPath>\n"
        body += "<g clip-path=\"url(#\(identifier))\">\n"
        content(&self)
        body += "</g>\n"
    }

    /// The document. Standing alone it carries its style; inside a page, which has the style once, it need not.
    func svg(isStandalone: Bool = true) -> String {
        let size = isStandalone ? " width=\"\(n(width))\" height=\"\(n(height))\"" : ""
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(n(width)) \(n(height))"\(size) role="img" class="figure">
            <title>\(Markup.escape(title))</title>
            <desc>\(Markup.escape(description))</desc>
            \(isStandalone ? "<style>\(FigureStyle.css)\(furtherStyle)</style>\n" : "")\(definitions.isEmpty ? "" : "<defs>\n\(definitions)</defs>\n")\
            <rect width="\(n(width))" height="\(n(height))" class="paper"/>
            \(body)</svg>
            """
    }

    private func n(_ value: Double) -> String { Numbers.coordinate(value) }

    private func closing(_ element: String, _ tooltip: String?) -> String {
        tooltip.map { "><title>\(Markup.escape($0))</title></\(element)>\n" } ?? "/>\n"
    }
}
