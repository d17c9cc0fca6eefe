import Calphad
import Foundation
import Testing

/// Prints what the module costs; asserts nothing about time. Runs only when asked for:
/// `TIELINE_BENCHMARK=1 swift test -c release --filter CalphadBenchmarks`.
@Suite("Calphad benchmarks", .enabled(if: ProcessInfo.processInfo.environment["TIELINE_BENCHMARK"] != nil), .serialized)
struct CalphadBenchmarks {
    private func report(_ name: String, repetitions: Int, _ body: (Int) throws -> Void) rethrows {
        try body(0)
        // Processor time: other work on the machine does not count.
        let start = clock()
        for index in 0..<repetitions { try body(index) }
        let microseconds = Double(clock() - start) / Double(CLOCKS_PER_SEC) * 1e6 / Double(repetitions)
        Swift.print("| \(name) | \(microseconds < 100 ? String(format: "%.1f µs", microseconds) : String(format: "%.2f ms", microseconds / 1000)) |")
    }

    @Test("What the module costs") func costs() throws {
        let bytes = [UInt8](try TestDatabases.data(TestDatabases.solderName))
        try report("read the NIST solder file", repetitions: 200) { _ in _ = try Database(parsingBytes: bytes, file: "solders.tdb") }
        let database = try TestDatabases.solders()
        try report("compile Bi-Sn", repetitions: 100) { _ in _ = try BinarySystem(database, components: ("BI", "SN")) }

        var system = try TestDatabases.biSn(free: ["L(LIQUID,BI,SN;0)", "L(LIQUID,BI,SN;1)", "L(BCT_A5,BI,SN;0)", "L(BCT_A5,BI,SN;1)"])
        try report("Bi-Sn: all two-phase fields at one temperature, global", repetitions: 5000) { index in
            _ = try system.tieLines(atTemperature: 310 + Double(index % 200))
        }
        var line = try system.tieLines(atTemperature: 350)[0]
        try report("Bi-Sn: a tie-line from its neighbour", repetitions: 5000) { index in
            line = try system.tieLine(startingFrom: line, atTemperature: 350 + Double(index % 40) * 0.5)
        }
        var eutectic = try system.invariant(near: 412)
        try report("Bi-Sn: the eutectic after a shift of 5 J/mol", repetitions: 5000) { index in
            system.shifts[0] = Double(index % 7) * 5
            eutectic = try system.invariant(startingFrom: eutectic)
        }
        report("Bi-Sn: derivatives of the eutectic, four parameters", repetitions: 5000) { _ in _ = system.sensitivities(of: eutectic) }
        try report("Bi-Sn: the whole diagram", repetitions: 50) { _ in _ = try system.diagram() }
        let copperTin = try BinarySystem(database, components: ("CU", "SN"))
        try report("Cu-Sn: the whole diagram, eleven invariants", repetitions: 5) { _ in _ = try copperTin.diagram() }

        let pair = try AlloySystem(database, components: ["BI", "SN"])
        try report("Bi-Sn: one equilibrium with its certificate", repetitions: 300) { index in
            _ = try pair.equilibrium(atTemperature: 310 + Double(index % 300), moleFractions: [0.4, 0.6])
        }
        let six = try AlloySystem(database, components: database.elementNames)
        try report("six components, 15 phases: one equilibrium with its certificate", repetitions: 30) { index in
            _ = try six.equilibrium(atTemperature: 500 + Double(index) * 20, moleFractions: [0.1, 0.2, 0.1, 0.2, 0.1, 0.3])
        }
    }
}
