import Campaigns
import Foundation
import Testing
import Tieline

@Suite struct CampaignReaderTests {
    private func text() throws -> String {
        try String(
            contentsOf: URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../../../config/campaigns/sn-bi-film.yaml"),
            encoding: .utf8)
    }

    private func error(_ change: (inout String) -> Void) throws -> SpecificationError? {
        var text = try text()
        change(&text)
        do { _ = try CampaignReader(parsing: text, file: "film.yaml") } catch { return error }
        return nil
    }

    @Test("The Sn-Bi film's file holds what the paper's film had")
    func film() throws {
        let film = try CampaignReader(parsing: text(), file: "film.yaml").specification
        #expect(film.name == "sn-bi-film")
        #expect(film.space.axes.map(\.name) == ["SN", "temperature"])
        #expect(film.space.axes[1].minimum == 353.15)
        #expect(film.space.axes[1].maximumStep == 30)
        #expect(film.space.axes[1].isMonotone && !film.sample.isReversible)
        #expect(film.peaks.map(\.twoTheta) == [27.16, 32.02])
        #expect(film.target == TargetSpecification(invariant: "eutectic", temperatureKelvin: 1, moleFraction: 0.01))
        #expect(film.budget == BudgetSpecification(patterns: 80, seconds: 86_400))
    }

    @Test("Any line taken out is missed by name, or the file still means the same; it is never silently half a campaign")
    func everyLine() throws {
        let lines = try text().split(separator: "\n", omittingEmptySubsequences: false)
        for index in lines.indices {
            let line = lines[index].trimmingCharacters(in: .whitespaces)
            guard !line.isEmpty, !line.hasPrefix("#"), !line.hasPrefix("simulation") else { continue }
            var rest = lines
            rest.remove(at: index)
            do {
                let specification = try CampaignReader(parsing: rest.joined(separator: "\n"), file: "film.yaml").specification
                // What may be missing are whole entries of lists: a free parameter, a peak. What is left is what the file says.
                #expect(line.hasPrefix("- {parameter") || line.hasPrefix("- {phase"), "\(line)")
                #expect(specification.theory.free.count + specification.peaks.count == 5)
            } catch {
                #expect(error.file == "film.yaml")
                #expect(!error.remedy.isEmpty && !error.message.isEmpty)
            }
        }
    }

    @Test("A campaign without a budget says so, with file, field and remedy")
    func withoutBudget() throws {
        let error = try error { $0 = $0.replacing("budget: {patterns: 80, time: 24 h}", with: "") }
        #expect(error?.code == .missingKey)
        #expect(error?.field == "budget")
        #expect(error?.remedy.contains("budget") == true)
    }

    @Test(
        "Wrong units, NaN, unknown keys and contradictions name the line and the field",
        arguments: [
            ("minimum: 80 °C", "minimum: 80", SpecificationError.Code.wrongUnit, "axes[1].minimum"),
            ("exposure: 120 s", "exposure: 120 K", .wrongUnit, "measurement.exposure"),
            ("maximumStep: 30 K", "maximumStep: 30 °C", .wrongUnit, "axes[1].maximumStep"),
            ("minimum: 0.711", "minimum: .nan", .wrongType, "axes[0].minimum"),
            ("moleFraction: 0.010", "moleFraction: nan", .outOfRange, "target.moleFraction"),
            ("patterns: 80", "patern: 80", .unknownKey, "budget.patern"),
            ("seed: 1 ", "seed: one ", .wrongType, "seed"),
            ("maximum: 0.949", "maximum: 0.99", .inconsistent, "axes"),
            ("components: [BI, SN]", "components: [SN, BI]", .inconsistent, "theory.components"),
            ("phase: RHOMBO_A7", "phase: RHOMBO", .inconsistent, "peaks[0].phase"),
            ("strategy: amase", "strategy: luck", .outOfRange, "strategy"),
            ("campaign: sn-bi-film", "campaign: ../etc", .outOfRange, "campaign"),
        ] as [(String, String, SpecificationError.Code, String)])
    func badValues(old: String, new: String, code: SpecificationError.Code, field: String) throws {
        #expect(try text().contains(old))
        let error = try error { $0 = $0.replacing(old, with: new) }
        #expect(error?.code == code)
        #expect(error?.field == field)
        #expect((error?.line ?? 0) > 0)
    }

    private func peaks(_ replacement: String) throws -> [TrackedPeak] {
        let bismuth = "  - {phase: RHOMBO_A7, label: Bi (012), twoTheta: 27.16 °, detectionLimit: 0.01}\n"
        try #require(text().contains(bismuth))
        return try CampaignReader(parsing: text().replacing(bismuth, with: replacement), file: "film.yaml").specification.peaks
    }

    @Test("A phase may have a peak on either side of a miscibility gap: they are numbered in the order of their compositions")
    func twoPeaksOfAPhase() throws {
        let richer = "  - {phase: RHOMBO_A7, from: 0.4, label: Bi' (012), twoTheta: 27.5 °, detectionLimit: 0.01}\n"
        let leaner = "  - {phase: RHOMBO_A7, to: 0.4, label: Bi (012), twoTheta: 27.16 °, detectionLimit: 0.01}\n"
        let peaks = try peaks(richer + leaner)
        #expect(peaks.map(\.name) == ["RHOMBO_A7#2", "RHOMBO_A7#1", "BCT_A5"])
        #expect(peaks.map(\.phase) == ["RHOMBO_A7", "RHOMBO_A7", "BCT_A5"])
        #expect(peaks.map(\.moleFractions) == [0.4...1, 0...0.4, 0...1])
    }

    @Test("A peak may state the expansion of its phase and how far solution moves it; else it has neither")
    func drift() throws {
        let extra = "expansion: 13.4e-6, drift: {minimum: -0.6 °, maximum: 0.2 °}"
        let peaks = try peaks("  - {phase: RHOMBO_A7, label: Bi (012), twoTheta: 27.16 °, \(extra), detectionLimit: 0.01}\n")
        #expect(peaks[0].expansionPerKelvin == 13.4e-6 && peaks[0].drift == -0.6...0.2)
        #expect(peaks[1].expansionPerKelvin == nil && peaks[1].drift == nil)
    }

    @Test("A journal keeps what a peak says; one from before peaks had names, expansions or drifts still reads")
    func journalledPeaks() throws {
        let peaks = try peaks(
            "  - {phase: RHOMBO_A7, to: 0.4, label: Bi (012), twoTheta: 27.16 °, expansion: 13e-6, drift: {minimum: -0.6 °, maximum: 0.2 °}, "
                + "detectionLimit: 0.01}\n  - {phase: RHOMBO_A7, from: 0.4, label: Bi' (012), twoTheta: 27.16 °, detectionLimit: 0.01}\n")
        #expect(try JSONDecoder().decode([TrackedPeak].self, from: JSONEncoder().encode(peaks)) == peaks)
        let old = #"{"phase":"BCT_A5","label":"Sn (101)","twoTheta":32.02,"detectionLimit":0.01}"#
        let peak = try JSONDecoder().decode(TrackedPeak.self, from: Data(old.utf8))
        #expect(peak == TrackedPeak(phase: "BCT_A5", label: "Sn (101)", twoTheta: 32.02, detectionLimit: 0.01))
        #expect(peak.name == "BCT_A5" && peak.moleFractions == 0...1 && peak.expansionPerKelvin == nil && peak.drift == nil)
    }

    @Test(
        "Two peaks of a phase for the same compositions, and ranges the wrong way round, are refused with the field",
        arguments: [
            ("from: 0.3", "to: 0.4", SpecificationError.Code.inconsistent, "peaks[1].phase"),
            ("detectionLimit: 0.01", "to: 0.4", .inconsistent, "peaks[1].phase"),
            ("from: 0.4", "from: 0.4", .inconsistent, "peaks[1].phase"),
            ("from: 0.6, to: 0.5", "to: 0.4", .inconsistent, "peaks[0]"),
            ("from: 0.5", "to: 1.4", .outOfRange, "peaks[1].to"),
            ("from: 0.5, drift: {minimum: 0.1 °, maximum: -0.1 °}", "to: 0.5", .inconsistent, "peaks[0].drift"),
            ("from: 0.5, drift: {minimum: 0.1}", "to: 0.5", .wrongUnit, "peaks[0].drift.minimum"),
        ] as [(String, String, SpecificationError.Code, String)])
    func sharedRanges(first: String, second: String, code: SpecificationError.Code, field: String) throws {
        func entry(_ range: String) -> String {
            let limit = range.contains("detectionLimit") ? "" : ", detectionLimit: 0.01"
            return "  - {phase: RHOMBO_A7, \(range), label: Bi (012), twoTheta: 27.16 °\(limit)}\n"
        }
        let error = #expect(throws: SpecificationError.self) { try peaks(entry(first) + entry(second)) }
        #expect(error?.code == code)
        #expect(error?.field == field)
        #expect((error?.line ?? 0) > 0)
    }

    @Test("A database that is not there is named, with the remedy")
    func missingDatabase() throws {
        let text = try text()
        let error = #expect(throws: SpecificationError.self) { try CampaignFile(reading: text, path: "/nowhere/campaigns/film.yaml") }
        #expect(error?.field == "theory.database")
    }

    @Test(
        "A target names its phases in the order of composition and the boundaries that are wanted as well; a theory names what the assessment lacks")
    func targets() throws {
        let text = try text()
            .replacing(
                "target: {invariant: eutectic, temperature: 1.0 K, moleFraction: 0.010}",
                with: """
                    target:
                      invariant: eutectic
                      phases: [RHOMBO_A7, LIQUID, BCT_A5]
                      temperature: 1 K
                      moleFraction: 0.01
                      boundaries:
                        - {phases: [RHOMBO_A7, BCT_A5], end: richer, temperature: 100 °C, moleFraction: 0.005}
                    """
            )
            .replacing(
                "\npeaks:", with: "  discrepancy:\n    - {parameter: \"L(LIQUID,BI,SN;2)\", standardDeviation: 500 J/mol}\n\npeaks:")
        let specification = try CampaignReader(parsing: text, file: "film.yaml").specification
        #expect(specification.target.phases == ["RHOMBO_A7", "LIQUID", "BCT_A5"])
        #expect(
            specification.target.boundaries
                == [BoundaryTarget(phases: ["RHOMBO_A7", "BCT_A5"], end: .richer, kelvin: 373.15, moleFraction: 0.005)])
        #expect(specification.theory.discrepancy == [FreeParameter(parameter: "L(LIQUID,BI,SN;2)", standardDeviation: 500)])
        #expect(specification.theory.moving.count == 5)
        // And through JSON, as the journal keeps it.
        let again = try JSONDecoder().decode(CampaignSpecification.self, from: JSONEncoder().encode(specification))
        #expect(again == specification)
    }

    @Test("A kind of invariant that does not exist, or a phase that the theory has not, is named")
    func wrongTargets() throws {
        let kind = try error { $0 = $0.replacing("invariant: eutectic", with: "invariant: eutectric") }
        #expect(kind?.field == "target.invariant" && kind?.remedy.contains("eutectic") == true)
        let phases = try error { $0 = $0.replacing("invariant: eutectic,", with: "invariant: eutectic, phases: [BCT_A5, LIQUID, FCC_A1],") }
        #expect(phases?.field == "target.phases" && phases?.remedy.contains("RHOMBO_A7") == true)
    }

    @Test("A film that does not come back may not cool, and a step smaller than the grid's could not be taken: both are said with their remedy")
    func steps() throws {
        let cooling = try error { $0 = $0.replacing("monotone: true, ", with: "") }
        #expect(cooling?.code == .inconsistent && cooling?.field == "axes" && cooling?.remedy.contains("reversible: true") == true)
        #expect(try error { $0 = $0.replacing("monotone: true, ", with: "").replacing("reversible: false", with: "reversible: true") } == nil)
        let step = try error { $0 = $0.replacing("maximumStep: 30 K", with: "maximumStep: 0.2 K") }
        #expect(step?.code == .inconsistent && step?.field.hasSuffix("maximumStep") == true)
    }
}
