extension Drawing {
    /// Where the thermodynamics of a figure come from, small in the lower right corner; of a path the name of
    /// the file only, which is the same for every reader.
    mutating func drawSource(_ name: String) {
        guard !name.isEmpty else { return }
        let shown = Self.fileName(name)
        text(Label("thermodynamics: \(shown)"), at: Point(x: width - 66, y: height - 8), class: "small faint", anchor: .end)
    }

    static func fileName(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }
}
