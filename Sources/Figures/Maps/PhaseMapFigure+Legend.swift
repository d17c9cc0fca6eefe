import Tieline

extension PhaseMapFigure {
    private static let row = 18.0
    private static let left = 24.0

    /// Upper left: the title and what the colours and marks mean, a row each; a triangle and a square leave room there.
    func drawLegend(on drawing: inout Drawing) {
        drawing.text(Label(title), at: Point(x: Self.left, y: 24), class: "axis")
        if isSimulated { drawing.text("SIMULATED", at: Point(x: Self.width - 24, y: 24), class: "name strong p0", anchor: .end) }
        if !map.isReliable {
            drawing.text(
                "not shown to have mixed: shades are not to be trusted yet", at: Point(x: Self.width - 24, y: isSimulated ? 42 : 24),
                class: "name strong p0",
                anchor: .end)
        }
        switch frame {
        case .triangle: drawColumn(on: &drawing)
        case .square: drawRows(on: &drawing)
        }
        let undrawn = map.points.count - Self.mostPoints
        if undrawn > 0 {
            drawing.text("\(undrawn) more points not drawn", at: Point(x: Self.width - 24, y: Self.height - 12), class: "small", anchor: .end)
        }
    }

    private enum Sign {
        case region(Int)
        case measured, predicted, next
        case prior(String)
    }

    private var entries: [(sign: Sign, text: String)] {
        var entries: [(sign: Sign, text: String)] = map.regions.enumerated().map {
            (.region($0), map.unseenRegions.contains($0) ? "\($1), nothing has shown it" : $1)
        }
        entries.append((.measured, "measured"))
        entries.append((.predicted, "predicted, paler where unsure"))
        if map.next != nil { entries.append((.next, "next")) }
        return entries + priorSigns.map { (.prior($0.style), $0.text) }
    }

    private func drawColumn(on drawing: inout Drawing) {
        for (index, entry) in entries.enumerated() {
            draw(entry.sign, entry.text, at: Point(x: Self.left, y: 48 + Self.row * Double(index)), on: &drawing)
        }
    }

    /// Between the title and the square.
    private func drawRows(on drawing: inout Drawing) {
        // Below what the title says of simulation and mixing.
        var place = Point(x: Self.left, y: 56)
        for entry in entries {
            let width = 26 + Label(entry.text).width(fontSize: 12.6) + 18
            if place.x + width > Self.width - Self.left {
                place = Point(x: Self.left, y: place.y + Self.row)
            }
            draw(entry.sign, entry.text, at: place, on: &drawing)
            place.x += width
        }
    }

    private func draw(_ sign: Sign, _ text: String, at place: Point, on drawing: inout Drawing) {
        let middle = Point(x: place.x + 9, y: place.y)
        switch sign {
        case .region(let index): drawing.circle(at: middle, radius: 5, class: "sample \(MapStyle.region(index, of: map))")
        case .measured: drawing.circle(at: middle, radius: 5, class: "sample")
        case .predicted: drawing.circle(at: middle, radius: 5, class: "mark hollow unseen")
        case .next: drawing.cross(at: middle, radius: 5.5, class: "next")
        case .prior(let style):
            drawing.line(from: Point(x: place.x - 2, y: place.y), to: Point(x: place.x + 20, y: place.y), class: style)
        }
        drawing.text(Label(text), at: Point(x: place.x + 26, y: place.y + 4), class: "name")
    }
}
