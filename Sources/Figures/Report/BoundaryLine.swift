public import Tieline

/// A boundary that a campaign names, in words, the same on the page and in the terminal.
public enum BoundaryLine {
    /// `FCC_A1 beside BCT_A5, 150 °C`: the phase whose composition it is first.
    public static func name(_ target: BoundaryTarget) -> String {
        let own = target.end == .leaner ? target.phases.first : target.phases.last
        let other = target.end == .leaner ? target.phases.last : target.phases.first
        let place = own == other ? "\(own ?? ""), \(target.end.rawValue) side of its gap" : "\(own ?? "") beside \(other ?? "")"
        return "\(place), \(Numbers.fixed(degreesCelsius(fromKelvin: target.kelvin), 0)) °C"
    }

    /// `x = 0.172 ± 0.005 (asked for 0.01)`.
    public static func value(_ wanted: CampaignReport.WantedBoundary) -> String {
        guard let estimate = wanted.estimate else { return "the posterior has none" }
        return "x = \(ResultLine.moleFraction(estimate)) (asked for ± \(wanted.target.moleFraction))"
    }
}
