import Testing
import Tieline

@testable import Figures

@Suite("Figures of phase maps") struct PhaseMapFigureTests {
    private static let ternary = ParameterSpace(
        axes: ["FE", "GA", "PD"].map { Axis(name: $0, unit: .moleFraction, minimum: 0, maximum: 1, resolution: 0.0001) }, simplex: [0, 1, 2],
        candidates: [Condition([0.8, 0.15, 0.05]), Condition([0.6, 0.1, 0.3]), Condition([0.45, 0.05, 0.5])])
    private static let square = ParameterSpace(axes: ["x", "y"].map { Axis(name: $0, unit: .none, minimum: -2, maximum: 2, resolution: 1) })

    private static let priors: [Prior] = [
        .regionOfInterest(polygon: ternary.candidates), .phaseRegion(polygon: ternary.candidates, phases: ["<bcc>"]),
        .phaseBoundary(points: Array(ternary.candidates.prefix(2)), between: []), .samePhase(Array(ternary.candidates.prefix(2))),
        .differentPhase(Array(ternary.candidates.suffix(2))),
    ].enumerated().map { Prior(identifier: "prior-\($0)", kind: $1, certainty: 0.8, author: "a & b", reason: "<because>", time: 0) }

    private static func map(_ space: ParameterSpace) -> PhaseMapReport {
        PhaseMapReport(
            regions: ["<bcc>", "fcc & L1₂", "unseen"], unseenRegions: [2],
            points: space.pool.enumerated().map { .init(condition: $1, probabilities: $0 % 2 == 0 ? [0.9, 0.05, 0.05] : [0.2, 0.2, 0.6]) },
            samples: [.init(condition: space.pool[0], region: 0), .init(condition: space.pool[1], region: nil)], next: space.pool[2],
            isReliable: false)
    }

    @Test("A ternary map and a square one are well-formed, and hold every point, sample and prior once")
    func wellFormed() throws {
        let ternary = try #require(PhaseMapFigure(Self.map(Self.ternary), space: Self.ternary, priors: Self.priors, title: "<Fe & Ga>"))
        let square = try #require(PhaseMapFigure(Self.map(Self.square), space: Self.square, title: "square", isSimulated: true))
        for (name, svg) in [("ternary", ternary.svg()), ("square", square.svg())] {
            #expect(WellFormed(svg).problems.isEmpty, "\(name)")
            #expect(!svg.contains("nan"))
            #expect(svg.contains("not shown to have mixed"))
        }
        // Three hollow points and the one of the legend; two samples, three regions and one in the legend.
        #expect(ternary.svg().components(separatedBy: "mark hollow").count - 1 == 4)
        #expect(ternary.svg().components(separatedBy: "class=\"sample").count - 1 == 6)
        #expect(square.svg().components(separatedBy: "class=\"fill").count - 1 == 25)
        #expect(square.svg().contains("SIMULATED") && !ternary.svg().contains("SIMULATED"))
    }

    @Test("The triangle is cut at tenths below the library, and keeps its corners apart by its side")
    func cut() throws {
        guard case .triangle(let frame, _) = try #require(MapFrame(Self.ternary, conditions: Self.ternary.candidates)) else {
            Issue.record("a ternary has a triangle")
            return
        }
        #expect(frame.least == [0.4, 0, 0])
        let corner = frame.point([0.4, 0, 0.6])
        #expect(abs(corner.x - frame.top.x) < 1e-9 && abs(corner.y - frame.top.y) < 1e-9)
        let whole = TriangleFrame(left: Point(x: 0, y: 100), side: 100)
        #expect(whole.point([0, 1, 0]) == Point(x: 100, y: 100))
    }

    @Test("The surer the map, the darker its points")
    func shades() {
        let styles = [[0.34, 0.33, 0.33], [0.64, 0.18, 0.18], [0.8, 0.1, 0.1], [1, 0, 0]].map {
            MapStyle.sureness(.init(condition: Condition([0]), probabilities: $0), regions: 3)
        }
        #expect(styles == ["s0", "s2", "s3", "s4"])
    }

    @Test("What is neither a ternary nor of two axes has no map")
    func none() {
        let line = ParameterSpace(axes: [Axis(name: "x", unit: .none, minimum: 0, maximum: 1, resolution: 0.5)])
        #expect(PhaseMapFigure(Self.map(line), space: line, title: "") == nil)
    }
}

extension String {
    /// As Foundation has it.
    fileprivate func components(separatedBy separator: String) -> [Substring] {
        var parts: [Substring] = []
        var rest = self[...]
        while let range = rest.firstRange(of: separator) {
            parts.append(rest[..<range.lowerBound])
            rest = rest[range.upperBound...]
        }
        return parts + [rest]
    }
}
