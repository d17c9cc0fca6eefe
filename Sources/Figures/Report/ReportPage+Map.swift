import Tieline

/// The page of a campaign that maps phases.
extension ReportPage {
    func body(_ map: PhaseMapReport) -> String {
        [
            mapHeading, warnings, mapFacts(map), mapFigures(map), regionTable(map), priorTable, sampleTable(map), mapNotes,
        ].joined(separator: "\n")
    }

    /// What only the figures of a map need.
    var mapStyle: String { [MapStyle.css, PropertyMapFigure.css, SeriesStyle.css].joined(separator: "\n") }

    private var space: ParameterSpace { report.specification.space }
    private var properties: [PropertySource] { report.specification.mapping?.properties ?? [] }

    private var mapHeading: String {
        let components = space.simplex.map { PhaseNames.element(space.axes[$0].name) }.joined(separator: "–")
        return """
            \(banner)<h1>\(escaped(components.isEmpty ? report.specification.name : components)): the phase map by a closed loop</h1>
            <p class="subtitle">Campaign \(escaped(report.status.campaign)) · \(escaped(report.specification.sample.description))</p>
            <p class="result">\(escaped(ResultLine.text(for: report)))</p>
            <p>\(sentence)</p>
            """
    }

    private func mapFacts(_ map: PhaseMapReport) -> String {
        let status = report.status
        var rows: [(String, String)] = [
            ("measurements", "\(status.patterns) of \(status.patternBudget); the map has \(map.points.count) places"),
            ("lab time", "\(Numbers.duration(seconds: status.elapsedSeconds)) of \(Numbers.duration(seconds: status.budgetSeconds))"),
        ]
        if let progress = status.map {
            if let accuracy = progress.expectedAccuracy {
                rows.append(("expected accuracy", "\(percent(accuracy)); wanted \(percent(progress.wantedAccuracy))"))
            }
            rows.append(("regions seen", "\(progress.regionsSeen) of \(progress.regions)"))
            if let best = progress.best {
                rows.append(("best \(best.property)", "\(value(best.value, best.property)) at \(place(best.condition))"))
            }
        }
        rows.append(("posterior", map.isReliable ? "has mixed" : "NOT SHOWN TO HAVE MIXED: do not trust the probabilities yet"))
        if let reference = report.specification.mapping?.reference {
            rows.append(("reference map", "\(reference.name), \(percent(reference.certainty)) sure of \(reference.says.rawValue)"))
        }
        rows.append(("strategy, seed", "\(report.specification.strategy.rawValue), \(status.seed)"))
        return list(rows)
    }

    private func mapFigures(_ map: PhaseMapReport) -> String {
        var text = ""
        var number = 0
        func add(_ svg: String?, _ caption: String) {
            guard let svg else { return }
            number += 1
            text += figure(svg, number: number, caption: caption)
        }
        let isSimulated = report.status.isSimulated
        add(
            PhaseMapFigure(map, space: space, priors: report.priors, title: "Regions", isSimulated: isSimulated)?.svg(isStandalone: false),
            "The most probable region everywhere, the paler the less sure, and what was measured. Regions that nothing has shown yet are grey. Lines are what people said."
                + (map.next == nil ? "" : " The cross is where the campaign would measure next."))
        for index in map.properties.indices {
            add(
                PropertyMapFigure(map, property: index, space: space, isSimulated: isSimulated)?.svg(isStandalone: false),
                "What is expected of the \(escaped(map.properties[index].name)), over regions and what is not known of either; filled and rimmed where it was measured."
            )
        }
        add(
            accuracyFigure(map)?.svg(isStandalone: false),
            "The probability that a point of the map is labelled rightly, on average over the map, after each measurement. The dashed line is what the campaign is after."
        )
        return text
    }

    private func accuracyFigure(_ map: PhaseMapReport) -> CurvesFigure? {
        let line = map.history.compactMap { entry in entry.progress.expectedAccuracy.map { (x: Double(entry.measurements), y: $0) } }
        guard line.count >= 2, let last = line.last else { return nil }
        let lowest = min(line.map(\.y).min() ?? 0, report.specification.mapping?.expectedAccuracy ?? 1)
        var figure = CurvesFigure(
            title: "Expected accuracy", summary: "The expected accuracy of the map after each measurement.",
            x: PlotAxis("measurements", range: 0...max(last.x, 1)),
            y: PlotAxis("expected accuracy", range: max(0, lowest - 0.05)...1), series: [.init("this campaign", line: line)])
        figure.mark = report.specification.mapping?.expectedAccuracy
        return figure
    }

    private func regionTable(_ map: PhaseMapReport) -> String {
        let count = Double(max(map.points.count, 1))
        let rows = map.regions.enumerated().map { index, name in
            let share = map.points.reduce(0) { $0 + $1.probabilities[index] } / count
            let sure = Double(map.points.count { $0.probabilities[index] >= 0.95 }) / count
            let samples = map.samples.count { $0.region == index }
            return "<tr><td>\(escaped(name))</td><td class=\"n\">\(samples == 0 ? "not seen yet" : "\(samples)")</td>"
                + "<td class=\"n\">\(percent(share))</td><td class=\"n\">\(percent(sure))</td></tr>"
        }
        return table(
            title: "The regions",
            caption:
                "<b>Table 1.</b> How much of the map each region has, in expectation, and how much of the map is known to be of it with 95 % probability or more.",
            head: "<th>region</th><th class=\"n\">samples</th><th class=\"n\">expected share</th><th class=\"n\">known</th>", rows: rows)
    }

    private func sampleTable(_ map: PhaseMapReport) -> String {
        let axes = space.axes
        let rows = map.samples.prefix(Self.mostRows).map { sample in
            let coordinates = zip(axes, sample.condition.coordinates).map { "<td class=\"n\">\(coordinate($1, $0))</td>" }.joined()
            let values = properties.enumerated().map { index, property in
                let value = sample.values.indices.contains(index) ? sample.values[index] : nil
                return "<td class=\"n\">\(value.map { self.number($0, property) } ?? "–")</td>"
            }.joined()
            return "<tr><td class=\"n\">\(sample.number.map { "\($0)" } ?? "before")</td>\(coordinates)"
                + "<td class=\"w\">\(escaped(sample.region.map { map.regions[$0] } ?? "–"))</td>\(values)<td class=\"reason\">\(escaped(sample.reason))</td></tr>"
        }
        guard !rows.isEmpty else { return "" }
        let heads = axes.map { axis in
            axis.unit == .moleFraction
                ? "<th class=\"n\"><i>x</i><sub>\(escaped(PhaseNames.element(axis.name)))</sub></th>"
                : "<th class=\"n\"><i>\(escaped(axis.name))</i></th>"
        }.joined()
        let names = properties.map { "<th class=\"n\">\(escaped($0.name))\($0.unit == "1" ? "" : "<br>\(escaped($0.unit))")</th>" }.joined()
        let rest = map.samples.count - Self.mostRows
        return table(
            title: "Every measured sample",
            caption: "<b>Table 3.</b> In the order in which they were measured." + (rest > 0 ? " \(rest) further samples are in the journal." : ""),
            head: "<th class=\"n\">no.</th>\(heads)<th>region</th>\(names)<th>reason</th>", rows: Array(rows))
    }

    private var mapNotes: String {
        let sources = report.specification.mapping?.structure.map { source in
            "\(source.name) (\(source.errorRate == 0 ? "declared free of errors" : "wrong in \(percent(source.errorRate)) of all cases"))"
        }
        return """
            <footer>
            <p><b>What the probabilities mean.</b> The posterior of a Bayesian phase map: what labels, values of properties, people's statements and the reference map together leave open,
            given that the regions are as smooth as the campaign's priors say. Labels come from \(escaped(sources?.joined(separator: ", ") ?? "")). The expected accuracy is the model's own; how often
            it is right was tried on simulated maps.</p>
            <p><b>How to cite.</b> Tieline, campaign \(escaped(report.status.campaign)), seed \(report.status.seed)\(report.status.isSimulated ? ", simulated instruments" : "").
            The map follows SAGE: Kusne et al., <i>Digital Discovery</i> (2024), doi:10.1039/D4DD00048J, with corrections of its own.</p>
            </footer>
            """
    }

    /// `x = 0.3, y = −0.4`
    private func place(_ condition: Condition) -> String {
        zip(space.axes, condition.coordinates).map { "\($0.name) = \(coordinate($1, $0))" }.joined(separator: ", ")
    }

    private func coordinate(_ value: Double, _ axis: Axis) -> String {
        Numbers.fixed(value, axis.decimals)
    }

    private func number(_ value: Double, _ property: PropertySource) -> String {
        Numbers.fixed(value, Numbers.decimals(toShow: property.standardDeviation, fewest: 1))
    }

    private func value(_ value: Double, _ name: String) -> String {
        guard let property = properties.first(where: { $0.name == name }) else { return Numbers.fixed(value, 2) }
        return number(value, property) + (property.unit == "1" ? "" : " " + property.unit)
    }

    private func percent(_ share: Double) -> String { "\(Numbers.fixed(100 * share, 1))\u{00A0}%" }
}
