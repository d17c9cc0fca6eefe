import Figures

extension StudyPage {
    var introduction: [String] {
        let first = SupplementaryPage.escaped(report.strategies.first?.name ?? "")
        let all = report.strategies.map { "<code>\(SupplementaryPage.escaped($0.name))</code>" }.joined(separator: ", ")
        var paragraphs = [
            "Each strategy (\(all)) ran the campaign once for every seed. A seed fixes the hidden film, its thickness, the counting noise and every other "
                + "error of the bench, so that all strategies meet the same films. The estimate always comes from the same belief; what differs is which "
                + "condition is measured next, and that <code>amase-published</code> and <code>no-theory</code> use only whether a peak is there. Runs ignore their own stop rule and go on to \(report.patterns) patterns, so that they can be compared at "
                + "every number of patterns.",
            "<b>Patterns to target</b> is the smallest number of patterns from which on the error of the eutectic temperature stays within 1 K and that of "
                + "its composition within 0.01, at every later pattern to the run's end: a run that was near once and lost it again has not reached the "
                + "target. A run that never gets there counts as infinite. A median or quartile is therefore shown as ∞ where so many runs never reached "
                + "the target: ∞ as the median says that at least half of them did not.",
        ]
        if report.comparisons.count > 0 {
            paragraphs.append(
                "Every other strategy is compared with <code>\(first)</code> seed by seed. The sign test asks only which of the two needed fewer patterns, "
                    + "leaves ties out, and gives the probability that a fair coin would split the seeds at least as unevenly.")
        }
        if report.truths == "bench" {
            paragraphs.append(
                "The hidden film is the same for every seed, so the runs are not independent in it: what they show of the coverage holds for this film, not for "
                    + "films at large. A study with truths drawn from the prior shows that.")
        }
        return paragraphs
    }

    var paceCaption: String {
        "How fast: patterns to target as median and quartiles, and the share of the runs that are there within 40 and 66 patterns. <i>Stops at</i>: where the "
            + "strategy's own rule would have ended the run. <i>Temperatures</i>: distinct ones of a run, the median."
    }

    var accuracyCaption: String {
        "How near, and how honest, after \(report.patterns) patterns: medians of the absolute errors, and the shares of the 90 % intervals that hold the truth; "
            + "<i>at stop</i>, the same shares where the strategy's own rule would have stopped, over the runs in which it would have."
    }

    var comparisonCaption: String {
        "Against <code>\(SupplementaryPage.escaped(report.comparisons.first?.against ?? ""))</code>, on the same seeds. Wins are seeds on which the strategy of the row was at the "
            + "target first. The difference in patterns is the median over the seeds on which both got there, negative where the row is the faster one; "
            + "<i>p</i> is that of the exact two-sided sign test on all seeds that are not tied."
    }

    var progressCaption: String {
        "The share of the runs that have reached the target for good, against the number of patterns. A curve ends below 100 % by the share that never did."
    }

    func errorCaption(_ quantity: String, _ unit: String, _ tolerance: String) -> String {
        "The absolute error of <i>\(quantity)</i><sub>e</sub> (\(unit)) after each pattern: median of the runs, and a band between the quartiles. Logarithmic; the dashed line is "
            + "the target, \(tolerance)."
    }

    func coverageCaption(_ quantity: String) -> String {
        let range = "95 of 100 studies of honest intervals"
        return
            "The share of the runs whose 90 % interval of <i>\(quantity)</i><sub>e</sub> holds the truth. Grey: where \(range) with \(report.seeds) "
            + "independent run\(report.seeds == 1 ? "" : "s") would lie (exact binomial). Below it intervals are too narrow, above it too wide."
    }

    var pullCaption: String {
        "Error over stated standard deviation after the last pattern, of <i>T</i><sub>e</sub> and <i>x</i><sub>e</sub>; the line is the standard normal distribution, which "
            + "honest normal errors follow. Anything beyond ±4 is counted in the outermost bars."
    }

    var visitedCaption: String {
        "All temperatures that were set, less the true eutectic temperature of the run. What lies right of the dashed line was measured with liquid "
            + "present, or beyond. Anything further than the axis reaches is counted in the outermost bars."
    }

    var temperaturesCaption: String {
        "Distinct temperatures of a run: each costs heating and settling. A spot is a run, the box holds the middle half, the bar is the median."
    }

    var secondsCaption: String {
        "Seconds a pattern: simulation, belief and decision, as the clock on the wall showed them while \(report.seeds == 1 ? "it" : "all") ran; what else the machine did counts too. "
            + "Only the ratio between strategies means something on another machine."
    }
}
