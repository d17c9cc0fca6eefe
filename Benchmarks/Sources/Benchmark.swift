import Calphad
import Foundation

/// Measures the rows of the engine's speed table and prints one line a row: its name, a tab, microseconds of processor time.
///
/// Usage: `calphad-benchmark SOLDERS.tdb COST507.tdb`. `Benchmarks/benchmark.py` puts pycalphad's times beside them.
@main
enum Benchmark {
    static func main() throws {
        guard CommandLine.arguments.count == 3 else {
            FileHandle.standardError.write(Data("usage: calphad-benchmark SOLDERS.tdb COST507.tdb\n".utf8))
            exit(2)
        }
        let solders = try bytes(CommandLine.arguments[1])
        report("load", try Stopwatch.microseconds(repetitions: 50) { _ in _ = try Database(parsingBytes: solders, file: "solders.tdb") })
        let database = try Database(parsingBytes: solders, file: "solders.tdb")
        try pair(database)
        try sixComponents(database)
        let lightAlloys = try Database(parsingBytes: bytes(CommandLine.arguments[2]), file: "COST507.tdb")
        let ternary = try AlloySystem(lightAlloys, components: ["AL", "CU", "MG"])
        report("section", try Stopwatch.microseconds(runs: 3, repetitions: 1) { _ in _ = try ternary.isothermalSection(atTemperature: 700) })
        let solder = try AlloySystem(database, components: ["AG", "CU", "SN"])
        report("projection", try Stopwatch.microseconds(runs: 3, repetitions: 1) { _ in _ = try solder.liquidusProjection() })
    }

    static func report(_ name: String, _ microseconds: Double) { print("\(name)\t\(microseconds)") }

    private static func bytes(_ path: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(filePath: path))) }

    private static func pair(_ database: Database) throws {
        report("compile", try Stopwatch.microseconds(repetitions: 50) { _ in _ = try AlloySystem(database, components: ["BI", "SN"]) })
        let alloy = try AlloySystem(database, components: ["BI", "SN"])
        var solver = alloy.makeSolver()
        report(
            "point",
            try Stopwatch.microseconds(repetitions: 300) { index in
                _ = try solver.equilibrium(atTemperature: 310 + Double(index), moleFractions: [0.4, 0.6])
            })
        var previous = try solver.equilibrium(atTemperature: 310, moleFractions: [0.4, 0.6])
        report(
            "point warm",
            try Stopwatch.microseconds(repetitions: 900) { index in
                // Down and up again below the eutectic, a tenth of a kelvin a step.
                let step = index % 200 < 100 ? index % 100 : 100 - index % 100
                var conditions = EquilibriumConditions(temperature: 310 + 0.1 * Double(step), moleFractions: [0.4, 0.6])
                conditions.certification = .none
                previous = try solver.equilibrium(conditions, startingFrom: previous)
            })
        // 49 compositions at 50 temperatures.
        let compositions = (1...49).map { [1 - Double($0) / 50, Double($0) / 50] }
        let temperatures = (0..<50).map { 300 + 6 * Double($0) }
        report(
            "grid",
            Stopwatch.microseconds(runs: 3, repetitions: 1) { _ in
                let rows = alloy.equilibria(temperatures: temperatures, moleFractions: compositions)
                let failures = rows.joined().count { (try? $0.get()) == nil }
                if failures > 0 { report("grid failures", Double(failures)) }
            })
        let binary = try BinarySystem(database, components: ("BI", "SN"))
        report("diagram", try Stopwatch.microseconds(runs: 5, repetitions: 5) { _ in _ = try binary.diagram() })
    }

    private static func sixComponents(_ database: Database) throws {
        let alloy = try AlloySystem(database, components: database.elementNames)
        var solver = alloy.makeSolver()
        let composition = [0.1, 0.2, 0.1, 0.2, 0.1, 0.3]
        report(
            "six",
            try Stopwatch.microseconds(runs: 5, repetitions: 30) { index in
                _ = try solver.equilibrium(atTemperature: 400 + Double(index) * 20, moleFractions: composition)
            })
        var previous = try solver.equilibrium(atTemperature: 500, moleFractions: composition)
        report(
            "six warm",
            try Stopwatch.microseconds(repetitions: 200) { index in
                let step = index % 40 < 20 ? index % 20 : 20 - index % 20
                var conditions = EquilibriumConditions(temperature: 500 + 0.1 * Double(step), moleFractions: composition)
                conditions.certification = .none
                previous = try solver.equilibrium(conditions, startingFrom: previous)
            })
        // 289 equilibria of the grid (17 by 17), and 678 points of the lines between them.
        report(
            "isopleth",
            try Stopwatch.microseconds(runs: 3, repetitions: 1) { _ in
                _ = try alloy.isopleth(from: [0.1, 0.2, 0.1, 0.2, 0.1, 0.3], to: [0.05, 0.05, 0.05, 0.2, 0.05, 0.6], in: 400...1000)
            })
    }
}
