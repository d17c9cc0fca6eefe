/// The regions of an isopleth.
extension IsoplethTracer {
    /// Those of the grid's points, and those that lie between two changes of one column without a point of the grid in them.
    func regions() -> [Isopleth.Region] {
        let wide = gridRegions()
        let known = Set(wide.map { $0.phases.sorted() })
        return wide + narrowRegions().filter { !known.contains($0.phases.sorted()) }
    }

    /// The phases between consecutive changes of a column, one region for neighbouring columns; the label stands where it is highest.
    private func narrowRegions() -> [Isopleth.Region] {
        var result: [(region: Isopleth.Region, lastColumn: Int, height: Double)] = []
        for (column, found) in transitions.enumerated() {
            for (low, high) in zip(found, found.dropFirst()) where low.above.sorted() == high.below.sorted() {
                let height = high.temperature - low.temperature
                let label = Isopleth.Point(share: shares[column], temperature: 0.5 * (low.temperature + high.temperature))
                let phases = low.above
                guard
                    let place = result.firstIndex(where: {
                        $0.region.phases.sorted() == phases.sorted() && $0.lastColumn >= column - 1
                    })
                else {
                    result.append((.init(phases: phases, label: label, samples: 0), column, height))
                    continue
                }
                result[place].lastColumn = column
                guard height > result[place].height else { continue }
                result[place].region.label = label
                result[place].height = height
            }
        }
        return result.map(\.region)
    }

    /// Connected grid points of the same phases; the label stands in the middle of the row where the region is widest.
    private func gridRegions() -> [Isopleth.Region] {
        let phases = grid.map { row in
            bands.flatMap { band in row[band.columns].map { $0.map(band.follower.names) } }
        }
        var seen = grid.map { $0.map { $0 == nil } }
        var result: [Isopleth.Region] = []
        for row in grid.indices {
            for column in grid[row].indices where !seen[row][column] {
                var members: [(row: Int, column: Int)] = []
                var waiting = [(row: row, column: column)]
                seen[row][column] = true
                while let place = waiting.popLast() {
                    members.append(place)
                    for (r, c) in [
                        (place.row + 1, place.column), (place.row - 1, place.column), (place.row, place.column + 1), (place.row, place.column - 1),
                    ]
                    where grid.indices.contains(r) && grid[r].indices.contains(c) && !seen[r][c] && phases[r][c] == phases[row][column] {
                        seen[r][c] = true
                        waiting.append((r, c))
                    }
                }
                let rows = Array(Set(members.map(\.row))).sorted()
                var best = (row: row, column: column, size: 0)
                for r in rows {
                    let columns = members.filter { $0.row == r }.map(\.column).sorted()
                    if columns.count > best.size || (columns.count == best.size && r == rows[rows.count / 2]) {
                        best = (r, columns[columns.count / 2], columns.count)
                    }
                }
                result.append(
                    .init(
                        phases: phases[row][column] ?? [], label: .init(share: shares[best.column], temperature: temperatures[best.row]),
                        samples: members.count))
            }
        }
        return result
    }
}
