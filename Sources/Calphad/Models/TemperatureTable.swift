/// The functions of temperature a model needs, as one table of coefficients.
///
/// The temperatures at which any of them changes form cut the axis into cells. In a cell every function is a dot product with the same
/// few basis functions `T^p (ln T)^q`, so all parameters of a system cost one pass over contiguous storage per temperature.
struct TemperatureTable: Sendable {
    private struct Basis: Sendable, Equatable {
        var power: Double
        var logPower: Int
    }

    /// Kelvin, increasing: cell `i` lies below `limits[i]`, the last one above all.
    let limits: [Double]
    private let basis: [Basis]
    /// `[cell][function][basis]`.
    private let coefficients: [Double]
    /// Functions with parts that are not in the basis: index, and the parts for each cell.
    private let others: [(function: Int, parts: [FlatSum])]
    let count: Int
    /// Where the database vouches for every one of them, kelvin.
    let declared: ClosedRange<Double>

    init(_ functions: [ExpressionFlattener.Pieces]) {
        count = functions.count
        let limits = Set(functions.flatMap(\.limits)).sorted()
        var basis: [Basis] = []
        for function in functions {
            for piece in function.pieces {
                for term in piece.terms {
                    let element = Basis(power: term.power, logPower: term.logPower)
                    if !basis.contains(element) { basis.append(element) }
                }
            }
        }
        var coefficients = [Double](repeating: 0, count: (limits.count + 1) * functions.count * basis.count)
        var others: [(function: Int, parts: [FlatSum])] = []
        for (index, function) in functions.enumerated() {
            var parts: [FlatSum] = []
            for cell in 0...limits.count {
                // The piece that holds just above the cell's lower limit.
                let bottom = cell == 0 ? -Double.infinity : limits[cell - 1]
                let piece = function.pieces[function.limits.prefix { $0 <= bottom }.count]
                for term in piece.terms {
                    guard let column = basis.firstIndex(of: Basis(power: term.power, logPower: term.logPower)) else { continue }
                    coefficients[(cell * functions.count + index) * basis.count + column] += term.coefficient
                }
                parts.append(FlatSum(others: piece.others))
            }
            if parts.contains(where: { !$0.others.isEmpty }) { others.append((index, parts)) }
        }
        self.limits = limits
        self.basis = basis
        self.coefficients = coefficients
        self.others = others
        let low = functions.map(\.declared.lowerBound).max() ?? 0
        let high = functions.map(\.declared.upperBound).min() ?? .infinity
        declared = min(low, high)...max(low, high)
    }

    /// Values of all functions and their slopes with temperature.
    struct Values: Sendable {
        var value: [Double]
        var slope: [Double]
        /// Scratch, so that a second evaluation allocates nothing.
        fileprivate var basisValue: [Double]
        fileprivate var basisSlope: [Double]
    }

    func makeValues() -> Values {
        Values(
            value: .init(repeating: 0, count: count), slope: .init(repeating: 0, count: count),
            basisValue: .init(repeating: 0, count: basis.count), basisSlope: .init(repeating: 0, count: basis.count))
    }

    /// - Parameter temperature: kelvin, above zero.
    func evaluate(at temperature: Double, into values: inout Values) {
        var cell = 0
        while cell < limits.count, temperature >= limits[cell] { cell += 1 }
        let logarithm = Elementary.log(temperature)
        let reciprocal = 1 / temperature
        for (index, element) in basis.enumerated() {
            let power = FlatSum.Term.power(temperature, element.power)
            if element.logPower == 0 {
                values.basisValue[index] = power
                values.basisSlope[index] = element.power * power * reciprocal
            } else {
                let logs = Elementary.power(logarithm, element.logPower)
                values.basisValue[index] = power * logs
                values.basisSlope[index] =
                    reciprocal * power * (element.power * logs + Double(element.logPower) * Elementary.power(logarithm, element.logPower - 1))
            }
        }
        var row = cell * count * basis.count
        for function in 0..<count {
            var value = 0.0
            var slope = 0.0
            for column in basis.indices {
                let coefficient = coefficients[row + column]
                value += coefficient * values.basisValue[column]
                slope += coefficient * values.basisSlope[column]
            }
            row += basis.count
            values.value[function] = value
            values.slope[function] = slope
        }
        for other in others {
            let part = other.parts[cell].value(at: temperature)
            values.value[other.function] += part.value
            values.slope[other.function] += part.slope
        }
    }

    /// Second derivatives of all functions with temperature: for heat capacities, so not kept with the rest.
    func curvatures(at temperature: Double) -> [Double] {
        var cell = 0
        while cell < limits.count, temperature >= limits[cell] { cell += 1 }
        let second = basis.map {
            FlatSum.Term(coefficient: 1, power: $0.power, logPower: $0.logPower).jet(at: temperature).curvature
        }
        var result = (0..<count).map { function in
            let row = (cell * count + function) * basis.count
            return basis.indices.reduce(0.0) { $0 + coefficients[row + $1] * second[$1] }
        }
        for other in others { result[other.function] += other.parts[cell].jet(at: temperature).curvature }
        return result
    }
}
