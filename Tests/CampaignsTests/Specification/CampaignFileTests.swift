import Foundation
import Glibc
import Testing
import Tieline

@testable import Campaigns

/// The files that a campaign names.
@Suite("A campaign reads the files that it names, and nothing else", .timeLimit(.minutes(1)))
struct CampaignFileTests {
    /// What a name can lead to.
    enum Thing: String, CaseIterable, CustomTestStringConvertible {
        case nothing, folder, pipe, device, pipeBehindLink, tooLarge
        var testDescription: String { rawValue }

        /// Of the message.
        var words: String {
            switch self {
            case .nothing: "named.txt"
            case .folder, .pipe, .device, .pipeBehindLink: "it is not a file"
            case .tooLarge: "the file has 67108865 bytes, more than 67108864"
            }
        }

        func make(at path: String) throws {
            switch self {
            case .nothing: break
            case .folder: try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
            case .pipe: #expect(mkfifo(path, 0o600) == 0)
            case .device: try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "/dev/zero")
            case .pipeBehindLink:
                #expect(mkfifo(path + ".pipe", 0o600) == 0)
                try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: path + ".pipe")
            case .tooLarge:
                // A hole: it takes no room on the disk.
                #expect(FileManager.default.createFile(atPath: path, contents: nil) && truncate(path, 64 << 20 + 1) == 0)
            }
        }
    }

    private static let config = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../../../config").standardizedFileURL

    /// A folder with a campaign of ours in it, one of whose files is called `named`.
    private func withCampaign(_ name: String, _ changes: [(String, String)], _ body: (_ text: String, _ folder: URL) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "tieline-campaign-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var text = try String(contentsOf: Self.config.appending(path: "campaigns/\(name)"), encoding: .utf8)
        for (right, wrong) in changes {
            #expect(text.contains(right), "the file has changed")
            text = text.replacing(right, with: wrong)
        }
        try body(text, folder)
    }

    private static let library = "../libraries/Fe-Ga-Pd/FeGaPd_CMP.txt"

    @Test(
        "What is no file, or too large for one, gets one error with its name and a remedy, and holds nobody up",
        arguments: Thing.allCases, ["candidates", "reference.file", "theory.database"])
    func unreadable(thing: Thing, field: String) throws {
        let changes: (String, [(String, String)]) =
            switch field {
            case "candidates": ("fe-ga-pd.yaml", [(Self.library, "named.txt")])
            case "reference.file":
                (
                    "fe-ga-pd.yaml",
                    [
                        (Self.library, Self.config.appending(path: "campaigns/\(Self.library)").standardizedFileURL.path),
                        ("known: []", "reference: {file: named.txt, says: likeness, certainty: 0.8}"),
                    ]
                )
            default: ("sn-bi-film.yaml", [("../databases/Ag-Bi-Cu-Pb-Sb-Sn-nist-solders.tdb", "named.txt")])
            }
        try withCampaign(changes.0, changes.1) { text, folder in
            let campaign = folder.appending(path: "campaign.yaml").path
            try thing.make(at: folder.appending(path: "named.txt").path)
            let error = #expect(throws: SpecificationError.self) { try CampaignFile(reading: text, path: campaign) }
            #expect(error?.code == .unreadable && error?.field == field && error?.file == campaign, "\(String(describing: error))")
            #expect(error?.message.contains("named.txt") == true && error?.remedy.contains("relative to the campaign file") == true)
            #expect(error?.message.contains(thing.words) == true, "\(error?.message ?? "")")
        }
    }

    @Test("A link to a file is that file, and a path is looked for beside the campaign, wherever the reader stands")
    func link() throws {
        try withCampaign("fe-ga-pd.yaml", [(Self.library, "named.txt")]) { text, folder in
            try FileManager.default.createSymbolicLink(
                atPath: folder.appending(path: "named.txt").path,
                withDestinationPath: Self.config.appending(path: "campaigns/\(Self.library)").standardizedFileURL.path)
            let file = try CampaignFile(reading: text, path: folder.appending(path: "campaign.yaml").path)
            #expect(file.specification.space.pool.count == 278)
        }
    }

    @Test("Whoever makes a campaign's reference reads the campaign without it; everybody else hears that it is missing")
    func skippedReference() throws {
        let changes = [
            (Self.library, Self.config.appending(path: "campaigns/\(Self.library)").standardizedFileURL.path),
            ("known: []", "reference: {file: table.tsv, says: likeness, certainty: 0.8}"),
        ]
        try withCampaign("fe-ga-pd.yaml", changes) { text, folder in
            let path = folder.appending(path: "campaign.yaml").path
            #expect(throws: SpecificationError.self) { try CampaignFile(reading: text, path: path) }
            let file = try CampaignFile(reading: text, path: path, skipsReference: true)
            #expect(file.specification.mapping?.reference == nil && file.specification.mapping?.structure.isEmpty == false)
        }
    }
}
