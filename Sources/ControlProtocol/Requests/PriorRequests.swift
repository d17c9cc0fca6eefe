public import Tieline

/// `prior.add`: what a researcher believes about a campaign's phase map.
public struct AddPrior: ControlRequest {
    public typealias Reply = Prior
    public static var method: Method { .addPrior }
    public static var fields: [String] { ["campaign", "kind", "points", "radius", "phases", "certainty", "because"] }

    public enum Kind: String, Codable, Sendable, CaseIterable {
        /// `points` is a polyline, `phases` those on its two sides; none where only the line is known.
        case boundary
        /// `points` is a polygon that holds `phases`; none where it is one phase and nobody knows which.
        case region
        /// `points` is the one centre of a ball that holds `phases`, as a region does.
        case ball
        /// `points` is a polygon to look at first.
        case regionOfInterest = "roi"
        case same
        case different

        /// The fewest points that say anything.
        public var minimumPoints: Int {
            switch self {
            case .boundary, .same, .different: 2
            case .region, .regionOfInterest: 3
            case .ball: 1
            }
        }

        /// The most that it can do with.
        public var maximumPoints: Int { self == .ball ? 1 : AddPrior.maximumPoints }
    }

    /// More points than a person draws by hand.
    public static let maximumPoints = 1000
    /// What a certainty may be: 0.5 says nothing, and nobody is so sure as 1. Not a number is neither.
    public static func isCertainty(_ value: Double) -> Bool { value > 0.5 && value < 1 }

    public var campaign: String
    public var kind: Kind
    /// Axis order and units of the campaign: `[[0.80, 400], [0.88, 405]]`.
    public var points: [[Double]]
    /// Of a ball, in the coordinates of the map: a difference in mole fraction for a composition, a share of their extent for other axes.
    public var radius: Double?
    /// Database names, or the names of regions; for a boundary the two phases that it parts. Which kinds of campaign need them is for the campaign to say.
    public var phases: [String]?
    /// The probability that it is right.
    public var certainty: Double
    public var because: String

    public init(
        campaign: String, kind: Kind, points: [[Double]], radius: Double? = nil, phases: [String]?, certainty: Double, because: String
    ) {
        self.campaign = campaign
        self.kind = kind
        self.points = points
        self.radius = radius
        self.phases = phases
        self.certainty = certainty
        self.because = because
    }

    public func check() throws(ControlFailure) {
        try requireText(campaign, "campaign")
        try requireText(because, "because")
        guard (kind.minimumPoints...kind.maximumPoints).contains(points.count) else {
            throw .invalid(
                "points", "a prior of kind \(kind.rawValue) has \(kind.minimumPoints) to \(kind.maximumPoints) points, not \(points.count)",
                "Give each point as the campaign's coordinates in axis order.")
        }
        guard (kind == .ball) == (radius != nil), radius.map({ $0 > 0 && $0.isFinite }) ?? true else {
            throw .invalid(
                "radius", radius.map { "\($0) is no radius of a prior of kind \(kind.rawValue)" } ?? "a ball has a radius",
                "Give a positive number for a ball, and none for anything else.")
        }
        let dimension = points[0].count
        guard dimension > 0, points.allSatisfy({ $0.count == dimension && $0.allSatisfy(\.isFinite) }) else {
            throw .invalid(
                "points", "the points have different numbers of coordinates, or one that is not finite", "Write them as 0.80,400;0.88,405.")
        }
        guard Self.isCertainty(certainty) else {
            throw .invalid(
                "certainty", "a certainty of \(certainty) is not above 0.5 and below 1",
                "0.5 says nothing, 0.8 is a good guess, 0.99 is as sure as one gets.")
        }
        let count = phases?.count ?? 0
        switch kind {
        case .boundary where count != 0 && count != 2:
            throw .invalid("phases", "a boundary lies between two phases, not \(count)", "Name the two, as BCT_A5,RHOMBO_A7, or none.")
        case .regionOfInterest where count != 0, .same where count != 0, .different where count != 0:
            throw .invalid("phases", "a prior of kind \(kind.rawValue) names no phases", "Leave them out.")
        default: break
        }
    }

    /// The same in the words of the vocabulary.
    public var priorKind: Prior.Kind {
        let conditions = points.map { Condition($0) }
        return switch kind {
        case .boundary: .phaseBoundary(points: conditions, between: phases ?? [])
        case .region: .phaseRegion(polygon: conditions, phases: phases ?? [])
        case .ball: .phaseBall(center: conditions.first ?? Condition([]), radius: radius ?? 0, phases: phases ?? [])
        case .regionOfInterest: .regionOfInterest(polygon: conditions)
        case .same: .samePhase(conditions)
        case .different: .differentPhase(conditions)
        }
    }
}

/// `prior.list`
public struct ListPriors: ControlRequest {
    public typealias Reply = [Prior]
    public static var method: Method { .priors }
    public static var fields: [String] { ["campaign"] }

    public var campaign: String

    public init(campaign: String) { self.campaign = campaign }

    public func check() throws(ControlFailure) { try requireText(campaign, "campaign") }
}

/// `prior.withdraw`: the prior counts no longer from now on; the journal keeps that it did.
public struct WithdrawPrior: ControlRequest {
    public typealias Reply = PriorWithdrawn
    public static var method: Method { .withdrawPrior }
    public static var fields: [String] { ["campaign", "prior", "because"] }

    public var campaign: String
    public var prior: String
    public var because: String

    public init(campaign: String, prior: String, because: String) {
        self.campaign = campaign
        self.prior = prior
        self.because = because
    }

    public func check() throws(ControlFailure) {
        try requireText(campaign, "campaign")
        try requireText(prior, "prior")
        try requireText(because, "because")
    }
}

public struct PriorWithdrawn: Codable, Hashable, Sendable {
    public var campaign: String
    public var prior: String

    public init(campaign: String, prior: String) {
        self.campaign = campaign
        self.prior = prior
    }
}
