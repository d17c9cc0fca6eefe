import Tieline

extension CampaignFigure {
    /// What a mark or a line means.
    struct LegendEntry {
        enum Sign {
            case sighting(Sighting)
            case band(style: String)
        }

        var sign: Sign
        var text: String
        /// What it takes of a row.
        var width: Double {
            let mark = if case .band = sign { 20.0 } else { 4.0 }
            return mark + 10 + Label(text).width(fontSize: 12) + 16
        }
    }

    static let legendRow = 18.0
    private static let simulated = "SIMULATED"

    /// The marks that occur, and the band, in rows beside what says that the instruments are models.
    static func legend(of report: CampaignReport, names: PhaseNames, width: Double) -> [[LegendEntry]] {
        var entries: [LegendEntry] = []
        var sightings: [Sighting] = []
        for point in report.points.prefix(mostPoints) {
            let sighting = sighting(at: point, peaks: report.specification.peaks)
            guard !sightings.contains(sighting) else { continue }
            sightings.append(sighting)
            entries.append(LegendEntry(sign: .sighting(sighting), text: meaning(sighting, peaks: report.specification.peaks, names: names)))
        }
        if let boundary = report.boundaries.first {
            entries.append(LegendEntry(sign: .band(style: names.style(phases(of: boundary).phase)), text: "median, 5–95 %"))
        }
        let free = width - (report.status.isSimulated ? Label(simulated).width(fontSize: 12) + 16 : 0)
        var rows: [[LegendEntry]] = []
        var left = 0.0
        for entry in entries {
            if rows.isEmpty || entry.width > left {
                rows.append([])
                left = free
            }
            rows[rows.count - 1].append(entry)
            left -= entry.width
        }
        return rows
    }

    func drawLegend(on drawing: inout Drawing) {
        let rows = Self.legend(of: report, names: names, width: frame.area.width)
        let first = frame.area.top - 26 - Self.legendRow * Double(max(rows.count - 1, 0))
        for (index, row) in rows.enumerated() {
            let y = first + Self.legendRow * Double(index)
            var x = frame.area.left
            for entry in row {
                draw(entry, at: Point(x: x, y: y), on: &drawing)
                x += entry.width
            }
        }
        if report.status.isSimulated {
            drawing.text(Label(Self.simulated), at: Point(x: frame.area.right, y: first + 4), class: "name strong p0", anchor: .end)
        }
        let left = report.points.count - Self.mostPoints
        if left > 0 {
            drawing.text("\(left) more points not drawn", at: Point(x: frame.area.right, y: frame.area.top - 8), class: "small", anchor: .end)
        }
    }

    private func draw(_ entry: LegendEntry, at place: Point, on drawing: inout Drawing) {
        var x = place.x
        switch entry.sign {
        case .sighting(.none):
            x += 4
            drawing.cross(at: Point(x: x, y: place.y), radius: 3.2, class: style(.none))
        case .sighting(let sighting):
            x += 4
            drawing.circle(at: Point(x: x, y: place.y), radius: 3.4, class: style(sighting))
        case .band(let style):
            drawing.rectangle(Rectangle(left: x, top: place.y - 5, width: 22, height: 10), class: "band \(style)")
            drawing.line(from: place, to: Point(x: x + 22, y: place.y), class: "line \(style)")
            x += 20
        }
        drawing.text(Label(entry.text), at: Point(x: x + 10, y: place.y + 4), class: "name")
    }
}
