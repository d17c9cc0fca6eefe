internal import Inference

extension AlloySystem {
    /// Random compositions at which a projection is compared with the global search, unless another number is asked for.
    public static let projectionSamples = 60
    /// Compositions closer than this to a line, as a part of the triangle's side, are not compared: lines are drawn between points.
    public static let projectionTolerance = 2e-3
    /// About how many isotherms there are unless their distance is given.
    private static let isothermCount = 20

    /// The liquidus projection of a ternary.
    ///
    /// - Parameters:
    ///   - isothermStep: kelvin between isotherms, above 0; nil for a round number. They lie at multiples of it in degrees Celsius.
    ///   - seed: of the random compositions at which the result is checked.
    /// - Throws: ``EquilibriumError`` `invalidCondition` unless there are three components and one phase is a liquid of all of them,
    ///   `notConverged` when no composition has a liquidus.
    public func liquidusProjection(
        isothermStep: Double? = nil, samples: Int = AlloySystem.projectionSamples, seed: UInt64 = 1
    ) throws(EquilibriumError) -> LiquidusProjection {
        guard components.count == 3 else {
            throw EquilibriumError(
                .invalidCondition, "a liquidus projection was asked for with \(components.count) components",
                remedy: "Give three, as AL,CU,MG.")
        }
        if let isothermStep, !(isothermStep.isFinite && isothermStep > 0.1) {
            throw EquilibriumError(
                .invalidCondition, "isotherms \(isothermStep) K apart were asked for", remedy: "Give a distance above 0.1 K.")
        }
        let liquids = core.phases.indices.filter { core.phases[$0].model.isLiquid }
        guard liquids.count == 1, let liquid = liquids.first else {
            throw EquilibriumError(
                .invalidCondition, "\(liquids.count) phases are liquids: \(liquids.map { phases[$0] }.joined(separator: ", "))",
                remedy: "Choose phases with exactly one liquid.")
        }
        var builder = ProjectionBuilder(self, liquid: liquid)
        try builder.run()
        return builder.projection(isothermStep: isothermStep, count: Self.isothermCount, samples: samples, seed: seed)
    }
}

extension ProjectionBuilder {
    mutating func projection(isothermStep: Double?, count: Int, samples: Int, seed: UInt64) -> LiquidusProjection {
        let (invariants, places) = invariants()
        let sideStates = statesAlongSides()
        let known = grid.flatMap { $0.compactMap(\.self) } + lines.flatMap(\.states) + sideStates.flatMap(\.self)
        let lowest = known.min { $0.temperature < $1.temperature }
        let highest = known.map(\.temperature).max() ?? 0
        let low = lowest?.temperature ?? highest

        var isotherms = ProjectionIsotherms(self, sides: sideStates)
        let levels = Self.levels(low...max(low, highest), step: isothermStep, count: count)
        let curves = levels.map { temperature in
            Projection.Isotherm(
                temperature: temperature,
                curves: isotherms.curves(at: temperature).map { curve in
                    .init(phase: name(curve.phase), x: curve.states.map { Self.shown($0.compositions[0]) })
                })
        }
        warnings += isotherms.warnings
        let fields = fields()
        let check = check(fields, samples: samples, seed: seed)
        return LiquidusProjection(
            components: system.components, liquid: name(tracer.solver.liquid), database: system.database.file, invariants: invariants,
            binaryInvariants: binaryInvariants(),
            lines: lines.map { shown($0, places: places) }, extrema: extrema(), fields: fields.map(\.field), isotherms: curves,
            lowest: .init(phase: lowest.map { name($0.sets[1].phase) } ?? "", x: lowest.map { Self.shown($0.compositions[0]) } ?? []),
            lowestTemperature: low, highestTemperature: highest, check: check, warnings: system.core.warnings + warnings)
    }

    /// Multiples of a step in degrees Celsius, in kelvin.
    static func levels(_ range: ClosedRange<Double>, step: Double?, count: Int) -> [Double] {
        let span = range.upperBound - range.lowerBound
        let rounds = [1.0, 2, 5, 10, 20, 25, 50, 100, 200, 500]
        let step = step ?? rounds.first { $0 * Double(count) >= span } ?? 500
        let first = Int(((range.lowerBound - 273.15) / step).rounded(.up))
        let last = Int(((range.upperBound - 273.15) / step).rounded(.down))
        guard first <= last else { return [] }
        return (first...min(last, first + maximumLevels)).map { 273.15 + Double($0) * step }
    }

    private static let maximumLevels = 200

    /// The faces with what forms first in each, found anew in its middle.
    mutating func fields() -> [(face: ProjectionFaces.Face, field: LiquidusProjection.Field)] {
        var result: [(ProjectionFaces.Face, LiquidusProjection.Field)] = []
        for face in faces().faces {
            guard let middle = ProjectionFaces.inside(face), let state = try? tracer.solver.liquidus(at: LiquidusPlane.fractions(middle), near: nil)
            else {
                warnings.append("a field of \(face.area / ProjectionFaces.wholeArea) of the triangle has no name")
                continue
            }
            result.append(
                (
                    face,
                    .init(
                        phase: name(state.sets[1].phase), area: face.area / ProjectionFaces.wholeArea,
                        label: Self.shown(LiquidusPlane.fractions(middle)),
                        rings: face.rings.map { $0.map { Self.shown(LiquidusPlane.fractions($0).map { max(0, $0) }) } })
                ))
        }
        return result.sorted { ($0.1.phase, -$0.1.area) < ($1.1.phase, -$1.1.area) }
    }

    // MARK: Check

    /// How far above and below a liquidus the global search is asked, kelvin.
    private static let margin = 0.01
    /// The same below a liquidus at which a second liquid forms: close to a critical point the
    /// gain is below every tolerance for several kelvin.
    private static let gapMargin = 10.0

    /// Random compositions, each with the field it lies in, against the global search on both sides of the liquidus.
    mutating func check(
        _ fields: [(face: ProjectionFaces.Face, field: LiquidusProjection.Field)], samples: Int, seed: UInt64
    ) -> LiquidusProjection.Check {
        var check = LiquidusProjection.Check(samples: 0, differing: 0, withoutLiquidus: 0, unsolved: 0, seed: seed)
        var random = RandomStream(seed: seed)
        var solver = system.makeSolver()
        for place in 0..<max(0, samples) {
            let (a, b) = (random.uniform(), random.uniform())
            // Uniform in the triangle.
            let x = a + b > 1 ? [a + b - 1, 1 - a, 1 - b] : [1 - a - b, a, b]
            let point = SectionPlane.point(x)
            guard nearestLine(point) > AlloySystem.projectionTolerance, x.allSatisfy({ $0 > 1e-6 }) else { continue }
            check.samples += 1
            let field = fields.first { $0.face.contains(point) }
            guard let liquidus = try? tracer.solver.liquidus(at: x, near: nil) else {
                check.withoutLiquidus += 1
                continue
            }
            var stable: [[String]] = []
            let below = liquidus.sets[1].phase == tracer.solver.liquid ? Self.gapMargin : Self.margin
            for shift in [Self.margin, -below] {
                let found = try? solver.equilibrium(atTemperature: liquidus.temperature + shift, moleFractions: x)
                stable.append(found?.phases.map(\.phase).sorted() ?? [])
            }
            let liquid = name(tracer.solver.liquid)
            if stable[0] == [liquid], let field {
                let isGap = field.field.phase == liquid
                let agrees = isGap ? stable[1].count { $0 == liquid } > 1 : stable[1] == [liquid, field.field.phase].sorted()
                if agrees { continue }
            }
            if stable.contains([]) {
                check.unsolved += 1
                continue
            }
            check.differing += 1
            if check.differing <= 3 {
                warnings.append(
                    "sample \(place) at x = \(x.map { "\(($0 * 1e4).rounded() / 1e4)" }.joined(separator: ", ")): \(stable[0].joined(separator: " + ")) above and \(stable[1].joined(separator: " + ")) below \(liquidus.temperature) K, in the field of \(field?.field.phase ?? "nothing")"
                )
            }
        }
        return check
    }
}
