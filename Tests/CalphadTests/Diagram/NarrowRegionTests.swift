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
        let narrow = isopleth.regions.filter { $0.samples == 0 }
        #expect(isopleth.regions.contains { $0.phases.sorted() == ["LIQUID", "MGZN"] })
        #expect(!narrow.isEmpty)
        var solver = system.makeSolver()
        for region in narrow {
            let x = AlloySystem.mix(isopleth.start, isopleth.end, region.label.share)
            let found = try solver.equilibrium(atTemperature: region.label.temperature, moleFractions: x)
            #expect(found.phases.map(\.phase).sorted() == region.phases.sorted(), "\(region)")
        }
    }

    @Test("Where a coarse grid loses fields, the check says so, with an example")
    func check() throws {
        let isopleth = try system().isopleth(from: [0.9, 0.05, 0.05], to: [0.05, 0.05, 0.9], in: 300...900, columns: 2, rows: 2)
        #expect(isopleth.check.samples + isopleth.check.failed == IsoplethTracer.checkCount)
        #expect(isopleth.check.differing > 0)
        #expect(isopleth.warnings.contains { $0.contains("fields are lost") })
    }

    @Test("A section has a region for every phase that is alone at one of its check's compositions")
    func section() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Databases").standardized
        let database = try Database(parsingBytes: Data(contentsOf: folder.appending(path: "COST507.tdb")), file: "COST507.tdb")
        let section = try AlloySystem(database, components: ["CE", "ND", "SI"]).isothermalSection(atTemperature: 854)
        #expect(section.regions.contains { $0.phase == "FCC_A1" })
    }
}
