/// Colours and dashes of curves that are compared: Okabe and Ito's, darkened for thin lines as those of the phases, and a dash of its own for each, so
/// that a copy without colours can be read too.
enum SeriesStyle {
    /// On white and on dark paper, each with the darker or lighter shade of its name, and the dash of its curve.
    private static let series: [(light: String, lightName: String, dark: String, dash: String)] = [
        ("#0072b2", "#00639c", "#56b4e9", "none"), ("#c2410c", "#a8370a", "#f5855a", "8 3"), ("#007f5f", "#00694e", "#35c49a", "2.5 2.5"),
        ("#a3528a", "#8f4478", "#dd8fc4", "9 3 2 3"), ("#9a6b00", "#7f5900", "#e0b050", "4.5 3"), ("#57606a", "#424a53", "#aeb6bf", "none"),
        ("#3b9fd6", "#1f78a8", "#9ad6f7", "1.5 3"),
    ]

    /// An eighth series starts again.
    static let count = series.count

    static func name(_ index: Int) -> String { "s\(index % count)" }

    static let css = """
        .figure .curve{fill:none;stroke-width:1.7;stroke-linejoin:round}.figure .curve.s0{stroke-width:2.6}
        .figure .area{opacity:.16}.figure .area.faint{opacity:.07}.figure .bar{opacity:.55}.figure .spot{opacity:.6}.figure .box{fill-opacity:.16;stroke-width:1}.figure .median{stroke-width:3}
        .figure .expected{fill:none;stroke:#1b1f23;stroke-width:1.1}.figure .chance{fill:#8c959f;opacity:.2}
        .figure .zero{stroke:#1b1f23;stroke-width:.9;stroke-dasharray:4 3}
        \(colours(\.light, names: \.lightName))
        \(series.indices.map { ".figure .curve.s\($0){stroke-dasharray:\(series[$0].dash)}" }.joined())
        @media (prefers-color-scheme:dark){
        \(colours(\.dark, names: \.dark))
        .figure .expected,.figure .zero{stroke:#e2e6ea}.figure .chance{fill:#aeb6bf}}
        """

    /// Lines have a stroke, areas and names a fill, boxes both.
    private static func colours(
        _ colour: KeyPath<(light: String, lightName: String, dark: String, dash: String), String>,
        names: KeyPath<(light: String, lightName: String, dark: String, dash: String), String>
    ) -> String {
        series.enumerated().map { index, series in
            ".figure .curve.s\(index),.figure .median.s\(index),.figure .box.s\(index){stroke:\(series[keyPath: colour])}"
                + ".figure .area.s\(index),.figure .bar.s\(index),.figure .spot.s\(index),.figure .box.s\(index){fill:\(series[keyPath: colour])}"
                + ".figure text.s\(index){fill:\(series[keyPath: names])}"
        }.joined(separator: "\n")
    }
}
