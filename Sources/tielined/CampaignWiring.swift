import Calphad
import Campaigns
import Diffraction
import Foundation
import Instruments
import Journal
import Logging
import Tieline

/// What the laboratory is made of besides its instruments: the reader of campaign files, the analysis of patterns, the strategies, the clocks.
enum CampaignWiring {
    static func services(
        journal: Journal, rack: any InstrumentRack, instruments: InstrumentConfiguration, speed: Double, logger: Logger
    ) -> LaboratoryServices {
        LaboratoryServices(
            journal: journal, rack: rack, clock: LabClock(speed: speed), secondsSince1970: { Date().timeIntervalSince1970 }, logger: logger,
            analyse: { pattern, campaign, condition in
                // The set temperature says how far the peaks have drifted; the belief takes the set temperature too.
                let kelvin = campaign.space.axes.firstIndex { $0.unit == .kelvin }.map { condition[$0] }
                return try PeakAnalyser(peaks: campaign.peaks, wavelength: campaign.measurement.wavelength).evidence(from: pattern, kelvin: kelvin)
            },
            readCampaign: { text, path in
                let file = try CampaignFile(reading: text, path: path)
                if file.specification.mapping == nil { try checkDatabase(of: file) }
                // What no instrument here can do is refused now, not when the furnace is hot.
                try instruments.check(reachOf: file.specification, file: path)
                return file
            },
            makeStrategy: { try strategy(for: $0) })
    }

    /// A database that cannot be read is told with its own place in the file, before the campaign exists.
    private static func checkDatabase(of file: CampaignFile) throws {
        do {
            _ = try Database(parsing: file.database, file: file.parameterSet)
        } catch {
            throw SpecificationError(
                .unreadable, file: error.file, line: error.line > 0 ? error.line : nil, field: "", message: error.message, remedy: error.remedy)
        }
    }

    /// A campaign that its strategy cannot believe in is a campaign file to be mended, whichever part of the theory says so.
    private static func strategy(for start: CampaignStart) throws -> any Strategy {
        do {
            return try start.specification.strategy.strategy(start)
        } catch let error as SpecificationError {
            throw error
        } catch {
            throw SpecificationError(
                .inconsistent, file: start.specification.name, line: nil, field: "theory", message: "\(error)",
                remedy: "Check it with `tieline check FILE`.")
        }
    }
}
