/// A short text with the field's typography: italic quantities, subscripts.
public struct Label: Sendable, ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
    struct Run: Sendable {
        enum Style { case plain, italic, lowered }
        var text: String
        var style: Style
    }

    var runs: [Run]

    init(_ runs: [Run]) { self.runs = runs }
    public init(_ text: String) { runs = [Run(text: text, style: .plain)] }
    public init(stringLiteral text: String) { self.init(text) }

    public static func italic(_ text: String) -> Label { Label([Run(text: text, style: .italic)]) }
    public static func lowered(_ text: String) -> Label { Label([Run(text: text, style: .lowered)]) }
    public static func + (left: Label, right: Label) -> Label { Label(left.runs + right.runs) }

    /// Escaped SVG: `tspan` elements inside a `text`.
    var svg: String {
        var text = ""
        var isLowered = false
        for run in runs where !run.text.isEmpty {
            let escaped = Markup.escape(run.text)
            switch run.style {
            case .plain where isLowered:
                // Some viewers drop a blank at the start of a `tspan`, none drops a shift.
                let blank = run.text.hasPrefix(" ") ? " dx=\"0.28em\"" : ""
                text += "<tspan dy=\"-0.25em\"\(blank)>\(Markup.escape(String(run.text.drop { $0 == " " })))</tspan>"
            case .plain: text += escaped
            case .italic: text += "<tspan font-style=\"italic\"\(isLowered ? " dy=\"-0.25em\"" : "")>\(escaped)</tspan>"
            case .lowered: text += "<tspan font-size=\"75%\" dy=\"0.33em\">\(escaped)</tspan>"
            }
            isLowered = run.style == .lowered
        }
        return text
    }

    /// About how wide the text will be at a font size, in the units of the drawing: Helvetica's widths and a little more.
    func width(fontSize: Double) -> Double {
        runs.reduce(0) { width, run in
            width + run.text.reduce(0) { $0 + Self.width(of: $1) } * fontSize * (run.style == .lowered ? 0.75 : 1) * 1.04
        }
    }

    private static func width(of character: Character) -> Double {
        switch character {
        case "i", "j", "l", "'", "|", ".", ",", ":", ";", "!", "I", " ", "f", "t", "/", "(", ")", "-", "r", "°": 0.31
        case "m", "w", "M", "W", "%": 0.86
        default: character.isUppercase ? 0.69 : 0.56
        }
    }
}
