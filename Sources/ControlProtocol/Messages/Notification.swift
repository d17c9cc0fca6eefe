public import Tieline

/// What the daemon says without being asked, on a connection that watches a campaign.
public enum Notification: Hashable, Sendable {
    /// `campaign.update`: one change, with the whole status after it.
    case update(CampaignUpdate)
    /// `campaign.ended`: the last message of a watch, with the final status.
    case ended(CampaignStatus)

    static let updateMethod = "campaign.update"
    static let endedMethod = "campaign.ended"
}
