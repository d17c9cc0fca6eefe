import Tieline

extension PhaseMapFigure {
    /// What a person has said, where they said it.
    func draw(_ prior: Prior, on drawing: inout Drawing) {
        let tooltip = "\(prior.author), \(Numbers.fixed(prior.certainty, 2)): \(prior.reason)"
        switch prior.kind {
        case .regionOfInterest(let polygon): outline(polygon, class: "prior interest", on: &drawing)
        case .phaseRegion(let polygon, _): outline(polygon, class: "prior region", on: &drawing)
        case .phaseBall(let center, let radius, _): drawing.curve(frame.rim(around: center, radius: radius, space: space), class: "prior region")
        case .phaseBoundary(let points, _): drawing.curve(points.map(frame.point), class: "prior boundary")
        case .samePhase(let points): link(points, sign: "=", tooltip, on: &drawing)
        case .differentPhase(let points): link(points, sign: "≠", tooltip, on: &drawing)
        }
    }

    private func outline(_ polygon: [Condition], class style: String, on drawing: inout Drawing) {
        guard let first = polygon.first else { return }
        drawing.curve((polygon + [first]).map(frame.point), class: style)
    }

    private func link(_ points: [Condition], sign: String, _ tooltip: String, on drawing: inout Drawing) {
        let places = points.map(frame.point)
        for (a, b) in zip(places, places.dropFirst()) {
            drawing.line(from: a, to: b, class: "prior pair")
            // Beside the line, whose slope may be that of the sign's own stroke.
            let length = max(((b.x - a.x) * (b.x - a.x) + (b.y - a.y) * (b.y - a.y)).squareRoot(), 1)
            let middle = Point(
                x: (a.x + b.x) / 2 - (b.y - a.y) / length * Self.besideLine, y: (a.y + b.y) / 2 + (b.x - a.x) / length * Self.besideLine)
            drawing.text(Label(sign), at: Point(x: middle.x, y: middle.y + 5), class: "axis halo strong", anchor: .middle)
        }
        for place in places { drawing.circle(at: place, radius: 8, class: "prior pair", tooltip: tooltip) }
    }

    private static let besideLine = 11.0

    /// The kinds of priors that are drawn, each once, with the line that stands for it.
    var priorSigns: [(style: String, text: String)] {
        var signs: [(style: String, text: String)] = []
        for prior in priors {
            let sign: (style: String, text: String) =
                switch prior.kind {
                case .regionOfInterest: ("prior interest", "region of interest")
                case .phaseRegion, .phaseBall: ("prior region", "region, by a person")
                case .phaseBoundary: ("prior boundary", "boundary, by a person")
                case .samePhase, .differentPhase: ("prior pair", "same or different, by a person")
                }
            if !signs.contains(where: { $0.style == sign.style }) { signs.append(sign) }
        }
        return signs
    }
}
