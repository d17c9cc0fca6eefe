/// The methods of the control socket: the whole of what a program can ask of a running laboratory.
///
/// | method | request | reply |
/// |---|---|---|
/// | `daemon.hello` | ``Hello`` | ``DaemonGreeting`` |
/// | `campaign.run` | ``RunCampaign`` | ``CampaignStarted`` |
/// | `campaign.list` | ``ListCampaigns`` | `[CampaignStatus]`, the latest first |
/// | `campaign.status` | ``ReadStatus`` | `CampaignStatus` |
/// | `campaign.watch` | ``WatchCampaign`` | `CampaignStatus`, then ``Notification``s |
/// | `campaign.pause`, `campaign.resume`, `campaign.abort` | ``PauseCampaign``, ``ResumeCampaign``, ``AbortCampaign`` | `CampaignStatus` |
/// | `campaign.report` | ``ReadReport`` | `CampaignReport` |
/// | `prior.add` | ``AddPrior`` | `Prior` |
/// | `prior.list` | ``ListPriors`` | `[Prior]` |
/// | `prior.withdraw` | ``WithdrawPrior`` | ``PriorWithdrawn`` |
/// | `instrument.list` | ``ListInstruments`` | `[InstrumentStatus]` |
/// | `laboratory.stop` | ``StopLaboratory`` | `StopReport` |
/// | `journal.verify` | ``VerifyJournal`` | `AuditReport` |
///
/// Wherever a request names a campaign, `latest` means the one that was started last.
public enum Method: String, Codable, Sendable, CaseIterable {
    case hello = "daemon.hello"
    case run = "campaign.run"
    case campaigns = "campaign.list"
    case status = "campaign.status"
    case watch = "campaign.watch"
    case pause = "campaign.pause"
    case resume = "campaign.resume"
    case abort = "campaign.abort"
    case report = "campaign.report"
    case addPrior = "prior.add"
    case priors = "prior.list"
    case withdrawPrior = "prior.withdraw"
    case instruments = "instrument.list"
    case stop = "laboratory.stop"
    case verify = "journal.verify"
}
