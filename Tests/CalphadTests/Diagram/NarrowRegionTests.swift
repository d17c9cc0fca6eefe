@testable import Calphad
import Foundation
import Testing

/// What lies between the points of a grid. Found by an outside check of the engine: the isopleth had no region of LIQUID + MGZN, though a grid of points
/// between 608 and 622 K finds it over 10 K and 0.08 of the way.
@Suite struct NarrowRegionTests {
    private func system() throws -> AlloySystem {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Databases").standardized
        let database = try Database(parsingBytes: Data(contentsOf: folder.appending(path: "COST507.tdb")), file: "COST507.tdb")
        return try AlloySystem(database, components: ["AL", "MG", "ZN"])
    }

    @Test("A field that no point of the grid hits is a region all the same, and the engine finds its phases at its label")
    func isopleth() throws {
        let system = try system()
        let isopleth = try system.isopleth(from: [0.329, 0.22, 0.451], to: [0.03, 0.516, 0.454], in: 500...900)
        for phases in [["LIQUID", "MGZN"], ["LIQUID", "MGZN", "TAU"], ["HCP_A3", "MGZN", "TAU"]] {
            #expect(isopleth.regions.contains { $0.phases.sorted() == phases }, "\(phases)")
        }
        var solver = system.makeSolver()
        for region in isopleth.regions where region.area > 1e-5 {
            let x = AlloySystem.mix(isopleth.start, isopleth.end, region.label.share)
            let found = try solver.equilibrium(atTemperature: region.label.temperature, moleFractions: x)
            #expect(found.phases.map(\.phase).sorted() == region.phases.sorted(), "\(region)")
        }
        #expect(isopleth.check.differing == 0)
    }

    /// Before, lines stopped at the last column of the grid before their end, and every fourth was a single point.
    @Test("Lines end in nodes, at which other lines end, or at the border; the regions fill the section")
    func nodes() throws {
        let isopleth = try system().isopleth(from: [0.9, 0.1, 0], to: [0.1, 0.1, 0.8], in: 500...950)
        #expect(isopleth.lines.count > 10)
        #expect(!isopleth.lines.contains { $0.points.count < 2 || $0.ends.contains(.unresolved) }, "\(isopleth.warnings)")
        for (place, line) in isopleth.lines.enumerated() {
            for (end, point) in zip(line.ends, [line.points[0], line.points[line.points.count - 1]]) where end == .node {
                let others = isopleth.lines.enumerated().count { other, candidate in
                    other != place
                        && candidate.points.contains { abs($0.share - point.share) < 1e-6 && abs($0.temperature - point.temperature) < 1e-3 }
                }
                #expect(others >= 1, "\(line.below) | \(line.above) ends alone at \(point)")
            }
        }
        let sum = isopleth.regions.reduce(0) { $0 + $1.area }
        #expect(abs(sum - 1) < 1e-3, "\(sum)")
    }

    @Test("However coarse the grid, the check finds the fields it does not show, and they are followed from there")
    func check() throws {
        let isopleth = try system().isopleth(from: [0.9, 0.05, 0.05], to: [0.05, 0.05, 0.9], in: 300...900, columns: 2, rows: 2)
        #expect(isopleth.check.samples + isopleth.check.failed == IsoplethTracer.checkCount)
        #expect(isopleth.check.differing == 0, "\(isopleth.warnings)")
        #expect(isopleth.regions.count > 10)
    }

    @Test("A section has a region for every phase that is alone at one of its check's compositions")
    func section() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Databases").standardized
        let database = try Database(parsingBytes: Data(contentsOf: folder.appending(path: "COST507.tdb")), file: "COST507.tdb")
        let section = try AlloySystem(database, components: ["CE", "ND", "SI"]).isothermalSection(atTemperature: 854)
        #expect(section.regions.contains { $0.phase == "FCC_A1" })
    }
}
