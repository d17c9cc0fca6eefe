public import Calphad
import Tieline

/// A binary phase diagram as textbooks draw it: boundaries as lines, invariants bold, tie-lines thin, the phases' names in their regions.
/// Temperature in °C on the left and K on the right; mole fraction below and at% above.
public struct PhaseDiagramFigure: Sendable {
    static let width = 760.0
    static let height = 596.0
    /// Tie-lines are drawn no closer than this, in the units of the drawing: they show a field, not every calculation.
    static let tieLineSpacing = 15.0

    let diagram: PhaseDiagram
    let names: PhaseNames
    let frame: PlotFrame

    let equalEnergy: [EqualEnergyCurves]

    /// - Parameter equalEnergy: T0 curves of the same binary, drawn dashed.
    public init(_ diagram: PhaseDiagram, equalEnergy: [EqualEnergyCurves] = []) {
        self.diagram = diagram
        self.equalEnergy = equalEnergy
        names = PhaseNames(liquidFirst: Self.phases(of: diagram))
        frame = PlotFrame(
            area: Rectangle(left: 66, top: 58, width: Self.width - 66 - 66, height: Self.height - 58 - 70), x: 0...1,
            y: Self.temperatures(of: diagram))
    }

    public func svg() -> String { drawing().svg() }

    func drawing() -> Drawing {
        let system = diagram.components.map(PhaseNames.element).joined(separator: "–")
        var drawing = Drawing(
            calculatedFrom: diagram.database, title: "\(system) phase diagram", warnings: diagram.warnings, width: Self.width,
            height: Self.height)
        let xTicks = Ticks(in: frame.x.domain, about: 10)
        let yTicks = Ticks(in: frame.y.domain, about: 8)
        var placer = LabelPlacer(bounds: frame.area.insetBy(4))
        drawing.clipped(to: frame.area, name: "diagram") { drawing in
            drawTieLines(on: &drawing)
            drawBoundaries(on: &drawing, placer: &placer)
            for curves in equalEnergy { drawEqualEnergy(curves, on: &drawing, placer: &placer) }
        }
        drawInvariants(on: &drawing, placer: &placer)
        drawMeltingPoints(on: &drawing, placer: &placer)
        drawRegions(on: &drawing, placer: &placer)
        frame.drawFrame(on: &drawing)
        let second = PhaseNames.element(diagram.components.last ?? "")
        frame.drawBottomAxis(on: &drawing, ticks: xTicks, label: .italic("x") + .lowered(second) + " (mole fraction)")
        frame.drawTopNumbers(on: &drawing, ticks: xTicks, factor: 100, label: Label("at% \(second)"))
        frame.drawLeftAxis(on: &drawing, ticks: yTicks, label: .italic("T") + " (°C)")
        frame.drawRightAxis(on: &drawing, offset: celsiusZeroInKelvin, about: 8, label: .italic("T") + " (K)")
        drawing.drawSource(diagram.database)
        if diagram.boundaries.isEmpty, diagram.invariants.isEmpty {
            drawing.text("no two-phase field in this range", at: frame.area.centre, class: "note", anchor: .middle)
        }
        return drawing
    }

    /// As they occur from the left.
    private static func phases(of diagram: PhaseDiagram) -> [String] {
        diagram.invariants.flatMap { $0.phases.map(\.phase) } + diagram.boundaries.flatMap(\.phases)
    }

    /// From the lowest temperature that was calculated to a little above the last boundary.
    private static func temperatures(of diagram: PhaseDiagram) -> ClosedRange<Double> {
        let lowest = degreesCelsius(fromKelvin: diagram.temperatures.lowerBound)
        let calculated = degreesCelsius(fromKelvin: diagram.temperatures.upperBound)
        let drawn =
            diagram.boundaries.flatMap { $0.points.map(\.temperature) } + diagram.invariants.map(\.temperature)
            + diagram.specialPoints.map(\.temperature)
        let highest = ClosedRange.around(drawn).map { degreesCelsius(fromKelvin: $0.upperBound) } ?? calculated
        guard lowest.isFinite, highest.isFinite, highest > lowest else { return 0...300 }
        return lowest...max(min(calculated, highest + 0.1 * (highest - lowest)), highest)
    }

    private func place(_ x: Double, kelvin: Double) -> Point { frame.point(x, degreesCelsius(fromKelvin: kelvin)) }

    private func drawTieLines(on drawing: inout Drawing) {
        var drawn: [(phases: [String], y: Double)] = []
        for line in diagram.tieLines where line.phases.count == 2 {
            let ends = line.phases.map { place($0.x, kelvin: line.temperature) }
            let phases = line.phases.map(\.phase)
            guard !drawn.contains(where: { $0.phases == phases && abs($0.y - ends[0].y) < Self.tieLineSpacing }) else { continue }
            drawn.append((phases, ends[0].y))
            drawing.line(from: ends[0], to: ends[1], class: "tie")
        }
    }

    private func drawBoundaries(on drawing: inout Drawing, placer: inout LabelPlacer) {
        for boundary in diagram.boundaries where boundary.phases.count == 2 {
            let leaner = boundary.points.map { place($0.leaner, kelvin: $0.temperature) }
            let richer = boundary.points.map { place($0.richer, kelvin: $0.temperature) }
            for (curve, phase) in [(leaner, boundary.phases[0]), (richer, boundary.phases[1])] {
                drawing.curve(curve, class: "line \(names.style(phase))")
                placer.avoid(curve: curve)
            }
        }
    }

    /// Dashed, named once on the longest curve.
    private func drawEqualEnergy(_ curves: EqualEnergyCurves, on drawing: inout Drawing, placer: inout LabelPlacer) {
        let drawn = curves.curves.map { curve in curve.map { place($0.x, kelvin: $0.temperature) } }
        for points in drawn {
            drawing.curve(points, class: "equal")
            placer.avoid(curve: points)
        }
        guard let longest = drawn.max(by: { $0.count < $1.count }) else { return }
        let label = .italic("T") + .lowered("0") + " \(curves.phases.map { names[$0] }.joined(separator: " / "))"
        let width = label.width(fontSize: 12)
        let visible = longest.filter { frame.area.contains($0) }
        let candidates = visible.indices.sorted { abs($0 - visible.count / 2) < abs($1 - visible.count / 2) }.flatMap {
            LabelPlacer.around(visible[$0], width: width, height: 12, gap: 5, reach: 2.5)
        }
        guard let at = placer.place(width: width + 4, height: 14, at: candidates) else { return }
        drawing.text(label, at: Point(x: at.x, y: at.y + 4), class: "name halo", anchor: .middle)
    }

    /// The three-phase lines, each with its temperature and the composition of its middle phase.
    private func drawInvariants(on drawing: inout Drawing, placer: inout LabelPlacer) {
        for invariant in diagram.invariants {
            guard let range = ClosedRange.around(invariant.phases.map(\.x)), invariant.temperature.isFinite else { continue }
            let (left, right) = (place(range.lowerBound, kelvin: invariant.temperature), place(range.upperBound, kelvin: invariant.temperature))
            drawing.line(from: left, to: right, class: "invariant")
            placer.avoid(curve: [left, right], radius: 3)
            var label = Label("\(Numbers.fixed(degreesCelsius(fromKelvin: invariant.temperature), 1)) °C")
            if invariant.phases.count == 3 {
                let middle = place(invariant.phases[1].x, kelvin: invariant.temperature)
                drawing.circle(at: middle, radius: 3, class: "mark all")
                label = label + ", \(Numbers.fixed(invariant.phases[1].x, 3))"
            }
            if invariant.kind != .unclassified { label = Label("\(invariant.kind.rawValue) ") + label }
            let width = label.width(fontSize: 12)
            // Along the line, below and above, from the middle phase outwards; then beyond its ends.
            let start = invariant.phases.count == 3 ? place(invariant.phases[1].x, kelvin: invariant.temperature).x : (left.x + right.x) / 2
            var candidates: [Point] = []
            for shift in [0.0, 30, -30, 60, -60, 100, -100, 150, -150, 210, -210] {
                let x = start + shift
                guard x > left.x - width / 4, x < right.x + width / 4 else { continue }
                candidates += [Point(x: x, y: left.y + 12), Point(x: x, y: left.y - 12)]
            }
            for gap in [8.0, 20, 40] {
                candidates += [Point(x: right.x + width / 2 + gap, y: right.y), Point(x: left.x - width / 2 - gap, y: left.y)]
            }
            if let place = placer.place(width: width + 6, height: 15, at: candidates) {
                drawing.text(label, at: Point(x: place.x, y: place.y + 4), class: "name strong halo", anchor: .middle)
            }
        }
    }

    /// Temperatures at the ends of the diagram and at congruent points.
    private func drawMeltingPoints(on drawing: inout Drawing, placer: inout LabelPlacer) {
        for special in diagram.specialPoints {
            let point = place(special.x, kelvin: special.temperature)
            guard point.isFinite, frame.area.contains(point) else { continue }
            drawing.circle(at: point, radius: 2.4, class: "mark all")
            let label = Label("\(Numbers.fixed(degreesCelsius(fromKelvin: special.temperature), 1)) °C")
            let width = label.width(fontSize: 12)
            guard let place = placer.place(width: width + 4, height: 14, at: LabelPlacer.around(point, width: width, height: 12, gap: 6, reach: 2.5))
            else { continue }
            drawing.text(label, at: Point(x: place.x, y: place.y + 4), class: "name", anchor: .middle)
        }
    }

    private func drawRegions(on drawing: inout Drawing, placer: inout LabelPlacer) {
        var regions = RegionLabels()
        let domain = frame.y.domain
        for celsius in stride(from: domain.lowerBound, through: domain.upperBound, by: max(0.1, (domain.upperBound - domain.lowerBound) / 80)) {
            let ties = diagram.boundaries.compactMap { $0.tie(atKelvin: kelvin(fromDegreesCelsius: celsius)) }
            regions.add(ties: ties, temperature: celsius, limits: 0...1)
        }
        regions.draw(on: &drawing, frame: frame, placer: &placer) { names.region($0) }
    }
}

extension PhaseDiagram.Boundary {
    /// The ends of the field at one temperature, linear between the calculated ones.
    fileprivate func tie(atKelvin temperature: Double) -> RegionLabels.Tie? {
        guard phases.count == 2 else { return nil }
        for (below, above) in zip(points, points.dropFirst()) where below.temperature <= temperature && temperature <= above.temperature {
            let width = above.temperature - below.temperature
            let share = width > 0 ? (temperature - below.temperature) / width : 0
            return RegionLabels.Tie(
                left: phases[0], right: phases[1], leftX: below.leaner + share * (above.leaner - below.leaner),
                rightX: below.richer + share * (above.richer - below.richer))
        }
        return nil
    }
}
