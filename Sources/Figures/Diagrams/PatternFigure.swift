public import Tieline

/// Counts against two-theta, with the tracked peaks marked where they are at room temperature.
public struct PatternFigure: Sendable {
    static let width = 760.0
    static let height = 300.0
    /// A longer pattern is drawn as the highest count of each of this many stretches: a screen has no more columns.
    static let mostVertices = 3_000

    let pattern: DiffractionPattern
    let peaks: [TrackedPeak]
    let evidence: Evidence?
    private let names: PhaseNames

    /// - Parameters:
    ///   - evidence: What the pattern was found to say; adds each peak's odds to its label.
    ///   - phases: The phases in the order of their colours, as in the campaign's other figures.
    public init(_ pattern: DiffractionPattern, peaks: [TrackedPeak], evidence: Evidence? = nil, phases: [String] = []) {
        self.pattern = pattern
        self.peaks = peaks
        self.evidence = evidence
        names = PhaseNames(phases: phases + peaks.map(\.phase))
    }

    public func svg() -> String { drawing().svg() }

    func drawing() -> Drawing {
        let highest = ClosedRange.around(pattern.counts)?.upperBound ?? 1
        let frame = PlotFrame(
            area: Rectangle(left: 76, top: 46, width: Self.width - 76 - 24, height: Self.height - 46 - 52),
            x: ClosedRange.around(pattern.twoTheta) ?? 0...90, y: 0...max(highest * 1.06, 1))
        var drawing = Drawing(
            width: Self.width, height: Self.height, title: "Diffraction pattern",
            description: "\(pattern.counts.count) channels, \(Numbers.fixed(pattern.exposureSeconds, 0)) s, wavelength \(pattern.wavelength) Å")
        let xTicks = Ticks(in: frame.x.domain, about: 9)
        let yTicks = Ticks(in: frame.y.domain, about: 5)
        frame.drawGrid(on: &drawing, xTicks: xTicks, yTicks: yTicks)
        drawPeaks(on: &drawing, frame: frame)
        drawing.clipped(to: frame.area, name: "pattern") { drawing in
            drawing.curve(vertices(frame), class: "counts")
        }
        frame.drawFrame(on: &drawing)
        frame.drawBottomAxis(on: &drawing, ticks: xTicks, label: "2" + .italic("θ") + " (degrees)")
        frame.drawLeftAxis(on: &drawing, ticks: yTicks, label: "counts", labelDistance: 56)
        frame.drawRightTicks(on: &drawing, ticks: yTicks)
        if pattern.counts.isEmpty {
            drawing.text("no counts", at: frame.area.centre, class: "note", anchor: .middle)
        }
        return drawing
    }

    private func vertices(_ frame: PlotFrame) -> [Point] {
        let count = min(pattern.twoTheta.count, pattern.counts.count)
        let stride = max(1, (count + Self.mostVertices - 1) / Self.mostVertices)
        return Swift.stride(from: 0, to: count, by: stride).map { start in
            let end = min(start + stride, count)
            let highest = (start..<end).max { pattern.counts[$0] < pattern.counts[$1] } ?? start
            return frame.point(pattern.twoTheta[highest], pattern.counts[highest])
        }
    }

    /// A pale stripe at each tracked peak and its name above the frame; names that would touch move to a second row.
    private func drawPeaks(on drawing: inout Drawing, frame: PlotFrame) {
        var occupied: [Double] = [-.infinity, -.infinity]
        for peak in peaks.sorted(by: { $0.twoTheta < $1.twoTheta }) where frame.x.contains(peak.twoTheta) {
            let x = frame.x(peak.twoTheta)
            let style = names.style(peak.phase)
            let half = max(3, (frame.x(peak.twoTheta + 0.25) - x).magnitude)
            let (left, right) = (max(frame.area.left, x - half), min(frame.area.right, x + half))
            drawing.rectangle(
                Rectangle(left: left, top: frame.area.top, width: right - left, height: frame.area.height), class: "window fill \(style)")
            let odds = evidence?.phase(peak.name).map { ", P = \(Numbers.fixed($0.probabilityPresent, 2))" } ?? ""
            let label = Label(peak.label + odds)
            let width = label.width(fontSize: 12)
            let middle = min(max(x, frame.area.left + width / 2), frame.area.right - width / 2)
            guard let row = occupied.firstIndex(where: { middle - width / 2 > $0 + 6 }) else { continue }
            occupied[row] = middle + width / 2
            drawing.text(label, at: Point(x: middle, y: frame.area.top - 8 - 16 * Double(row)), class: "name \(style)", anchor: .middle)
        }
    }
}
