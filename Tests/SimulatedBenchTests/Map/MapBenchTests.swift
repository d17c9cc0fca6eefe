import FoundationEssentials
import SimulatedBench
import Testing
import Tieline

/// The simulated instruments of a phase map.
struct MapBenchTests {
    private static let folder =
        #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(4).joined(separator: "/") + "/config/benches"

    private func bench(_ name: String, seed: UInt64 = 1) throws -> MapBench {
        try MapBench(contentsOf: "\(Self.folder)/\(name).yaml", seed: seed)
    }

    /// −2 to 2 in steps of 0.1, as SAGE's grid.
    private static let square: [Condition] = (0..<41 * 41).map {
        Condition([-2 + Double($0 % 41) / 10, -2 + Double($0 / 41) / 10])
    }

    @Test("The unit circle holds 305 of SAGE's 1681 grid points; its twelve rim points are outside")
    func circle() throws {
        let bench = try bench("circle")
        #expect(Self.square.count { bench.region(at: $0) == 1 } == 305)
        #expect(bench.region(at: Condition([0.6, 0.8])) == 0)
        #expect(bench.region(at: Condition([0, -1])) == 0)
    }

    @Test("The property scatters about 0 outside and about 5 inside, with unit variance over seeds")
    func property() throws {
        for (place, mean) in [(Condition([1.7, -1.2]), 0.0), (Condition([0.1, 0.3]), 5.0)] {
            let values = try (1...400).map { try bench("circle").with(seed: $0).value(ofProperty: 0, at: place) - mean }
            let average = values.reduce(0, +) / 400
            let variance = values.reduce(0) { $0 + $1 * $1 } / 400
            // Three standard errors of 400 draws.
            #expect(abs(average) < 0.15)
            #expect(abs(variance - 1) < 0.22)
        }
    }

    @Test("Two places a length apart correlate by exp(−1/2)")
    func correlation() throws {
        let bench = try bench("circle")
        let product =
            (1...400).map { (seed: UInt64) in
                let drawn = bench.with(seed: seed)
                return drawn.value(ofProperty: 0, at: Condition([1.5, 1.2])) * drawn.value(ofProperty: 0, at: Condition([1.5, 0.2]))
            }.reduce(0, +) / 400
        // √((1 + ρ²)/400) is one standard error.
        #expect(abs(product - 0.6065) < 0.18)
    }

    @Test("The noise of a measurement belongs to its number: the same one twice is the same, another one differs")
    func noise() throws {
        let bench = try bench("circle")
        let place = Condition([0.3, -0.4])
        #expect(bench.evidence(number: 3, at: place) == bench.evidence(number: 3, at: place))
        #expect(bench.evidence(number: 3, at: place).properties != bench.evidence(number: 4, at: place).properties)
        #expect(bench.evidence(number: 3, at: place).labels == [LabelEvidence(source: "structure", probabilities: [0, 1])])
        #expect(bench.pattern(at: place) == nil)
    }

    @Test("A source that errs in a fifth of its labels does so")
    func errors() throws {
        let text = try String(contentsOfFile: "\(Self.folder)/circle.yaml", encoding: .utf8).replacing("errorRate: 0 ", with: "errorRate: 0.2 ")
        let bench = try MapBench(MapBenchSpecification(parsing: text, file: "circle.yaml"), seed: 1) { _ in "" }
        let wrong = (1...1000).count { bench.evidence(number: $0, at: Condition([0, 0])).labels[0].mostProbable == 0 }
        // Three standard errors of 1000 tosses: 38.
        #expect(abs(wrong - 200) < 38)
    }

    @Test("The Fe-Ga-Pd library is served as it was measured: 278 samples, 99, 105, 59 and 15 a region")
    func library() throws {
        let bench = try bench("fe-ga-pd")
        let samples = try Self.compositions()
        #expect(samples.count == 278)
        #expect((0..<4).map { region in samples.count { bench.region(at: $0) == region } } == [99, 105, 59, 15])
        // The first lines of FeGaPd_Mag.txt and FeGaPd_XRD.txt.
        let first = bench.evidence(number: 7, at: samples[0])
        #expect(first.properties == [PropertyMeasurement(property: "magnetisation", value: 10.251, standardDeviation: 0.5)])
        #expect(first.labels == [LabelEvidence(source: "theory", probabilities: [0, 1, 0, 0])])
        let pattern = try #require(bench.pattern(at: samples[0]))
        #expect(pattern.twoTheta.count == 551 && pattern.twoTheta.first == 37 && pattern.twoTheta.last == 48)
        #expect(pattern.counts.prefix(3) == [23.35, 26.044, 19.337])
    }

    private static func compositions() throws -> [Condition] {
        try String(contentsOfFile: "\(folder)/../libraries/Fe-Ga-Pd/FeGaPd_CMP.txt", encoding: .utf8).split(whereSeparator: \.isNewline).dropFirst()
            .map { Condition($0.split(whereSeparator: \.isWhitespace).compactMap { Double($0) }) }
    }

    @Test(
        "A bench file that contradicts itself gets one clear error",
        arguments: [
            ("regions: [outside, inside]", "regions: [outside]", "regions"), ("radius: 1 ", "radius: -1 ", "disc.radius"),
            ("disc:", "disk:", "disk"), ("means: [0, 5]", "means: [0]", "disc.properties[0].means"),
            ("errorRate: 0 ", "errorRate: 0.5 ", "structure.errorRate"),
        ])
    func wrong(_ right: String, _ wrong: String, _ field: String) throws {
        let text = try String(contentsOfFile: "\(Self.folder)/circle.yaml", encoding: .utf8)
        #expect(text.contains(right))
        let error = #expect(throws: SpecificationError.self) {
            try MapBenchSpecification(parsing: text.replacing(right, with: wrong), file: "circle.yaml")
        }
        #expect(error?.field == field)
        #expect(error?.remedy.isEmpty == false)
    }

    @Test(
        "A library whose files do not fit each other names the file, and the line where there is one",
        arguments: [
            ("FeGaPd_Mag.txt", "1,1\n2,2\n", nil), ("FeGaPd_DFT_regions.txt", "7\n", 1), ("FeGaPd_CMP.txt", "Fe Ga Pd\n0.5 x 0.2\n", 2),
            ("FeGaPd_XRD.txt", "37,37.02\n1,2,3\n", 2), ("FeGaPd_Mag.txt", "", nil),
        ] as [(String, String, Int?)])
    func wrongLibrary(_ file: String, _ content: String, _ line: Int?) throws {
        let fitting = [
            "FeGaPd_CMP.txt": "Fe Ga Pd\n0.5 0.3 0.2\n", "FeGaPd_XRD.txt": "37,37.02\n1,2\n", "FeGaPd_Mag.txt": "1,1\n",
            "FeGaPd_DFT_regions.txt": "4\n",
        ]
        let text = try String(contentsOfFile: "\(Self.folder)/fe-ga-pd.yaml", encoding: .utf8)
        let specification = try MapBenchSpecification(parsing: text, file: "fe-ga-pd.yaml")
        func bench(_ files: [String: String]) throws -> MapBench {
            try MapBench(specification, seed: 1) { name in files[name.split(separator: "/").last.map(String.init) ?? ""] ?? "" }
        }
        #expect(try bench(fitting).region(at: Condition([0.5, 0.3, 0.2])) == 3)
        let error = #expect(throws: SpecificationError.self) { try bench(fitting.merging([file: content]) { $1 }) }
        #expect(error?.file.hasSuffix(file) == true)
        #expect(error?.line == line)
    }

    @Test("A library's columns go by their names: a place is told in the order of the bench's axes, whatever the order of the file")
    func columns() throws {
        let text = try String(contentsOfFile: "\(Self.folder)/fe-ga-pd.yaml", encoding: .utf8)
        let specification = try MapBenchSpecification(parsing: text, file: "fe-ga-pd.yaml")
        func bench(_ compositions: String) throws -> MapBench {
            let files = [
                "FeGaPd_CMP.txt": compositions, "FeGaPd_XRD.txt": "37,37.02\n1,2\n1,2\n", "FeGaPd_Mag.txt": "1,1\n2,2\n",
                "FeGaPd_DFT_regions.txt": "4\n0\n",
            ]
            return try MapBench(specification, seed: 1) { files[$0.split(separator: "/").last.map(String.init) ?? ""] ?? "" }
        }
        let permuted = try bench("Pd, Fe, Ga\n0.05, 0.8, 0.15\n0.3, 0.6, 0.1\n")
        #expect(permuted.place(nearest: Condition([0.8, 0.14, 0.06])) == Condition([0.8, 0.15, 0.05]))
        #expect(permuted.region(at: Condition([0.6, 0.1, 0.3])) == 0)
        let error = #expect(throws: SpecificationError.self) { try bench("Fe Ga Co\n0.8 0.15 0.05\n0.6 0.1 0.3\n") }
        #expect(error?.line == 1 && error?.message.contains("no column PD") == true)
    }
}
