import Calphad
import Testing

@testable import Figures

@Suite("Figures of sections, isopleths, steps and solidification") struct CalculatedFiguresTests {
    /// Made for this test: a solid and a liquid, ideal but for a miscibility gap of the solid between the first two.
    static let text = """
        ELEMENT AL FCC 26.98 0 0 !
        ELEMENT CU FCC 63.55 0 0 !
        ELEMENT MG FCC 24.31 0 0 !
        PHASE LIQUID:L % 1 1.0 !
        CONSTITUENT LIQUID:L :AL,CU,MG: !
        PHASE FCC % 1 1.0 !
        CONSTITUENT FCC :AL,CU,MG: !
        PARAMETER G(LIQUID,AL;0) 298.15 10000-10*T; 6000 N !
        PARAMETER G(LIQUID,CU;0) 298.15 12000-10*T; 6000 N !
        PARAMETER G(LIQUID,MG;0) 298.15 9000-10*T; 6000 N !
        PARAMETER G(FCC,AL;0) 298.15 0; 6000 N !
        PARAMETER G(FCC,CU;0) 298.15 0; 6000 N !
        PARAMETER G(FCC,MG;0) 298.15 0; 6000 N !
        PARAMETER L(FCC,AL,CU;0) 298.15 20000; 6000 N !
        """

    static func drawings() throws -> [(name: String, svg: String)] {
        let database = try Database(parsing: text, file: "/elsewhere/<made>.tdb")
        let system = try AlloySystem(database, components: ["AL", "CU", "MG"])
        return [
            ("section", IsothermalSectionFigure(try system.isothermalSection(atTemperature: 900)).svg()),
            (
                "isopleth",
                IsoplethFigure(try system.isopleth(from: [0.8, 0.1, 0.1], to: [0.1, 0.8, 0.1], in: 600...1200, columns: 9, rows: 9)).svg()
            ),
            ("step in T", PropertyStepFigure(try system.temperatureStep([0.3, 0.3, 0.4], in: 600...1200, count: 9)).svg()),
            ("step in x", PropertyStepFigure(try system.compositionStep(from: [1, 0, 0], to: [0, 1, 0], atTemperature: 900, count: 9)).svg()),
            ("Scheil", SolidificationFigure(try system.solidification([0.3, 0.3, 0.4])).svg()),
            ("lever rule", SolidificationFigure(try system.solidification([0.3, 0.3, 0.4], model: .equilibrium)).svg()),
        ]
    }

    @Test("They are well-formed, hold no NaN, and name the file without its folder") func wellFormed() throws {
        for (name, svg) in try Self.drawings() {
            let checked = WellFormed(svg)
            #expect(checked.problems.isEmpty, "\(name): \(checked.problems)")
            #expect(!svg.contains("nan"), "\(name)")
            #expect(svg.contains("&lt;made&gt;.tdb") && !svg.contains("elsewhere"), "\(name)")
        }
    }
}
