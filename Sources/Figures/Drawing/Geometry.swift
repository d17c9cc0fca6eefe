/// A place on a drawing; the vertical coordinate grows downwards, as in SVG.
struct Point: Hashable, Sendable {
    var x, y: Double

    var isFinite: Bool { x.isFinite && y.isFinite }
}

struct Rectangle: Hashable, Sendable {
    var left, top, width, height: Double

    var right: Double { left + width }
    var bottom: Double { top + height }
    var centre: Point { Point(x: left + width / 2, y: top + height / 2) }

    func insetBy(_ margin: Double) -> Rectangle {
        Rectangle(left: left + margin, top: top + margin, width: width - 2 * margin, height: height - 2 * margin)
    }

    func contains(_ point: Point) -> Bool { point.x >= left && point.x <= right && point.y >= top && point.y <= bottom }

    func contains(_ other: Rectangle) -> Bool {
        other.left >= left && other.right <= right && other.top >= top && other.bottom <= bottom
    }

    func overlaps(_ other: Rectangle) -> Bool {
        left < other.right && other.left < right && top < other.bottom && other.top < bottom
    }

    /// A square around a point.
    init(around point: Point, halfWidth: Double) {
        self.init(left: point.x - halfWidth, top: point.y - halfWidth, width: 2 * halfWidth, height: 2 * halfWidth)
    }

    init(left: Double, top: Double, width: Double, height: Double) {
        self.left = left
        self.top = top
        self.width = width
        self.height = height
    }
}
