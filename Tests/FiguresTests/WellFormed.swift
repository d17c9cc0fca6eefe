/// A checker of markup that is as strict as XML about nesting, quoting and escaping; it knows the void elements of HTML.
struct WellFormed {
    private(set) var problems: [String] = []
    /// Values of every attribute by its name.
    private(set) var attributes: [(element: String, name: String, value: String)] = []
    private(set) var elements: [String] = []

    private static let void = ["meta", "br", "link", "img", "hr"]

    init(_ text: String) {
        var open: [String] = []
        var rest = Substring(text)
        while let start = rest.firstIndex(of: "<") {
            check(text: rest[..<start], in: open.last)
            guard let end = rest[start...].firstIndex(of: ">") else {
                problems.append("a tag without an end")
                return
            }
            let tag = rest[rest.index(after: start)..<end]
            rest = rest[rest.index(after: end)...]
            if tag.hasPrefix("!DOCTYPE") { continue }
            if tag.hasPrefix("/") {
                let name = String(tag.dropFirst())
                if open.popLast() != name { problems.append("</\(name)> closes nothing") }
                continue
            }
            let name = String(tag.prefix { $0 != " " && $0 != "/" && $0 != "\n" })
            elements.append(name)
            read(attributes: tag.dropFirst(name.count), of: name)
            if name == "style", let close = rest.range(of: "</style>") {
                // Style sheets hold no markup.
                if rest[..<close.lowerBound].contains("<") { problems.append("a < in a style sheet") }
                rest = rest[close.upperBound...]
                continue
            }
            if !tag.hasSuffix("/"), !Self.void.contains(name) { open.append(name) }
        }
        check(text: rest, in: open.last)
        if !open.isEmpty { problems.append("still open: \(open)") }
    }

    private mutating func check(text: Substring, in element: String?) {
        var rest = text
        while let start = rest.firstIndex(of: "&") {
            let entity = rest[start...].dropFirst().prefix { $0 != ";" }
            if !["amp", "lt", "gt", "quot", "#39"].contains(String(entity)) { problems.append("unknown entity &\(entity.prefix(12))") }
            rest = rest[rest.index(after: start)...]
        }
        if text.contains(">") { problems.append("a bare > in <\(element ?? "")>: \(text.prefix(40))") }
    }

    private mutating func read(attributes text: Substring, of element: String) {
        var rest = text.drop { $0.isWhitespace }
        while let first = rest.first, first != "/" {
            let name = String(rest.prefix { $0 != "=" })
            rest = rest.dropFirst(name.count + 1)
            guard rest.first == "\"", let end = rest.dropFirst().firstIndex(of: "\"") else {
                problems.append("<\(element)> has an unquoted attribute \(name)")
                return
            }
            let value = rest[rest.index(after: rest.startIndex)..<end]
            check(text: value, in: element)
            attributes.append((element, name, String(value)))
            rest = rest[rest.index(after: end)...].drop { $0.isWhitespace }
        }
    }
}

extension Substring {
    /// The first place where `other` occurs.
    func range(of other: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(other) { return start..<index(start, offsetBy: other.count) }
            start = index(after: start)
        }
        return nil
    }
}
