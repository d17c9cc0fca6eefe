import Tieline

extension CampaignFigure {
    /// What was seen at a point: the tracked peaks with even odds or better.
    enum Sighting: Hashable {
        case all
        case some([Int])
        case none
    }

    func sighting(at point: CampaignReport.Point) -> Sighting { Self.sighting(at: point, peaks: report.specification.peaks) }

    static func sighting(at point: CampaignReport.Point, peaks: [TrackedPeak]) -> Sighting {
        let seen = peaks.indices.filter { (point.evidence.phase(peaks[$0].name)?.probabilityPresent ?? 0) >= 0.5 }
        return seen.isEmpty ? .none : seen.count == peaks.count ? .all : .some(seen)
    }

    func style(_ sighting: Sighting) -> String {
        switch sighting {
        case .all: "mark all"
        case .some(let peaks): "mark \(names.style(report.specification.peaks[peaks.first ?? 0].phase))"
        case .none: "mark none"
        }
    }

    static func meaning(_ sighting: Sighting, peaks: [TrackedPeak], names: PhaseNames) -> String {
        // The phase that a peak stands for, or the peak where the phase has one on either side of a miscibility gap.
        func name(_ peak: TrackedPeak) -> String { peak.name == peak.phase ? names[peak.phase] : peak.label }
        switch sighting {
        case .all: return peaks.map(name).joined(separator: " and ") + " seen"
        case .some(let seen): return seen.map { name(peaks[$0]) }.joined(separator: " and ") + " only"
        case .none: return peaks.count == 1 ? "not seen" : "none seen"
        }
    }

    private func place(of point: CampaignReport.Point) -> Point { frame.point(point.x, degreesCelsius(fromKelvin: point.temperature)) }

    func drawPoints(on drawing: inout Drawing, placer: inout LabelPlacer) {
        for point in report.points.prefix(Self.mostPoints) {
            let place = place(of: point)
            let sighting = sighting(at: point)
            let odds = point.evidence.phases.map { "\($0.peak) P = \(Numbers.fixed($0.probabilityPresent, 2))" }.joined(separator: ", ")
            let tooltip =
                "\(point.number): x = \(Numbers.fixed(point.x, 3)), "
                + "\(Numbers.fixed(degreesCelsius(fromKelvin: point.temperature), 1)) °C; \(odds)"
            if sighting == .none {
                drawing.cross(at: place, radius: 3.2, class: style(sighting), tooltip: tooltip)
            } else {
                drawing.circle(at: place, radius: 3.4, class: style(sighting), tooltip: tooltip)
            }
            placer.avoid(place, radius: 4.5)
        }
    }

    /// The order of the points, small and only where it fits.
    func drawNumbers(on drawing: inout Drawing, placer: inout LabelPlacer) {
        for point in report.points.prefix(Self.mostPoints) {
            let label = Label("\(point.number)")
            let width = label.width(fontSize: 8.5)
            let place = place(of: point)
            let candidates = [
                Point(x: place.x, y: place.y - 11), Point(x: place.x, y: place.y + 11), Point(x: place.x + width / 2 + 9, y: place.y),
                Point(x: place.x - width / 2 - 9, y: place.y),
            ]
            if let middle = placer.place(width: width + 5, height: 9, at: candidates) {
                drawing.text(label, at: Point(x: middle.x, y: middle.y + 3), class: "tiny", anchor: .middle)
            }
        }
    }

    /// The invariant with one standard deviation each way, and its numbers beside it.
    func drawInvariant(on drawing: inout Drawing, placer: inout LabelPlacer) {
        guard let invariant = report.status.invariant else { return }
        let (x, t) = (invariant.composition, invariant.temperature)
        let celsius = degreesCelsius(fromKelvin: t.value)
        guard frame.x.contains(x.value), frame.y.contains(celsius) else { return }
        let left = Point(x: max(frame.x(x.value - x.standardDeviation), frame.area.left), y: frame.y(celsius))
        let right = Point(x: min(frame.x(x.value + x.standardDeviation), frame.area.right), y: frame.y(celsius))
        let low = Point(x: frame.x(x.value), y: min(frame.y(celsius - t.standardDeviation), frame.area.bottom))
        let high = Point(x: frame.x(x.value), y: max(frame.y(celsius + t.standardDeviation), frame.area.top))
        let centre = Point(x: low.x, y: left.y)
        drawing.line(from: left, to: right, class: "error")
        drawing.line(from: low, to: high, class: "error")
        for end in [left, right] { drawing.line(from: Point(x: end.x, y: end.y - 4), to: Point(x: end.x, y: end.y + 4), class: "error") }
        for end in [low, high] { drawing.line(from: Point(x: end.x - 4, y: end.y), to: Point(x: end.x + 4, y: end.y), class: "error") }
        let r = 6.5
        drawing.polygon(
            [
                Point(x: centre.x, y: centre.y - r), Point(x: centre.x + r, y: centre.y), Point(x: centre.x, y: centre.y + r),
                Point(x: centre.x - r, y: centre.y),
            ],
            class: "star")
        placer.avoid(curve: [left, right], radius: 5)
        placer.avoid(curve: [low, high], radius: 5)
        placer.avoid(centre, radius: 8)
        let second = PhaseNames.element(report.specification.theory.components.last ?? "")
        let lines: [(label: Label, style: String)] = [
            (Label(invariant.kind), "name strong"), (.italic("T") + " = \(ResultLine.celsius(t)) °C", "name"),
            (.italic("x") + .lowered(second) + " = \(ResultLine.moleFraction(x))", "name"),
        ]
        let width = lines.map { $0.label.width(fontSize: 12) }.max() ?? 0
        // Below the three-phase line is where nothing was measured, usually.
        let candidates =
            [
                Point(x: centre.x, y: centre.y + 42), Point(x: centre.x + width / 2 - 10, y: centre.y + 42),
                Point(x: centre.x + width / 2 + 14, y: centre.y + 40),
            ] + LabelPlacer.around(centre, width: width, height: 48, gap: 12)
        guard let place = placer.place(width: width + 6, height: 50, at: candidates) else { return }
        for (index, line) in lines.enumerated() {
            drawing.text(line.label, at: Point(x: place.x, y: place.y - 12 + 16 * Double(index)), class: line.style + " halo", anchor: .middle)
        }
    }
}
