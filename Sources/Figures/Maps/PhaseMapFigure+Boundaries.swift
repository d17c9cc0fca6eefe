import Tieline

extension PhaseMapFigure {
    /// Where the most probable region changes from one cell of a square map to the next.
    func drawBoundaries(on drawing: inout Drawing) {
        guard case .square(let frame) = frame, space.candidates.isEmpty, map.points.count == space.poolCount else { return }
        let (columns, rows) = (space.axes[0].count, space.axes[1].count)
        let (width, height) = (space.axes[0].resolution, space.axes[1].resolution)
        func region(_ column: Int, _ row: Int) -> Int { map.points[row * columns + column].region }
        for row in 0..<rows {
            for column in 0..<columns {
                let (x, y) = (space.axes[0].value(at: column), space.axes[1].value(at: row))
                if column + 1 < columns, region(column, row) != region(column + 1, row) {
                    drawing.line(
                        from: frame.point(x + width / 2, y - height / 2), to: frame.point(x + width / 2, y + height / 2), class: "rim")
                }
                if row + 1 < rows, region(column, row) != region(column, row + 1) {
                    drawing.line(
                        from: frame.point(x - width / 2, y + height / 2), to: frame.point(x + width / 2, y + height / 2), class: "rim")
                }
            }
        }
    }
}
