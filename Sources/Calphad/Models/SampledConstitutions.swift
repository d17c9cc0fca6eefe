/// Constitutions at which a model's energy will be wanted at many temperatures.
///
/// At a fixed constitution the polynomial part is linear in the parameters, so thousands of energies are one product of a matrix with
/// the parameter vector. Samples stand in tiles: in one tile the numbers of one parameter are contiguous, so that the product runs down
/// the tile with the sums in registers. What is not linear has a matrix for each of its quantities.
struct SampledConstitutions: Sendable {
    /// Samples of one tile.
    static let tile = 32

    /// A matrix, `[tile][column][sample in tile]`, of the columns that are not all zero.
    struct Factors: Sendable {
        /// Places among the parameter values.
        var columns: [Int]
        var numbers: [Double]
    }

    struct Contribution: Sendable {
        var function: EnergyFunction
        var weight: Double
        var quantities: [Factors]
    }

    /// Number of constitutions.
    let count: Int
    let polynomial: Factors
    /// Ideal mixing over R, for each sample.
    let mixing: [Double]
    let contributions: [Contribution]
    /// Highest place among the parameter values, plus one.
    let coefficientBound: Int
}

extension GibbsModel {
    /// - Parameter constitutions: each of ``variableCount`` site fractions.
    func makeSamples(_ constitutions: [[Double]]) -> SampledConstitutions {
        let mapped = constitutions.map { y in
            var z = [Double](repeating: 0, count: map.count)
            y.withUnsafeBufferPointer { y in
                z.withUnsafeMutableBufferPointer { z in
                    if let y = y.baseAddress, let z = z.baseAddress { map.apply(y, to: z) }
                }
            }
            return z
        }
        var contributions: [SampledConstitutions.Contribution] = []
        for (part, points) in [(direct, constitutions), (self.mapped ?? EnergyPart(), mapped)] {
            for contribution in part.contributions {
                contributions.append(
                    .init(
                        function: contribution.function, weight: contribution.weight,
                        quantities: contribution.quantities.map { factors([($0, points)]) }))
            }
        }
        let mixing = constitutions.map { y -> Double in
            if let ionicSites { return (y + [0]).withUnsafeBufferPointer { $0.baseAddress.map { ionicSites.mixing($0) } ?? 0 } }
            var sum = 0.0
            for (block, sites) in zip(blocks, blockSites) {
                for i in block where y[i] > 0 { sum += sites * y[i] * Elementary.log(max(y[i], Self.siteFractionFloor)) }
            }
            return sum
        }
        return SampledConstitutions(
            count: constitutions.count, polynomial: factors([(direct.program, constitutions), (self.mapped?.program ?? SiteProgram(), mapped)]),
            mixing: mixing, contributions: contributions, coefficientBound: table.count)
    }

    private func factors(_ programs: [(program: SiteProgram, points: [[Double]])]) -> SampledConstitutions.Factors {
        let count = programs.map(\.points.count).max() ?? 0
        var rows = [[Double]](repeating: .init(repeating: 0, count: table.count), count: count)
        for (program, points) in programs where !program.isEmpty {
            for sample in 0..<count {
                // One number more, so that the buffer of a phase without variables has an address.
                (points[sample] + [0]).withUnsafeBufferPointer { y in
                    rows[sample].withUnsafeMutableBufferPointer { row in
                        if let y = y.baseAddress, let row = row.baseAddress { program.addFactors(y, to: row) }
                    }
                }
            }
        }
        let columns = (0..<table.count).filter { column in rows.contains { $0[column] != 0 } }
        let size = SampledConstitutions.tile
        let tiles = (count + size - 1) / size
        var numbers = [Double](repeating: 0, count: tiles * columns.count * size)
        for sample in 0..<count {
            for (place, column) in columns.enumerated() {
                numbers[(sample / size * columns.count + place) * size + sample % size] = rows[sample][column]
            }
        }
        return .init(columns: columns, numbers: numbers)
    }

    /// Gibbs energies of all samples, J per mole of formula units.
    ///
    /// - Precondition: the samples and the isotherm are of this model, and `result` holds as many numbers as there are samples.
    func energies(_ samples: SampledConstitutions, _ isotherm: Isotherm, into result: UnsafeMutableBufferPointer<Double>) {
        precondition(result.count >= samples.count && isotherm.parameters.value.count == samples.coefficientBound)
        let thermal = gasConstant * isotherm.temperature
        for sample in 0..<samples.count { result[sample] = thermal * samples.mixing[sample] }
        samples.polynomial.addProduct(isotherm.parameters.value, samples.count, to: result)
        guard !samples.contributions.isEmpty else { return }
        withUnsafeTemporaryAllocation(of: Double.self, capacity: max(1, samples.count * EnergyFunction.maximumQuantities)) { storage in
            storage.initialize(repeating: 0)
            for contribution in samples.contributions {
                for (place, quantity) in contribution.quantities.enumerated() {
                    let own = UnsafeMutableBufferPointer(rebasing: storage[place * samples.count..<(place + 1) * samples.count])
                    own.update(repeating: 0)
                    quantity.addProduct(isotherm.parameters.value, samples.count, to: own)
                }
                for sample in 0..<samples.count {
                    var quantities = SIMD4<Double>.zero
                    for place in contribution.quantities.indices { quantities[place] = storage[place * samples.count + sample] }
                    result[sample] +=
                        contribution.weight * contribution.function.point(isotherm.temperature, quantities, gasConstant: gasConstant).value
                }
            }
        }
    }
}

extension SampledConstitutions.Factors {
    /// Adds the product with the parameter values to `result`, tile by tile.
    ///
    /// Every read is inside: `numbers` holds whole tiles, `columns` are places of the table the samples were made with.
    func addProduct(_ values: [Double], _ count: Int, to result: UnsafeMutableBufferPointer<Double>) {
        typealias Lanes = SIMD8<Double>
        let size = SampledConstitutions.tile
        guard let out = result.baseAddress, !columns.isEmpty else { return }
        values.withUnsafeBufferPointer { values in
            columns.withUnsafeBufferPointer { columns in
                numbers.withUnsafeBytes { raw in
                    var start = 0
                    var offset = 0
                    while start < count {
                        var a = Lanes.zero
                        var b = Lanes.zero
                        var c = Lanes.zero
                        var d = Lanes.zero
                        for column in columns {
                            let value = values[column]
                            a += raw.loadUnaligned(fromByteOffset: offset, as: Lanes.self) * value
                            b += raw.loadUnaligned(fromByteOffset: offset + 64, as: Lanes.self) * value
                            c += raw.loadUnaligned(fromByteOffset: offset + 128, as: Lanes.self) * value
                            d += raw.loadUnaligned(fromByteOffset: offset + 192, as: Lanes.self) * value
                            offset += size * MemoryLayout<Double>.stride
                        }
                        let filled = min(size, count - start)
                        for lane in 0..<min(8, filled) { out[start + lane] += a[lane] }
                        for lane in 8..<max(8, min(16, filled)) { out[start + lane] += b[lane - 8] }
                        for lane in 16..<max(16, min(24, filled)) { out[start + lane] += c[lane - 16] }
                        for lane in 24..<max(24, filled) { out[start + lane] += d[lane - 24] }
                        start += size
                    }
                }
            }
        }
    }
}
