import Tieline

/// What a person sees of a campaign: how far it is, how hot, what the last pattern showed, what is known by now, and why it measures where it does.
struct CampaignView {
    struct Row: Hashable {
        var label: String
        var text: String
    }

    private static let barWidth = 24
    private static let maximumLines = 2
    /// A label and the blanks after it.
    static let labelWidth = 10

    let status: CampaignStatus

    var title: String {
        let marks = [status.campaign, status.state.rawValue, status.isSimulated ? "simulated" : "", "seed \(status.seed)"]
        return marks.filter { !$0.isEmpty }.joined(separator: " · ")
    }

    var rows: [Row] {
        var rows: [Row] = []
        func add(_ label: String, _ text: String) { if !text.isEmpty { rows.append(Row(label: label, text: text)) } }
        add("patterns", progress)
        if isOpen {
            add("furnace", status.temperature.map(Wording.furnace) ?? "")
            let place = status.condition.map { Wording.condition($0, axes: status.axes) } ?? ""
            add("point", [place, status.routine].filter { !$0.isEmpty }.joined(separator: " · "))
        }
        add("last", status.lastVerdict)
        add(isOpen ? "next" : "decided", status.lastDecision)
        if let invariant = status.invariant { add(invariant.kind, Wording.invariant(invariant)) }
        if let map = status.map {
            add("map", Wording.map(map))
            if let best = map.best { add("best", Wording.best(best, axes: status.axes)) }
        }
        // A running campaign's state needs no reason; a stopped one's is the first thing to ask.
        if status.state != .running { add("because", status.reason) }
        if status.state == .paused || status.state == .interrupted { add("go on", "tieline resume \(status.campaign) --because '…'") }
        return rows
    }

    /// The block as lines of at most `width` columns; a sentence may take ``maximumLines`` of them.
    func lines(width: Int) -> [String] {
        [Self.cut(title, width)]
            + rows.flatMap { row in
                let texts = Self.wrap(row.text, width: width == .max ? .max : max(1, width - Self.labelWidth))
                return texts.enumerated().map { index, text in
                    let label = index == 0 ? row.label : ""
                    return Self.cut(label + String(repeating: " ", count: max(1, Self.labelWidth - label.count)) + text, width)
                }
            }
    }

    /// One change as a line that stands by itself, for a log or a pipe.
    /// - Parameter withEstimate: Whether to add what is known of the invariant by now; the block shows it anyhow.
    static func line(for update: CampaignUpdate, withEstimate: Bool = true) -> String {
        let status = update.status
        var parts = ["\(status.patterns)/\(status.patternBudget)"]
        if let reading = status.temperature { parts.append(Wording.temperature(kelvin: reading.measuredKelvin)) }
        parts.append(update.text)
        if withEstimate, update.kind == .measured, let invariant = status.invariant {
            parts.append("\(invariant.kind) \(Wording.invariant(invariant))")
        }
        if withEstimate, update.kind == .measured, let map = status.map { parts.append("map \(Wording.map(map))") }
        return parts.joined(separator: "  ")
    }

    private var isOpen: Bool { [.running, .paused, .interrupted].contains(status.state) }

    private var progress: String {
        let bar = ProgressBar.text(status.patterns, of: status.patternBudget, width: Self.barWidth)
        var parts = [
            "\(bar)  \(status.patterns) of \(status.patternBudget)",
            "\(Wording.duration(seconds: status.elapsedSeconds)) of \(Wording.duration(seconds: status.budgetSeconds)) lab time",
        ]
        if isOpen, let remaining = status.remainingSeconds { parts.append("about \(Wording.duration(seconds: remaining)) left") }
        return parts.joined(separator: " · ")
    }

    /// `text` broken between words into at most ``maximumLines``, the last one with an ellipsis if there is more.
    static func wrap(_ text: String, width: Int) -> [String] {
        guard text.count > width else { return [text] }
        var lines = [""]
        for word in text.split(separator: " ") {
            let last = lines[lines.count - 1]
            if last.isEmpty {
                lines[lines.count - 1] = String(word)
            } else if last.count + 1 + word.count <= width || lines.count == maximumLines {
                lines[lines.count - 1] = last + " " + word
            } else {
                lines.append(String(word))
            }
        }
        return lines.map { cut($0, width) }
    }

    /// Cut with an ellipsis: a line that wraps would spoil the redrawing. The texts here have one column a character.
    static func cut(_ text: String, _ width: Int) -> String { text.count <= width ? text : text.prefix(max(0, width - 1)) + "…" }
}
