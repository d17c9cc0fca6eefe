import Calphad
import Testing

@Suite("Beside a critical point") struct CriticalPointTests {
    @Test("Two liquids just below their critical point, and one just above", arguments: [(1440.0, 2), (1445, 2), (1447, 1)])
    func nearCritical(temperature: Double, liquids: Int) throws {
        let system = try AlloySystem(TestDatabases.solders(), components: ["CU", "PB", "SN"])
        let found = try system.equilibrium(atTemperature: temperature, moleFractions: [1 - 0.4959 - 0.1231, 0.4959, 0.1231])
        #expect(found.phases.map(\.phase) == .init(repeating: "LIQUID", count: liquids))
    }
}
