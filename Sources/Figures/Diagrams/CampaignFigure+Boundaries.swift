import Tieline

extension CampaignFigure {
    /// `LIQUID/BCT_A5` taken apart: the phase whose limit it is, and its partner.
    static func phases(of boundary: CampaignReport.Boundary) -> (phase: String, partner: String) {
        let parts = boundary.name.split(separator: "/", maxSplits: 1).map(String.init)
        return (parts.first ?? "", parts.count > 1 ? parts[1] : "")
    }

    /// A boundary's places on the drawing: the median, and the outline of its band. Arrays of unequal length are read as far as all reach.
    private func places(of boundary: CampaignReport.Boundary) -> (median: [Point], band: [Point]) {
        let count = [boundary.temperatures.count, boundary.median.count, boundary.lower.count, boundary.upper.count].min() ?? 0
        func row(_ values: [Double]) -> [Point] {
            (0..<count).map { frame.point(values[$0], degreesCelsius(fromKelvin: boundary.temperatures[$0])) }
        }
        return (row(boundary.median), row(boundary.lower) + row(boundary.upper).reversed())
    }

    func drawBoundaries(on drawing: inout Drawing, placer: inout LabelPlacer) {
        for boundary in report.boundaries {
            drawing.polygon(places(of: boundary).band, class: "band \(names.style(Self.phases(of: boundary).phase))")
        }
        for boundary in report.boundaries {
            let median = places(of: boundary).median
            drawing.curve(median, class: "line \(names.style(Self.phases(of: boundary).phase))")
            placer.avoid(curve: median)
        }
        drawInvariantLine(on: &drawing, placer: &placer)
    }

    /// The three-phase line: from the leftmost to the rightmost boundary that ends on it.
    private func drawInvariantLine(on drawing: inout Drawing, placer: inout LabelPlacer) {
        guard let invariant = report.status.invariant else { return }
        let temperature = invariant.temperature.value
        var ends = [invariant.composition.value]
        for boundary in report.boundaries {
            // The sample nearest to the invariant, if the boundary reaches it at all.
            let nearest = boundary.temperatures.indices.min {
                abs(boundary.temperatures[$0] - temperature) < abs(boundary.temperatures[$1] - temperature)
            }
            guard let nearest, boundary.median.indices.contains(nearest), boundary.median[nearest].isFinite else { continue }
            let spacing = boundary.temperatures.count > 1 ? abs(boundary.temperatures[1] - boundary.temperatures[0]) : 1
            if abs(boundary.temperatures[nearest] - temperature) <= 1.5 * max(spacing, 1) { ends.append(boundary.median[nearest]) }
        }
        guard let range = ClosedRange.around(ends), range.upperBound > range.lowerBound else { return }
        let y = frame.y(degreesCelsius(fromKelvin: temperature))
        let line = [Point(x: frame.x(range.lowerBound), y: y), Point(x: frame.x(range.upperBound), y: y)]
        drawing.line(from: line[0], to: line[1], class: "invariant-thin")
        placer.avoid(curve: line)
    }

    /// `liquidus`, `solidus`, `solvus` beside their curves, where there is room.
    func drawBoundaryNames(on drawing: inout Drawing, placer: inout LabelPlacer) {
        for boundary in report.boundaries {
            let (phase, partner) = Self.phases(of: boundary)
            let label = Label(PhaseNames.boundary(of: phase, against: partner))
            let visible = places(of: boundary).median.filter { $0.isFinite && frame.area.insetBy(8).contains($0) }
            guard visible.count > 1 else { continue }
            let width = label.width(fontSize: 12)
            // From the upper end of the curve downwards, close beside it.
            let candidates = visible.sorted { $0.y < $1.y }.flatMap { point in
                [12.0, 20, 30].flatMap { gap in
                    [Point(x: point.x + width / 2 + gap, y: point.y), Point(x: point.x - width / 2 - gap, y: point.y)]
                }
            }
            if let place = placer.place(width: width + 2, height: 14, at: candidates) {
                drawing.text(label, at: Point(x: place.x, y: place.y + 4), class: "name \(names.style(phase))", anchor: .middle)
            }
        }
    }

    /// Two boundaries that are each other's partners are the ends of a tie-line at every temperature that both have.
    func drawRegions(on drawing: inout Drawing, placer: inout LabelPlacer) {
        var regions = RegionLabels()
        let limits = frame.x.domain
        for temperature in stride(
            from: frame.y.domain.lowerBound, through: frame.y.domain.upperBound,
            by: max(0.5, (frame.y.domain.upperBound - frame.y.domain.lowerBound) / 60))
        {
            var ties: [RegionLabels.Tie] = []
            for (index, boundary) in report.boundaries.enumerated() {
                let (phase, partner) = Self.phases(of: boundary)
                guard let x = Self.median(of: boundary, atCelsius: temperature) else { continue }
                for other in report.boundaries[(index + 1)...] where Self.phases(of: other) == (partner, phase) {
                    guard let otherX = Self.median(of: other, atCelsius: temperature) else { continue }
                    ties.append(
                        x < otherX
                            ? .init(left: phase, right: partner, leftX: x, rightX: otherX)
                            : .init(left: partner, right: phase, leftX: otherX, rightX: x))
                }
            }
            regions.add(ties: ties, temperature: temperature, limits: limits)
        }
        regions.draw(on: &drawing, frame: frame, placer: &placer) { names.region($0) }
    }

    private static func median(of boundary: CampaignReport.Boundary, atCelsius celsius: Double) -> Double? {
        let temperature = kelvin(fromDegreesCelsius: celsius)
        let count = min(boundary.temperatures.count, boundary.median.count)
        guard count > 1 else { return nil }
        for index in 1..<count where boundary.temperatures[index - 1] <= temperature && temperature <= boundary.temperatures[index] {
            let width = boundary.temperatures[index] - boundary.temperatures[index - 1]
            let share = width > 0 ? (temperature - boundary.temperatures[index - 1]) / width : 0
            let x = boundary.median[index - 1] + share * (boundary.median[index] - boundary.median[index - 1])
            return x.isFinite ? x : nil
        }
        return nil
    }
}
