/// Text inside SVG and HTML. Everything that a person, a file or an instrument named goes through here.
enum Markup {
    /// Escapes the five characters that mean something in markup, and drops the control characters that XML forbids.
    static func escape(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            case "\t", "\n", "\r": escaped += " "
            default:
                // XML 1.0 allows no C0 controls and neither U+FFFE nor U+FFFF, not even escaped.
                let isForbidden = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || scalar.value & 0xFFFE == 0xFFFE
                if !isForbidden { escaped.unicodeScalars.append(scalar) }
            }
        }
        return escaped
    }
}
