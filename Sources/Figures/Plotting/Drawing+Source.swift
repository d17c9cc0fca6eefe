extension Drawing {
    /// A figure of thermodynamics alone; what a reader should know of them is its description.
    init(calculatedFrom database: String, title: String, warnings: [String], width: Double, height: Double) {
        self.init(
            width: width, height: height, title: title,
            description: (["Calculated from \(Self.fileName(database))."] + warnings).joined(separator: " "))
    }

    /// Where the thermodynamics of a figure come from, small in the lower right corner; of a path the name of
    /// the file only, which is the same for every reader.
    mutating func drawSource(_ name: String) {
        guard !name.isEmpty else { return }
        let shown = Self.fileName(name)
        text(Label("thermodynamics: \(shown)"), at: Point(x: width - 66, y: height - 8), class: "small faint", anchor: .end)
    }

    static func fileName(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }
}
