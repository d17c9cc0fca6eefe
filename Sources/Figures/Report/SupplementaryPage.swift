/// A page in the style of a campaign's report, complete in itself: no script, no font, no network; light or dark, on screen or printed. Well-formed
/// XML as well as HTML, as long as the markup given to it is.
public struct SupplementaryPage: Sendable {
    private let title: String
    private var body = ""
    private var figures = 0
    private var tables = 0

    /// - Parameter title: Plain text.
    public init(title: String, subtitle: String) {
        self.title = title
        body = "<h1>\(Self.escaped(title))</h1>\n<p class=\"subtitle\">\(Self.escaped(subtitle))</p>\n"
    }

    /// Plain text as markup.
    public static func escaped(_ text: String) -> String { Markup.escape(text) }

    public mutating func heading(_ text: String) { body += "<h2>\(Self.escaped(text))</h2>\n" }

    /// - Parameter markup: Inline elements are kept; names from files go through ``escaped(_:)`` first.
    public mutating func paragraph(_ markup: String) { body += "<p>\(markup)</p>\n" }

    /// Names and values, plain text.
    public mutating func facts(_ rows: [(name: String, value: String)]) {
        body += "<dl>\n"
        for row in rows {
            let isWide = row.value.count > 40
            body += "<div\(isWide ? " class=\"wide\"" : "")><dt>\(Self.escaped(row.name))</dt><dd>\(Self.escaped(row.value))</dd></div>\n"
        }
        body += "</dl>\n"
    }

    /// Words as typed at a prompt.
    public mutating func commandLine(_ text: String) { body += "<pre class=\"command\"><code>\(Self.escaped(text))</code></pre>\n" }

    /// - Parameters:
    ///   - caption: Markup.
    ///   - head: Markup, one cell each.
    ///   - rows: Plain text; the first column reads from the left, the others are numbers.
    public mutating func table(caption: String, head: [String], rows: [[String]]) {
        tables += 1
        let heads = head.enumerated().map { "<th\($0.offset == 0 ? "" : " class=\"n\"")>\($0.element)</th>" }.joined()
        body += "<div class=\"scroll\"><table>\n<caption><b>Table \(tables).</b> \(caption)</caption>\n<thead><tr>\(heads)</tr></thead>\n<tbody>\n"
        for row in rows {
            let cells = row.enumerated().map { "<td class=\"\($0.offset == 0 ? "w" : "n")\">\(Self.escaped($0.element))</td>" }.joined()
            body += "<tr>\(cells)</tr>\n"
        }
        body += "</tbody></table></div>\n"
    }

    /// - Parameters:
    ///   - svg: Not standing alone.
    ///   - caption: Markup.
    public mutating func figure(_ svg: String, caption: String) {
        figures += 1
        body += "<figure>\n\(svg)\n<figcaption><b>Figure \(figures).</b> \(caption)</figcaption>\n</figure>\n"
    }

    public mutating func footer(_ paragraphs: [String]) {
        body += "<footer>\n\(paragraphs.map { "<p>\($0)</p>" }.joined(separator: "\n"))\n</footer>\n"
    }

    public func html() -> String {
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta name="generator" content="Tieline"/>
        <title>\(Self.escaped(title))</title>
        <style>
        \(ReportStyle.css)
        \(FigureStyle.css)
        \(SeriesStyle.css)
        \(MapStyle.css)
        .command{font-size:14px;line-height:1.45;padding:10px 14px;background:rgba(128,140,152,.12);white-space:pre-wrap;overflow-wrap:anywhere}
        </style>
        </head>
        <body>
        <main>
        \(body)</main>
        </body>
        </html>

        """
    }
}
