import SimulatedBench
import Testing
import Tieline

@Suite("Bench files")
struct BenchSpecificationTests {
    /// The error that the bench file gives once `old` in it has become `new`.
    private func error(_ old: String, _ new: String) throws -> SpecificationError? {
        let text = try Benches.text(Benches.filmFile)
        try #require(text.contains(old))
        return #expect(throws: SpecificationError.self) { try BenchSpecification(parsing: text.replacing(old, with: new), file: "bench.yaml") }
    }

    @Test("The film's bench pins what the issue pins")
    func pinned() throws {
        let bench = try BenchSpecification(parsing: Benches.text(Benches.filmFile), file: "bench.yaml")
        #expect(bench.diffraction.peakHeight == 2_000 && bench.diffraction.background == 100)
        #expect(bench.diffraction.textureStandardDeviation == 0.2)
        #expect(bench.wafer.thicknessStandardDeviation == 0.05 && bench.wafer.thicknessCorrelationMillimetres == 15)
        #expect(bench.wafer.positionError == 0.002)
        #expect(bench.furnace.readingNoiseKelvin == 0.1 && bench.furnace.offsetStandardDeviationKelvin == 0.3)
        #expect(bench.furnace.readingResolutionKelvin == 0.1)
        #expect(bench.truth.shifts.map(\.joulesPerMole) == [-546, -1_004])
    }

    @Test("An error names the line, the field and the remedy")
    func errors() throws {
        #expect(try error("positionError", "positionErorr")?.code == .unknownKey)
        #expect(try error("  background: 100\n", "")?.code == .missingKey)
        #expect(try error("lag: 30 s", "lag: 30 K")?.code == .wrongUnit)
        #expect(try error("peakHeight: 2000", "peakHeight: .nan")?.field == "diffraction.peakHeight")
        #expect(try error("phase: BCT_A5", "phase: FCC_A1")?.code == .inconsistent)
        #expect(try error("position: 76 mm", "position: 0 mm")?.code == .inconsistent)
        #expect(try error("last: 46.00 °", "last: 24.00 °")?.code == .inconsistent)
    }

    @Test("A phase may have reflections of its own for its own compositions, but not twice for the same")
    func compositions() throws {
        let text = try Benches.text(Benches.folder + "/ag-cu.yaml")
        let bench = try BenchSpecification(parsing: text, file: "bench.yaml")
        #expect(bench.diffraction.phases.map(\.moleFractions) == [0...0.5, 0.5...1])
        #expect(bench.diffraction.phases[0].vegard == .init(moleFraction: 0, strainPerMoleFraction: -0.1153))
        for (old, new) in [("from: 0.5", "from: 0.4"), ("to: 0.5", "to: 1"), ("to: 0.5", "to: 0")] {
            let error = #expect(throws: SpecificationError.self) {
                try BenchSpecification(parsing: text.replacing(old, with: new), file: "bench.yaml")
            }
            #expect(error?.code == .inconsistent && error?.field.hasPrefix("diffraction.phases") == true)
        }
    }

    @Test("A bench without its database says which file it missed")
    func missingFile() throws {
        let error = #expect(throws: SpecificationError.self) { try FilmBench(contentsOf: "/nowhere/bench.yaml", seed: 1) }
        #expect(error?.code == .unreadable && error?.file == "/nowhere/bench.yaml")
    }
}
