/// The sites of the ionic two-sublattice liquid `(cations)_P (anions, VA, neutrals)_Q`, and what hangs on them: ideal mixing and amounts.
///
/// Hillert, Jansson, Sundman, Ågren, Metall. Trans. A 16 (1985) 261; Sundman, CALPHAD 15 (1991) 109. With charges `z_c` of the cations and
/// `ν_j` of the anions (both positive), neutrality makes the numbers of sites follow the constitution,
///
///     Q = Σ z_c y_c        P = Σ ν_j y_j + Q y_VA
///
/// so that every constitution is neutral. Per formula unit `S₁ = Σ y_c ln y_c`, `S₂ = Σ y_j ln y_j` and the mixing is `R T (P S₁ + Q S₂)`.
struct IonicSites: Sendable {
    struct Constituent: Sendable {
        /// Its place among the variables; nil where the sublattice has no choice.
        var variable: Int?
        /// Absolute, elementary charges; 0 for vacancies and neutrals.
        var charge: Double
        var isVacancy: Bool
        /// Atoms of each component.
        var atoms: [Double]
    }

    var cations: [Constituent]
    var anions: [Constituent]

    /// Sites at a constitution, `(P, Q)`.
    func sites(_ y: UnsafePointer<Double>) -> (cations: Double, anions: Double) {
        let q = cations.reduce(0) { $0 + $1.charge * Self.fraction($1, y) }
        let p = anions.reduce(0) { $0 + ($1.isVacancy ? q : $1.charge) * Self.fraction($1, y) }
        return (p, q)
    }

    @inline(__always) private static func fraction(_ constituent: Constituent, _ y: UnsafePointer<Double>) -> Double {
        constituent.variable.map { y[$0] } ?? 1
    }

    private var vacancy: Constituent? { anions.first(where: \.isVacancy) }

    /// Ideal mixing divided by R T.
    func mixing(_ y: UnsafePointer<Double>) -> Double {
        let (p, q) = sites(y)
        return p * Self.entropy(cations, y) + q * Self.entropy(anions, y)
    }

    private static func entropy(_ constituents: [Constituent], _ y: UnsafePointer<Double>) -> Double {
        var sum = 0.0
        for constituent in constituents {
            guard let i = constituent.variable, y[i] > 0 else { continue }
            sum += y[i] * Elementary.log(max(y[i], GibbsModel.siteFractionFloor))
        }
        return sum
    }

    /// Adds R T times the mixing with its derivatives; returns the mixing divided by R T.
    ///
    /// - Parameter thermal: R T; `gasConstant` is its temperature slope.
    func addMixing(_ y: UnsafePointer<Double>, thermal: Double, gasConstant: Double, to target: SiteProgram.Target) -> Double {
        let (p, q) = sites(y)
        let one = Self.entropy(cations, y)
        let two = Self.entropy(anions, y)
        let vacant = vacancy.map { Self.fraction($0, y) } ?? 0
        let n = target.count
        func logarithm(_ i: Int) -> Double { Elementary.log(max(y[i], GibbsModel.siteFractionFloor)) + 1 }
        for cation in cations {
            guard let i = cation.variable else { continue }
            let slope = cation.charge * vacant * one + p * logarithm(i) + cation.charge * two
            target.gradient[i] += thermal * slope
            target.slopeGradient[i] += gasConstant * slope
            target.half[i * n + i] += 0.5 * thermal * p / max(y[i], GibbsModel.siteFractionFloor)
            // `W + Wᵀ` makes both halves of P_i (ln y_j + 1) + P_j (ln y_i + 1) out of one.
            for other in cations { if let j = other.variable { target.half[i * n + j] += thermal * cation.charge * vacant * logarithm(j) } }
            for anion in anions {
                guard let j = anion.variable else { continue }
                target.half[i * n + j] +=
                    thermal
                    * ((anion.isVacancy ? cation.charge : 0) * one + (anion.isVacancy ? q : anion.charge) * logarithm(i)
                        + cation.charge * logarithm(j))
            }
        }
        for anion in anions {
            guard let j = anion.variable else { continue }
            let slope = (anion.isVacancy ? q : anion.charge) * one + q * logarithm(j)
            target.gradient[j] += thermal * slope
            target.slopeGradient[j] += gasConstant * slope
            target.half[j * n + j] += 0.5 * thermal * q / max(y[j], GibbsModel.siteFractionFloor)
        }
        return p * one + q * two
    }

    // MARK: Amounts, `M = P Σ y_c a_c + Q Σ y_j a_j`

    private func contents(_ y: [Double], _ weights: [Double]) -> (p: Double, q: Double, cations: Double, anions: Double, vacant: Double) {
        func content(_ constituents: [Constituent]) -> Double {
            constituents.reduce(0) { $0 + ($1.variable.map { y[$0] } ?? 1) * Self.dot($1.atoms, weights) }
        }
        let (p, q) = y.withUnsafeBufferPointer { buffer in buffer.baseAddress.map { sites($0) } ?? withUnsafePointer(to: 0.0) { sites($0) } }
        let vacant = vacancy.map { constituent in constituent.variable.map { y[$0] } ?? 1 } ?? 0
        return (p, q, content(cations), content(anions), vacant)
    }

    private static func dot(_ one: [Double], _ two: [Double]) -> Double { zip(one, two).reduce(0) { $0 + $1.0 * $1.1 } }

    func amounts(_ y: [Double]) -> [Double] {
        let components = cations.first?.atoms.count ?? 0
        return (0..<components).map { component in
            var unit = [Double](repeating: 0, count: components)
            unit[component] = 1
            let sum = contents(y, unit)
            return sum.p * sum.cations + sum.q * sum.anions
        }
    }

    func addAmountGradient(_ y: [Double], weights: [Double], to gradient: inout [Double]) {
        let sum = contents(y, weights)
        for cation in cations {
            guard let i = cation.variable else { continue }
            gradient[i] += cation.charge * (sum.vacant * sum.cations + sum.anions) + sum.p * Self.dot(cation.atoms, weights)
        }
        for anion in anions {
            guard let j = anion.variable else { continue }
            gradient[j] += (anion.isVacancy ? sum.q : anion.charge) * sum.cations + sum.q * Self.dot(anion.atoms, weights)
        }
    }

    func subtractAmountCurvature(_ y: [Double], potentials: [Double], from hessian: inout [Double]) {
        let count = y.count
        let sum = contents(y, potentials)
        for cation in cations {
            guard let i = cation.variable else { continue }
            let own = Self.dot(cation.atoms, potentials)
            for other in cations {
                guard let j = other.variable else { continue }
                hessian[i * count + j] -= sum.vacant * (cation.charge * Self.dot(other.atoms, potentials) + other.charge * own)
            }
            for anion in anions {
                guard let j = anion.variable else { continue }
                let curvature =
                    (anion.isVacancy ? cation.charge * sum.cations : 0) + (anion.isVacancy ? sum.q : anion.charge) * own
                    + cation.charge * Self.dot(anion.atoms, potentials)
                hessian[i * count + j] -= curvature
                hessian[j * count + i] -= curvature
            }
        }
    }
}
