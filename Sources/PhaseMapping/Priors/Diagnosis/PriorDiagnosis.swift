public import Tieline

#if canImport(Glibc)
    import Glibc
#endif

/// What the measurements say of one statement.
public struct PriorDiagnosis: Sendable, Hashable {
    /// `Tieline.Prior.identifier`.
    public var prior: String
    /// Log evidence of the measurements with the statement in force, minus without it, nats; below zero the statement costs. `nil` for a region of interest, which
    /// says nothing about the map.
    public var evidence: Double?
    /// One standard error of ``evidence``; infinite where the draws give a bound only.
    public var standardError: Double
    /// The certainty that is right after the measurements: P(same phase) of points on one side far apart, or of the points that a pair links.
    public var deservedCertainty: Double?
    /// How many independent draws speak for these numbers.
    public var effectiveDraws: Double
    public var verdict: Verdict

    public enum Verdict: String, Sendable, Hashable, Codable, CaseIterable {
        /// Nothing measured bears on it, or not enough.
        case undecided
        case supported
        case contradicted
        /// Too few draws to say.
        case untrusted
        /// It steers decisions and claims nothing.
        case notApplicable
    }

    /// Below so many effective draws nothing is said.
    public static let leastEffectiveDraws = 20.0
    /// A factor of about 3 in probability is worth a word (Kass and Raftery 1995, J. Am. Stat. Assoc. 90, 773: "positive").
    public static let notableEvidence = 1.0

    /// Standard errors by which evidence has to pass what is notable: 95 % of one side.
    private static let oneSided = 1.645
    /// The same where all of `n` draws agree. By Jeffreys' prior the share of the others is Beta(½, n + ½), near χ²/(2n) with one degree of freedom: the bound is half a draw, 1/(2n), and
    /// the share's 95 % point is 3.84 times that, log 3.84 above it.
    private static let doubtOfBound = 1.35

    init(prior: String, evidence: Double, standardError: Double, deservedCertainty: Double, effectiveDraws: Double) {
        self.prior = prior
        self.evidence = evidence
        self.standardError = standardError
        self.deservedCertainty = deservedCertainty
        self.effectiveDraws = effectiveDraws
        let doubt = standardError.isFinite ? Self.oneSided * standardError : Self.doubtOfBound
        verdict =
            if effectiveDraws < Self.leastEffectiveDraws {
                .untrusted
            } else if evidence + doubt <= -Self.notableEvidence {
                .contradicted
            } else if evidence - doubt >= Self.notableEvidence {
                .supported
            } else {
                .undecided
            }
    }

    init(regionOfInterest prior: String) {
        self.prior = prior
        evidence = nil
        standardError = 0
        deservedCertainty = nil
        effectiveDraws = 0
        verdict = .notApplicable
    }
}

extension PriorDiagnosis {
    /// For a person: `the boundary drawn at 14:02 now costs 3.1 nats and deserves a certainty of 0.55, not 0.80; keep, soften or withdraw?`
    ///
    /// - Parameter prior: The statement diagnosed.
    /// - Parameter clock: How its time is written, as `14:02`; what zone a lab lives in is not known here.
    public func sentence(_ prior: Prior, clock: (_ secondsSince1970: Double) -> String = PriorDiagnosis.utcClock) -> String {
        let subject = "the \(prior.kind.noun) \(clock(prior.time))"
        guard let evidence, let deservedCertainty else { return subject + " steers where to look and claims nothing about the map" }
        let size = Self.rounded(abs(evidence), 1)
        let bound = standardError.isFinite ? "" : "at least "
        let deserved = Self.rounded(deservedCertainty, 2)
        switch verdict {
        case .untrusted: return subject + " cannot be judged yet: only \(Int(effectiveDraws)) independent draws"
        case .undecided: return subject + " is neither borne out nor contradicted (\(evidence < 0 ? "−" : "+")\(size) nats)"
        case .supported: return subject + " gains \(bound)\(size) nats and deserves a certainty of \(deserved)"
        case .contradicted:
            return subject + " now costs \(bound)\(size) nats and deserves a certainty of \(deserved), not \(Self.rounded(prior.certainty, 2)); "
                + "keep, soften or withdraw?"
        case .notApplicable: return subject
        }
    }

    /// Hours and minutes of universal time.
    public static func utcClock(_ secondsSince1970: Double) -> String {
        let minutes = Int((secondsSince1970 / 60).rounded(.down))
        let (hour, minute) = (((minutes / 60) % 24 + 24) % 24, (minutes % 60 + 60) % 60)
        return "\(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute) UTC"
    }

    private static func rounded(_ value: Double, _ digits: Int) -> String {
        let scale = pow(10, Double(digits))
        let whole = Int((value * scale).rounded())
        let fraction = String(whole % Int(scale))
        return "\(whole / Int(scale))." + String(repeating: "0", count: digits - fraction.count) + fraction
    }
}

extension Prior.Kind {
    /// As a sentence names it.
    var noun: String {
        switch self {
        case .regionOfInterest: "region of interest drawn at"
        case .phaseRegion, .phaseBall: "phase region drawn at"
        case .phaseBoundary: "boundary drawn at"
        case .samePhase: "statement of the same phase made at"
        case .differentPhase: "statement of different phases made at"
        }
    }
}
