public import Tieline

/// The one line that says what a campaign found; programs read it too:
/// `eutectic: T = 133.2 ± 0.6 °C, x = 0.534 ± 0.008 Sn, 52 patterns`.
///
/// ± is one posterior standard deviation. A deviation too small for the usual digits gets as many as show its first one.
public enum ResultLine {
    public static func text(for report: CampaignReport) -> String {
        if report.specification.mapping != nil { return map(report.status.map, patterns: report.status.patterns) }
        return text(
            invariant: report.status.invariant, kind: report.specification.target.invariant,
            component: report.specification.theory.components.last ?? "", patterns: report.status.patterns)
    }

    /// - Parameters:
    ///   - kind: What is looked for, where nothing is known yet.
    ///   - component: The one whose mole fraction is the composition, in the database's spelling.
    public static func text(invariant: InvariantEstimate?, kind: String, component: String, patterns: Int) -> String {
        let count = "\(patterns) pattern" + (patterns == 1 ? "" : "s")
        guard let invariant else { return "\(kind): not known yet, \(count)" }
        return "\(invariant.kind): T = \(celsius(invariant.temperature)) °C, x = \(moleFraction(invariant.composition)) "
            + "\(PhaseNames.element(component)), \(count)" + (invariant.isReliable ? "" : " (not reliable yet)")
    }

    /// `phase map: accuracy = 0.972 of 0.980, 4 of 4 regions seen, best magnetisation = 10.41 V, 23 patterns`
    public static func map(_ progress: MapProgress?, patterns: Int) -> String {
        let count = "\(patterns) pattern" + (patterns == 1 ? "" : "s")
        guard let progress else { return "phase map: not known yet, \(count)" }
        let accuracy = progress.expectedAccuracy.map { "accuracy = \(Numbers.fixed($0, 3)) of \(Numbers.fixed(progress.wantedAccuracy, 3)), " } ?? ""
        let best = progress.best.map { best in
            "best \(best.property) = \(Numbers.fixed(best.value, 2, minus: "-"))\(best.unit == "1" ? "" : " " + best.unit), "
        }
        return "phase map: \(accuracy)\(progress.regionsSeen) of \(progress.regions) regions seen, \(best ?? "")\(count)"
            + (progress.isReliable ? "" : " (not reliable yet)")
    }

    /// `133.2 ± 0.6` from kelvin.
    static func celsius(_ temperature: Estimate) -> String {
        value(Estimate(degreesCelsius(fromKelvin: temperature.value), standardDeviation: temperature.standardDeviation), fewest: 1)
    }

    /// `0.534 ± 0.008`.
    static func moleFraction(_ composition: Estimate) -> String { value(composition, fewest: 3) }

    /// A value and its deviation with the same digits, at least `fewest` after the point.
    static func value(_ estimate: Estimate, fewest: Int, minus: String = "-") -> String {
        let decimals = Numbers.decimals(toShow: estimate.standardDeviation, fewest: fewest)
        return "\(Numbers.fixed(estimate.value, decimals, minus: minus)) ± \(Numbers.fixed(estimate.standardDeviation, decimals, minus: minus))"
    }
}
