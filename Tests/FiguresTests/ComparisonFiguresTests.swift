import Testing

@testable import Figures

@Suite("Figures that compare")
struct ComparisonFiguresTests {
    @Test("Curves, distributions and histograms are well-formed, with names as they were given and no number that is none")
    func wellFormed() {
        let axis = PlotAxis("n", range: 0...10)
        var curves = CurvesFigure(
            title: "A & B", summary: "Two <curves>.", x: axis, y: PlotAxis("error", around: [0.01, 3, .nan, 0], isLogarithmic: true),
            series: [
                .init("a<1>", line: [(0, 0.02), (5, .nan), (10, 0)], band: [(0, 0.01, 0.03), (10, 0, 1)]), .init("b", line: [(0, 3), (10, 3)]),
                .init("empty", line: []),
            ])
        curves.isStepped = true
        curves.stripe = 0.1...0.5
        curves.mark = 1
        let spots = DistributionsFigure(
            title: "S", summary: "Spots.", x: axis,
            rows: [.init("a<1>", values: [1, 2, .infinity], quartiles: (1, 2, 3)), .init("b", values: [], quartiles: nil)])
        let bars = HistogramsFigure(
            title: "H", summary: "Bars.", columns: [.init(x: PlotAxis("z", range: -4...4), bins: 16, expected: { $0 * 0 + 0.1 })],
            rows: [.init("a<1>", values: [[-9, 0.1, .nan, 9]]), .init("none", values: [])])
        for svg in [curves.svg(), spots.svg(), bars.svg(), curves.svg(isStandalone: false)] {
            #expect(WellFormed(svg).problems.isEmpty)
            #expect(svg.contains("a&lt;1&gt;</text>") && !svg.contains("nan") && !svg.contains("inf"))
        }
        #expect(curves.svg().contains(SeriesStyle.css) && !curves.svg(isStandalone: false).contains("<style>"))
    }

    @Test("Names beside curves that end together stand apart, inside the figure")
    func names() {
        let series = (0..<8).map { CurvesFigure.Series("strategy \($0)", line: [(0, 0), (1, 0)]) }
        let figure = CurvesFigure(title: "t", summary: "s", x: PlotAxis("n", range: 0...1), y: PlotAxis("y", range: 0...1), series: series)
        let page = WellFormed(figure.svg())
        let heights = figure.svg().split(separator: "\n").filter { $0.contains("name strong") }.compactMap { line in
            line.split(separator: "y=\"").dropFirst().first.flatMap { Double($0.prefix { $0 != "\"" }) }
        }.sorted()
        #expect(page.problems.isEmpty && heights.count == 8)
        #expect(zip(heights, heights.dropFirst()).allSatisfy { $1 - $0 >= CurvesFigure.nameDistance - 0.02 })
        #expect((heights.first ?? 0) > 0 && (heights.last ?? .infinity) < CurvesFigure.height)
    }

    @Test("A histogram's bars hold all finite values, the outermost those beyond")
    func densities() {
        let column = HistogramsFigure.Column(x: PlotAxis("z", range: -2...2), bins: 4)
        let values: [Double] = [-9, -2, -0.5, 0, 1.9, 2, 7, .nan]
        let shares: [Double] = [2, 1, 1, 3]
        #expect(HistogramsFigure.densities(of: values, column) == shares.map { $0 / 7 })
        #expect(HistogramsFigure.densities(of: [], column) == [0, 0, 0, 0])
    }

    static let axes: [(low: Double, high: Double, texts: [String])] = [
        (0.01, 10, ["0.01", "0.1", "1", "10"]), (0.05, 2, ["0.05", "0.1", "0.2", "0.5", "1", "2"]), (90, 1100, ["100", "200", "500", "1000"]),
    ]

    @Test("Logarithmic axes have decades, and over few decades 1, 2 and 5", arguments: axes)
    func logarithmic(low: Double, high: Double, texts: [String]) {
        #expect(PlotAxis("y", range: low...high, isLogarithmic: true).numbers(about: 6).map(\.text) == texts)
    }

    @Test("A page is well-formed and escapes plain text")
    func page() {
        var page = SupplementaryPage(title: "a & b", subtitle: "<c>")
        page.facts([("n<", "1")])
        page.heading("h")
        page.paragraph("<b>bold</b> \(SupplementaryPage.escaped("<x>"))")
        page.commandLine("tieline 'a' > b")
        page.table(caption: "c", head: ["<i>T</i>", "n"], rows: [["<r>", "2"]])
        page.figure(
            CurvesFigure(title: "t", summary: "s", x: PlotAxis("x", range: 0...1), y: PlotAxis("y", range: 0...1), series: []).svg(
                isStandalone: false), caption: "f")
        page.footer(["end"])
        let html = page.html()
        #expect(WellFormed(html).problems.isEmpty)
        #expect(html.contains("<b>Table 1.</b>") && html.contains("<b>Figure 1.</b>") && html.contains("&lt;r&gt;") && !html.contains("<x>"))
    }
}
