import Tieline

/// What phases and elements are called in a figure, and which colour each phase has: `LIQUID` is L, and the solid solution whose peak is
/// called `Sn (101)` is (Sn), as phase diagrams write it; (Ag,Cu), where both sides of a miscibility gap have one. A phase without a name keeps the database's.
struct PhaseNames: Hashable, Sendable {
    /// Database names in the order of the colours.
    let phases: [String]
    private let names: [String]

    /// Names by the database alone.
    init(phases: [String]) {
        self.init(phases: phases, solutions: [])
    }

    /// The same with the liquid first, whose colour is that of the first phase.
    init(liquidFirst phases: [String]) {
        self.init(phases: phases.filter { $0 == "LIQUID" } + phases.filter { $0 != "LIQUID" })
    }

    /// Names by a campaign's phases and the labels of its peaks.
    init(_ specification: CampaignSpecification) {
        let elements = specification.theory.components.map(Self.element)
        var solutions: [(phase: String, element: String)] = []
        for peak in specification.peaks {
            // `Sn (101)` begins with the element that the phase is a solution in; `Cu6Sn5 (101)` does not.
            let word = peak.label.prefix { $0 != " " }
            if elements.contains(String(word)) { solutions.append((peak.phase, String(word))) }
        }
        self.init(phases: specification.theory.phases, solutions: solutions)
    }

    private init(phases: [String], solutions: [(phase: String, element: String)]) {
        var unique: [String] = []
        for phase in phases where !unique.contains(phase) { unique.append(phase) }
        self.phases = unique
        names = unique.map { phase in
            if phase == "LIQUID" { return "L" }
            let solution = solutions.filter { $0.phase == phase }.map(\.element)
            if !solution.isEmpty { return "(\(solution.joined(separator: ",")))" }
            return phase
        }
    }

    subscript(phase: String) -> String {
        phases.firstIndex(of: phase).map { names[$0] } ?? (phase == "LIQUID" ? "L" : phase)
    }

    /// `L + (Sn)`: the liquid first, the others as they come.
    func region(_ phases: [String]) -> String {
        (phases.filter { $0 == "LIQUID" } + phases.filter { $0 != "LIQUID" }).map { self[$0] }.joined(separator: " + ")
    }

    /// The class of the phase's colour, `p0` …
    func style(_ phase: String) -> String { "p\((phases.firstIndex(of: phase) ?? 0) % FigureStyle.phaseColours)" }

    /// `SN` as chemists write it, `Sn`.
    static func element(_ component: String) -> String {
        component.count <= 2 ? component.prefix(1).uppercased() + component.dropFirst().lowercased() : component
    }

    /// `liquidus`, `solidus` or `solvus`: what the limit of `phase` against `partner` is called.
    static func boundary(of phase: String, against partner: String) -> String {
        phase == "LIQUID" ? "liquidus" : partner == "LIQUID" ? "solidus" : "solvus"
    }
}
