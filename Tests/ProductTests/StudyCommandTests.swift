import ArgumentParser
import Campaigns
import Foundation
import Studies
import Testing
import Tieline

@testable import TielineCommands

@Suite("tieline study")
struct StudyCommandTests {
    private static let config = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../config").standardized

    private func command(_ line: String) throws -> StudyCommand { try StudyCommand.parse(line.split(separator: " ").map(String.init)) }

    @Test(
        "Understood",
        arguments: [
            "--campaign f.yaml", "--campaign f.yaml --strategies amase,grid,random --seeds 100 --truths prior --json",
            "--campaign f.yaml --bench b.yaml --evidence presence --patterns 30 --workers 2 --html study.html",
        ])
    func understood(line: String) throws { _ = try command(line) }

    @Test(
        "Wrong usage is refused",
        arguments: [
            "", "--campaign f.yaml --strategies sagee", "--campaign f.yaml --strategies ,", "--campaign f.yaml --strategies grid,amase,grid",
            "--campaign f.yaml --seeds 0", "--campaign f.yaml --patterns 1001", "--campaign f.yaml --workers 0",
            "--campaign f.yaml --evidence guesses", "--campaign f.yaml --truths none",
        ])
    func refused(line: String) { #expect(throws: (any Error).self) { _ = try command(line) } }

    @Test("An unknown strategy is told which there are")
    func unknownStrategy() throws {
        let error = #expect(throws: (any Error).self) { _ = try command("--campaign f.yaml --strategies sagee") }
        let message = StudyCommand.message(for: try #require(error))
        #expect(message.contains("`sagee`") && StrategyName.allCases.allSatisfy { message.contains($0.rawValue) })
    }

    @Test("The options reach the study")
    func options() throws {
        let campaign = Self.config.appending(path: "campaigns/sn-bi-film.yaml").path
        let study = try command("--campaign \(campaign) --strategies grid,amase --seeds 7 --patterns 12 --evidence presence --truths prior").study()
        #expect(study.strategies == [.grid, .amase] && study.seeds == 1...7 && study.patterns == 12)
        #expect(study.start.specification.evidence == .presence && study.truths == .standardPrior)
        #expect(try command("--campaign \(campaign)").study().start.specification.evidence == .areas)
    }

    @Test("Every campaign that is shipped passes `tieline check`, and so do those that map phases")
    func shipped() throws {
        let folder = Self.config.appending(path: "campaigns")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".yaml") }.sorted()
        #expect(files.contains("circle.yaml") && files.contains("sn-bi-film.yaml"))
        for file in files { try CheckCommand.parse([folder.appending(path: file).path, "--json"]).run() }
    }

    @Test("A bench that is not there is named; a campaign without one says how to name it, and does not need it beside --bench")
    func benches() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "tieline-study-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let text = try String(contentsOf: Self.config.appending(path: "campaigns/sn-bi-film.yaml"), encoding: .utf8)
            .replacing("../databases/", with: Self.config.path + "/databases/")
        let bare = text.split(separator: "\n", omittingEmptySubsequences: false).filter { !$0.hasPrefix("simulation:") }.joined(separator: "\n")
        let path = folder.appending(path: "bare.yaml").path
        try bare.write(toFile: path, atomically: true, encoding: .utf8)
        let error = #expect(throws: StudyError.self) { _ = try command("--campaign \(path)").study() }
        #expect(error?.description.contains("simulation:") == true && error?.description.contains("bare.yaml") == true)
        let bench = Self.config.appending(path: "benches/sn-bi-film-hard.yaml").path
        #expect(try command("--campaign \(path) --bench \(bench)").study().patterns == 66)
        let missing = #expect(throws: SpecificationError.self) { _ = try command("--campaign \(path) --bench nowhere.yaml").study() }
        #expect(missing?.file == "nowhere.yaml")
    }

    @Test("The command line of the page can be pasted into a shell")
    func typed() {
        #expect(
            StudyCommand.typed(["/usr/bin/tieline", "study", "--campaign", "a b/it's.yaml", "--html", "", "--seeds", "3"])
                == #"tieline study --campaign 'a b/it'\''s.yaml' --html '' --seeds 3"#)
    }

    @Test("The terminal shows both tables")
    func text() throws {
        let campaign = Self.config.appending(path: "campaigns/sn-bi-film.yaml").path
        let study = try command("--campaign \(campaign) --strategies amase,grid --seeds 1 --patterns 1").study()
        let run = StudyRun(seed: 1, truth: (400, 0.5), estimates: [])
        let report = StudyReport(study, [.init(strategy: .amase, runs: [run]), .init(strategy: .grid, runs: [run])])
        let lines = StudyText.lines(report)
        #expect(lines.count == 7 && lines[1].hasPrefix("amase ") && lines[1].contains("∞ (∞ to ∞)"))
        #expect(lines[6].hasPrefix("grid ") && lines[6].hasSuffix("1.00"))
    }

    @Test("A page that cannot be written is refused before the runs")
    func unwritable() {
        #expect(throws: SpecificationError.self) { try TextFile.checkWritable("/nowhere/at/all/study.html") }
        #expect(throws: SpecificationError.self) { try TextFile.checkWritable(FileManager.default.temporaryDirectory.path) }
        #expect(throws: Never.self) { try TextFile.checkWritable(FileManager.default.temporaryDirectory.appending(path: "study.html").path) }
    }
}
