import Calphad
import Testing
import Tieline

@testable import Figures

@Suite("Figures") struct FiguresTests {
    static let hostile = "</svg><script>alert(1)</script> & \"x\" 'y' \u{1B}[31m\u{0}<!--"

    static func drawings() -> [(name: String, svg: String)] {
        let finished = SyntheticReport.finished
        let empty = SyntheticReport.empty
        let diagram = BismuthTin.diagram
        return [
            ("phase diagram", PhaseDiagramFigure(diagram).svg()), ("campaign", CampaignFigure(finished).svg()),
            ("history", HistoryFigure(finished).svg()),
            ("pattern", PatternFigure(SyntheticReport.pattern, peaks: finished.specification.peaks, evidence: finished.points.last?.evidence).svg()),
            ("empty campaign", CampaignFigure(empty).svg()), ("empty history", HistoryFigure(empty).svg()),
            ("empty pattern", PatternFigure(DiffractionPattern(twoTheta: [], counts: [], wavelength: 1, exposureSeconds: 1), peaks: []).svg()),
            (
                "empty diagram",
                PhaseDiagramFigure(PhaseDiagram(components: [], database: "", temperatures: 300...300, invariants: [], tieLines: [], boundaries: []))
                    .svg()
            ),
        ]
    }

    @Test("Every figure is well-formed, self-contained, and holds no NaN") func wellFormed() {
        for (name, svg) in Self.drawings() {
            let checked = WellFormed(svg)
            #expect(checked.problems.isEmpty, "\(name): \(checked.problems)")
            for word in ["nan", "inf\"", "http://", "https://", "url(h", "@import"] where word != "http://" {
                #expect(!svg.contains(word), "\(name) contains \(word)")
            }
            #expect(svg.split(separator: "http://").count == 2, "only the name space of SVG is an address")
        }
    }

    @Test("Every coordinate is a number, and every mark and word lies on the drawing") func inside() throws {
        for (name, svg) in Self.drawings() {
            let checked = WellFormed(svg)
            let size = try #require(checked.attributes.first { $0.name == "viewBox" }?.value.split(separator: " ").compactMap { Double($0) })
            for attribute in checked.attributes where ["x", "y", "cx", "cy", "x1", "x2", "y1", "y2"].contains(attribute.name) {
                let value = try #require(Double(attribute.value), "\(name): \(attribute)")
                let isUpright = attribute.name.contains("y")
                if ["circle", "text"].contains(attribute.element) {
                    #expect(value >= 0 && value <= size[isUpright ? 3 : 2], "\(name): \(attribute)")
                }
            }
        }
    }

    @Test("All measured points are drawn inside the frame, each once") func points() {
        let figure = CampaignFigure(SyntheticReport.finished)
        for point in SyntheticReport.finished.points {
            #expect(figure.frame.area.contains(figure.frame.point(point.x, degreesCelsius(fromKelvin: point.temperature))))
        }
        let marks = WellFormed(figure.svg()).attributes.filter { $0.name == "class" && $0.value.hasPrefix("mark") }
        // Three of them are the legend's.
        #expect(marks.count == SyntheticReport.finished.points.count + 3)
    }

    @Test("Points are coloured by what was seen") func sightings() throws {
        let figure = CampaignFigure(SyntheticReport.finished)
        let points = SyntheticReport.finished.points
        #expect(figure.sighting(at: try #require(points.first)) == .all)
        #expect(figure.sighting(at: try #require(points.first { $0.phases == "BCT_A5" })) == .some([1]))
        #expect(figure.sighting(at: try #require(points.first { $0.phases == "LIQUID" })) == .none)
    }

    @Test("A hostile name cannot leave its text") func hostileNames() {
        var report = SyntheticReport.finished
        report.status.campaign = Self.hostile
        report.status.reason = Self.hostile
        report.status.invariant?.kind = Self.hostile
        report.specification.target.invariant = Self.hostile
        report.specification.sample.description = Self.hostile
        report.specification.theory.components = [Self.hostile, Self.hostile]
        report.specification.peaks[0].label = Self.hostile
        report.parameterSet = Self.hostile
        report.warnings = [Self.hostile]
        report.points[0].reason = Self.hostile
        report.points[0].phases = Self.hostile
        report.points[0].evidence.phases[0].peak = Self.hostile
        report.boundaries[0].name = Self.hostile
        report.parameters[0].name = Self.hostile
        report.priors[0].author = Self.hostile
        report.priors[0].reason = Self.hostile
        report.priors[0].kind = .phaseRegion(polygon: [], phases: [Self.hostile])
        var diagram = BismuthTin.diagram
        diagram.components = [Self.hostile, Self.hostile]
        diagram.database = Self.hostile
        diagram.boundaries[0].phases = [Self.hostile, Self.hostile]
        for text in [CampaignFigure(report).svg(), HistoryFigure(report).svg(), ReportPage(report).html(), PhaseDiagramFigure(diagram).svg()] {
            let checked = WellFormed(text)
            #expect(checked.problems.isEmpty, "\(checked.problems)")
            #expect(!checked.elements.contains("script"))
            #expect(!text.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{0}" })
        }
        let terminal = ReportPage(report).text()
        #expect(!terminal.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
    }

    @Test("Numbers that are not finite are left out, not drawn") func notFinite() {
        var report = SyntheticReport.finished
        report.status.invariant = InvariantEstimate(
            kind: "eutectic", temperature: Estimate(.nan, standardDeviation: .infinity), composition: Estimate(.infinity, standardDeviation: .nan),
            isReliable: false)
        report.boundaries[0].median[3] = .nan
        report.boundaries[1].upper[0] = .infinity
        report.boundaries[2].median = []
        report.points[0].x = .nan
        report.points[1].evidence.phases[0].probabilityPresent = .nan
        report.history[0].invariant.temperature.value = .nan
        report.history[report.history.count - 1].invariant = report.status.invariant ?? SyntheticReport.invariant
        for svg in [CampaignFigure(report).svg(), HistoryFigure(report).svg()] {
            let checked = WellFormed(svg)
            #expect(checked.problems.isEmpty)
            for attribute in checked.attributes where ["x", "y", "cx", "cy", "d", "points", "width", "height"].contains(attribute.name) {
                #expect(!attribute.value.contains("n") && !attribute.value.contains("–"), "\(attribute)")
            }
        }
        #expect(ReportPage(report).html().contains("–"))
    }

    @Test("The names of a diagram's regions do not cover each other") func regionNames() {
        let svg = PhaseDiagramFigure(BismuthTin.diagram).svg()
        for name in ["L", "L + BCT_A5", "L + RHOMBO_A7", "RHOMBO_A7 + BCT_A5", "BCT_A5", "RHOMBO_A7"] {
            #expect(svg.split(separator: ">\(name)</text>").count == 2, "\(name) is written once")
        }
    }

    @Test("The same data give the same drawing, byte for byte") func deterministic() {
        #expect(ReportPage(SyntheticReport.finished).html() == ReportPage(SyntheticReport.finished).html())
    }
}
