import Glibc

/// A quantity along one side of a plot.
public struct PlotAxis: Sendable {
    public var label: Label
    /// In the quantity's own unit; above zero where the axis is logarithmic.
    public var range: ClosedRange<Double>
    public var isLogarithmic: Bool

    public init(_ label: Label, range: ClosedRange<Double>, isLogarithmic: Bool = false) {
        self.label = label
        self.range = range
        self.isLogarithmic = isLogarithmic && range.lowerBound > 0
    }

    /// The axis around some values, the positive ones where it is logarithmic; a little wider than they are, and whole decades' halves there.
    ///
    /// - Parameter span: The most decades that a logarithmic axis shows, from its upper end.
    public init(_ label: Label, around values: [Double], isLogarithmic: Bool = false, span: Double = 5) {
        let range = ClosedRange.around(isLogarithmic ? values.filter { $0 > 0 } : values)
        guard isLogarithmic, let range else {
            self.init(label, range: range?.widened(by: 0.04) ?? 0...1, isLogarithmic: false)
            return
        }
        let high = log10(range.upperBound) + 0.05
        let low = max(log10(range.lowerBound) - 0.05, high - span)
        self.init(label, range: pow(10, low)...pow(10, high), isLogarithmic: true)
    }

    /// What a linear scale has to be given: the value, or its decimal logarithm.
    func position(_ value: Double) -> Double { isLogarithmic ? log10(max(value, range.lowerBound)) : value }

    var positions: ClosedRange<Double> { position(range.lowerBound)...position(range.upperBound) }

    /// Values that get a number, with their text.
    func numbers(about count: Int) -> [(value: Double, text: String)] {
        guard isLogarithmic else {
            let ticks = Ticks(in: range, about: count)
            return ticks.values.map { ($0, ticks.text($0)) }
        }
        let (low, high) = (log10(range.lowerBound), log10(range.upperBound))
        // Over few decades 1, 2 and 5 have numbers, over more only the decades.
        let digits: [Double] = high - low < 2.2 ? [1, 2, 5] : [1]
        let decades = Int(low.rounded(.down))...Int(high.rounded(.up))
        return decades.flatMap { decade in digits.map { $0 * pow(10, Double(decade)) } }.filter { range.contains($0) }.map { ($0, Self.text($0)) }
    }

    /// `0.01`, `5`, `2000`: as many digits as it has.
    private static func text(_ value: Double) -> String { Numbers.fixed(value, max(0, Int(-log10(value * 1.0001).rounded(.down)))) }
}

extension PlotFrame {
    init(area: Rectangle, x: PlotAxis, y: PlotAxis) { self.init(area: area, x: x.positions, y: y.positions) }

    func drawGrid(on drawing: inout Drawing, x: PlotAxis, y: PlotAxis, xCount: Int, yCount: Int) {
        for (value, _) in x.numbers(about: xCount) {
            let place = self.x(x.position(value))
            drawing.line(from: Point(x: place, y: area.top), to: Point(x: place, y: area.bottom), class: "grid")
        }
        for (value, _) in y.numbers(about: yCount) {
            let place = self.y(y.position(value))
            drawing.line(from: Point(x: area.left, y: place), to: Point(x: area.right, y: place), class: "grid")
        }
    }

    func drawBottomAxis(on drawing: inout Drawing, _ axis: PlotAxis, about count: Int, hasLabel: Bool = true) {
        for (value, text) in axis.numbers(about: count) {
            let place = x(axis.position(value))
            drawing.line(from: Point(x: place, y: area.bottom), to: Point(x: place, y: area.bottom - 5), class: "tick")
            drawing.text(Label(text), at: Point(x: place, y: area.bottom + 17), class: "number", anchor: .middle)
        }
        if hasLabel { drawing.text(axis.label, at: Point(x: area.centre.x, y: area.bottom + 38), class: "axis", anchor: .middle) }
    }

    func drawLeftAxis(on drawing: inout Drawing, _ axis: PlotAxis, about count: Int) {
        for (value, text) in axis.numbers(about: count) {
            let place = y(axis.position(value))
            drawing.line(from: Point(x: area.left, y: place), to: Point(x: area.left + 5, y: place), class: "tick")
            drawing.text(Label(text), at: Point(x: area.left - 8, y: place + 4), class: "number", anchor: .end)
        }
        drawing.text(axis.label, at: Point(x: area.left - 52, y: area.centre.y), class: "axis", anchor: .middle, turned: 90)
    }
}
