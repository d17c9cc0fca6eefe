import Tieline

/// Colours and shades of a phase map.
enum MapStyle {
    /// From even odds to certainty.
    private static let shades = 5

    static let css = """
        .figure rect.fill{shape-rendering:crispEdges}
        .figure .fill.s0{opacity:.06}.figure .fill.s1{opacity:.16}.figure .fill.s2{opacity:.28}.figure .fill.s3{opacity:.42}.figure .fill.s4{opacity:.58}
        .figure .hollow{fill:none;stroke-width:1.7}
        .figure .hollow.s0{opacity:.25}.figure .hollow.s1{opacity:.45}.figure .hollow.s2{opacity:.65}.figure .hollow.s3{opacity:.85}
        .figure .fill.unseen{fill:#6e7781}.figure .mark.unseen{stroke:#6e7781}
        .figure .sample{stroke:#fff;stroke-width:1.1;fill:#6e7781}.figure .sample.unlabelled{fill:#fff;stroke:#1b1f23}
        .figure .sample.p0{fill:#c2410c}.figure .sample.p1{fill:#0072b2}.figure .sample.p2{fill:#007f5f}.figure .sample.p3{fill:#a3528a}
        .figure .sample.p4{fill:#9a6b00}
        .figure .rim{stroke:#1b1f23;stroke-width:1.1;stroke-linecap:square;opacity:.75}
        .figure .next{stroke:#1b1f23;stroke-width:2.4;fill:none}.figure .next.under{stroke:#fff;stroke-width:5}
        .figure .prior{fill:none;stroke:#1b1f23;stroke-width:1.5;stroke-linejoin:round}.figure .prior.region{stroke-dasharray:7 4}
        .figure .prior.interest{stroke-dasharray:1.5 3.5;stroke-linecap:round;stroke-width:2}.figure .prior.boundary{stroke-width:2.2;stroke-dasharray:10 3}
        .figure .prior.pair{stroke-width:1.2}
        @media (prefers-color-scheme:dark){.figure .sample{stroke:#15181c}.figure .next,.figure .prior,.figure .rim{stroke:#e2e6ea}.figure .next.under{stroke:#15181c}
        .figure .sample.p0{fill:#f5855a}.figure .sample.p1{fill:#56b4e9}.figure .sample.p2{fill:#35c49a}.figure .sample.p3{fill:#dd8fc4}
        .figure .sample.p4{fill:#e0b050}.figure .mark.hollow{fill:none}}
        """

    /// The class of a region's colour. A sixth region starts the colours again, one that nobody has seen is grey.
    static func region(_ index: Int, of map: PhaseMapReport) -> String {
        map.unseenRegions.contains(index) ? "unseen" : "p\(index % FigureStyle.phaseColours)"
    }

    /// The class of a shade: how far the most probable region is from even odds to certainty.
    static func sureness(_ point: PhaseMapReport.Point, regions: Int) -> String {
        let even = 1 / Double(max(regions, 1))
        let share = (1 - point.doubt - even) / max(1 - even, 1e-9)
        return "s\(min(max(Int(share * Double(shades)), 0), shades - 1))"
    }
}
