public import Tieline

/// `campaign.run`: starts a campaign from the text of its file.
public struct RunCampaign: ControlRequest {
    public typealias Reply = CampaignStarted
    public static var method: Method { .run }
    public static var fields: [String] { ["specification", "path"] }

    /// The text of the campaign file.
    public var specification: String
    /// Where the file is, absolute: paths inside it are relative to its folder.
    public var path: String

    public init(specification: String, path: String) {
        self.specification = specification
        self.path = path
    }

    public func check() throws(ControlFailure) {
        guard path.hasPrefix("/") else {
            throw .invalid("path", "`path` is not absolute: \(path)", "Give the whole path: the daemon has a working folder of its own.")
        }
    }
}

public struct CampaignStarted: Codable, Hashable, Sendable {
    /// `sn-bi-film-0001`.
    public var campaign: String

    public init(campaign: String) { self.campaign = campaign }
}

/// `campaign.list`: every campaign that the journal knows, the latest first.
public struct ListCampaigns: ControlRequest {
    public typealias Reply = [CampaignStatus]
    public static var method: Method { .campaigns }
    public static var fields: [String] { [] }

    public init() {}
}

/// `campaign.status`
public struct ReadStatus: ControlRequest {
    public typealias Reply = CampaignStatus
    public static var method: Method { .status }
    public static var fields: [String] { ["campaign"] }

    public var campaign: String

    public init(campaign: String) { self.campaign = campaign }

    public func check() throws(ControlFailure) { try requireText(campaign, "campaign") }
}

/// `campaign.watch`: answers with the status now, then sends `campaign.update` for every change and `campaign.ended` at the end.
public struct WatchCampaign: ControlRequest {
    public typealias Reply = CampaignStatus
    public static var method: Method { .watch }
    public static var fields: [String] { ["campaign"] }

    public var campaign: String

    public init(campaign: String) { self.campaign = campaign }

    public func check() throws(ControlFailure) { try requireText(campaign, "campaign") }
}

/// `campaign.report`: all that the campaign has to show, finished or not.
public struct ReadReport: ControlRequest {
    public typealias Reply = CampaignReport
    public static var method: Method { .report }
    public static var fields: [String] { ["campaign"] }

    public var campaign: String

    public init(campaign: String) { self.campaign = campaign }

    public func check() throws(ControlFailure) { try requireText(campaign, "campaign") }
}

/// `campaign.pause`: the running point ends, then the campaign waits; it holds its temperature for at most the campaign's `maximumPause`.
public struct PauseCampaign: ControlRequest {
    public typealias Reply = CampaignStatus
    public static var method: Method { .pause }
    public static var fields: [String] { ["campaign", "because"] }

    public var campaign: String
    public var because: String

    public init(campaign: String, because: String) {
        self.campaign = campaign
        self.because = because
    }

    public func check() throws(ControlFailure) {
        try requireText(campaign, "campaign")
        try requireText(because, "because")
    }
}

/// `campaign.resume`: a paused or an interrupted campaign goes on.
public struct ResumeCampaign: ControlRequest {
    public typealias Reply = CampaignStatus
    public static var method: Method { .resume }
    public static var fields: [String] { ["campaign", "because"] }

    public var campaign: String
    public var because: String

    public init(campaign: String, because: String) {
        self.campaign = campaign
        self.because = because
    }

    public func check() throws(ControlFailure) {
        try requireText(campaign, "campaign")
        try requireText(because, "because")
    }
}

/// `campaign.abort`: the campaign ends now, with the furnace off.
public struct AbortCampaign: ControlRequest {
    public typealias Reply = CampaignStatus
    public static var method: Method { .abort }
    public static var fields: [String] { ["campaign", "because"] }

    public var campaign: String
    public var because: String

    public init(campaign: String, because: String) {
        self.campaign = campaign
        self.because = because
    }

    public func check() throws(ControlFailure) {
        try requireText(campaign, "campaign")
        try requireText(because, "because")
    }
}
