import LinearAlgebra

extension ApproximationFit {
    func noiseVariances(_ property: Int) -> [Double] {
        let noise = layout.value(layout.noises[property], white)
        return table.families[property].knownVariances.map { $0 + noise * noise }
    }

    /// Every region's process of every property at the present shares.
    mutating func updateProcesses(searches: Bool) throws(LinearAlgebraError) {
        var result: [[WeightedProcess]] = []
        for property in model.properties.indices {
            if searches { searchNoise(property) }
            let table = table.families[property]
            let inducing = inducingCoordinates(table)
            let noises = noiseVariances(property)
            var regionProcesses: [WeightedProcess] = []
            for region in 0..<regions {
                let indices = layout.processes[property][region]
                let rowShares = table.points.map { shares[region * points + $0] }
                func fit(_ white: [Double]) throws(LinearAlgebraError) -> WeightedProcess {
                    try WeightedProcess(
                        prior: model.properties[property], white: white, table: table, inducing: inducing, noiseVariances: noises, shares: rowShares)
                }
                var process = try fit(Array(white[indices]))
                if searches, rowShares.contains(where: { $0 > 0.5 }) { process = try searchProcess(indices, from: process, fit: fit) }
                white.replaceSubrange(indices, with: process.white)
                regionProcesses.append(process)
            }
            result.append(regionProcesses)
        }
        processes = result
    }

    /// Rows are in the order of the evidence: those of the first locations span the map.
    private func inducingCoordinates(_ table: EvidenceTable.ProcessTable) -> [Double] {
        let axes = model.coordinates.dimensions
        let rows = table.points.indices.sorted { table.points[$0] < table.points[$1] }.prefix(min(table.points.count, inducingCount))
        return rows.flatMap { table.coordinates[($0 * axes)..<(($0 + 1) * axes)] }
    }
}
