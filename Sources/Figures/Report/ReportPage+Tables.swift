import FoundationEssentials
import Tieline

extension ReportPage {
    /// Rows of the table of points; the journal has all of them.
    static let mostRows = 2_000

    var parameterTable: String {
        guard !report.parameters.isEmpty else { return "" }
        let rows = report.parameters.map { parameter in
            "<tr><td><code>\(escaped(parameter.name))</code></td><td class=\"n\">0 ± \(Numbers.fixed(parameter.priorStandardDeviation, 0))</td>"
                + "<td class=\"n\">\(Numbers.fixed(parameter.shift.value, 0)) ± \(Numbers.fixed(parameter.shift.standardDeviation, 0))</td></tr>"
        }
        return table(
            title: "What the theory learnt",
            caption: "<b>Table 1.</b> Shifts of Gibbs-energy parameters from \(escaped(report.parameterSet)), J/mol.",
            head: "<th>parameter</th><th class=\"n\">before</th><th class=\"n\">after</th>", rows: rows)
    }

    var priorTable: String {
        guard !report.priors.isEmpty else { return "" }
        let rows = report.priors.map { prior in
            "<tr><td class=\"w\">\(escaped(prior.identifier))</td><td class=\"reason\">\(escaped(description(of: prior.kind)))</td>"
                + "<td class=\"n\">\(Numbers.fixed(100 * prior.certainty, 0)) %</td>\(judgement(of: prior))<td>\(escaped(prior.author))</td>"
                + "<td class=\"w\">\(escaped(date(prior.time)))</td><td class=\"reason\">\(escaped(prior.reason))</td></tr>"
        }
        let isJudged = report.map?.judgements.isEmpty == false
        return table(
            title: "What people said",
            caption: "<b>Table 2.</b> "
                + (isJudged
                    ? "Statements that stand. Evidence: by how many nats the measurements are more probable with the statement than without it; a dash where too few draws speak for a number."
                    : "Priors given during the campaign."),
            head: "<th>prior</th><th>claim</th><th class=\"n\">certainty</th>"
                + (isJudged ? "<th class=\"n\">evidence<br>(nats)</th><th class=\"n\">deserved<br>certainty</th>" : "")
                + "<th>author</th><th>when (UTC)</th><th>because</th>", rows: rows)
    }

    /// What the measurements say of a statement about a map: two cells, or none.
    private func judgement(of prior: Prior) -> String {
        guard let judgements = report.map?.judgements, !judgements.isEmpty else { return "" }
        let judgement = judgements.first { $0.prior == prior.identifier }
        let evidence = judgement?.evidence.map { ($0 > 0 ? "+" : "") + Numbers.fixed($0, 1) } ?? "–"
        let deserved = judgement?.deservedCertainty.map { Numbers.fixed(100 * $0, 0) + " %" } ?? "–"
        return "<td class=\"n\">\(evidence)</td><td class=\"n\">\(deserved)</td>"
    }

    var pointTable: String {
        guard !report.points.isEmpty else { return "" }
        let peaks = report.specification.peaks
        let heads = peaks.map { "<th class=\"n\">\(escaped($0.label))<br>area</th><th class=\"n\"><i>P</i></th>" }.joined()
        let rows = report.points.prefix(Self.mostRows).map { point in
            let cells = peaks.map { peak -> String in
                guard let evidence = point.evidence.phase(peak.name) else { return "<td class=\"n\">–</td><td class=\"n\">–</td>" }
                return "<td class=\"n\">\(Numbers.fixed(evidence.area, 1)) ± \(Numbers.fixed(evidence.areaStandardDeviation, 1))</td>"
                    + "<td class=\"n\">\(Numbers.fixed(evidence.probabilityPresent, 2))</td>"
            }
            return "<tr><td class=\"n\">\(point.number)</td><td class=\"n\">\(Numbers.fixed(point.x, 3))</td>"
                + "<td class=\"n\">\(Numbers.fixed(degreesCelsius(fromKelvin: point.temperature), 1))</td>" + cells.joined()
                + "<td class=\"w\">\(escaped(phases(point.phases)))</td><td class=\"reason\">\(escaped(point.reason))</td></tr>"
        }
        let rest = report.points.count - Self.mostRows
        return table(
            title: "Every measured point",
            caption: "<b>Table 3.</b> In the order in which they were measured. Areas are counts × degree two-theta with their counting error; "
                + "<i>P</i> is the probability that the peak is there." + (rest > 0 ? " \(rest) further points are in the journal." : ""),
            head: "<th class=\"n\">no.</th><th class=\"n\"><i>x</i><sub>\(escaped(second))</sub></th><th class=\"n\"><i>T</i> (°C)</th>\(heads)"
                + "<th>phases</th><th>reason</th>",
            rows: rows)
    }

    var readingNotes: String {
        let model = report.specification.theory.phases.map { names[$0] }.joined(separator: ", ")
        let name = "Tieline, campaign \(report.status.campaign), seed \(report.status.seed), started from “\(report.parameterSet)”"
        return """
            <footer>
            <p><b>What ± means.</b> One standard deviation of the posterior distribution: what patterns, priors and theory together leave open. It holds counting
            statistics, composition and temperature errors as the campaign file states them, and the freedom of the parameters in Table 1. It does not hold errors of the model itself
            (phases \(escaped(model)) and no others; the fixed parameters of the set named above). Bands are 5 % to 95 % quantiles.</p>
            <p><b>How to cite.</b> \(escaped(name))\(report.status.isSimulated ? ", simulated instruments" : ""). The parameter set belongs to the result: another one
            gives another diagram. The loop follows Liang et al., <i>Science Advances</i> (2025), doi:10.1126/sciadv.adu7426.</p>
            </footer>
            """
    }

    /// `BCT_A5 + RHOMBO_A7` in the figure's names.
    func phases(_ text: String) -> String {
        text.split(separator: "+").map { part in names[part.split(separator: " ").joined(separator: " ")] }.joined(separator: " + ")
    }

    func table(title: String, caption: String, head: String, rows: [String]) -> String {
        """
        <h2>\(title)</h2>
        <div class="scroll"><table>
        <caption>\(caption)</caption>
        <thead><tr>\(head)</tr></thead>
        <tbody>
        \(rows.joined(separator: "\n"))
        </tbody></table></div>
        """
    }

    func description(of kind: Prior.Kind) -> String {
        switch kind {
        case .regionOfInterest(let polygon): "look first inside \(places(polygon))"
        case .phaseRegion(let polygon, let phases): "\(holding(phases)) inside \(places(polygon))"
        case .phaseBall(let center, let radius, let phases):
            "\(holding(phases)) within \(Numbers.fixed(radius, 3)) of \(places([center]))"
        case .phaseBoundary(let points, let between):
            (between.isEmpty ? "boundary" : "boundary between \(between.map { names[$0] }.joined(separator: " and "))") + " through \(places(points))"
        case .samePhase(let points): "one phase at \(places(points))"
        case .differentPhase(let points): "different phases at \(places(points))"
        }
    }

    private func holding(_ phases: [String]) -> String { phases.isEmpty ? "one phase" : names.region(phases) }

    /// Points of a prior in words; more than six are counted only.
    private func places(_ points: [Condition]) -> String {
        let axes = report.specification.space.axes
        let words = points.prefix(6).map { point in
            zip(axes, point.coordinates).map { axis, value in
                axis.unit == .kelvin ? "\(Numbers.fixed(degreesCelsius(fromKelvin: value), 1)) °C" : "\(axis.name) = \(Numbers.fixed(value, 3))"
            }.joined(separator: ", ")
        }
        return words.joined(separator: "; ") + (points.count > 6 ? " and \(points.count - 6) more" : "")
    }

    private func date(_ secondsSince1970: Double) -> String {
        guard secondsSince1970.isFinite, secondsSince1970.magnitude < 1e11 else { return "–" }
        let text = Date(timeIntervalSince1970: secondsSince1970.rounded()).formatted(.iso8601)
        return String(text.prefix(16)).replacing("T", with: " ")
    }
}
