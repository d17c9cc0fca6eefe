extension Drawing {
    /// Where the thermodynamics of a figure come from, small in the lower right corner; a long name keeps its end, which tells files apart.
    mutating func drawSource(_ name: String) {
        guard !name.isEmpty else { return }
        let longest = 110
        let shown = name.count > longest ? "…" + String(name.suffix(longest)) : name
        text(Label("thermodynamics: \(shown)"), at: Point(x: width - 66, y: height - 8), class: "small faint", anchor: .end)
    }
}
