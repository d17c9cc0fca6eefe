import Tieline

/// A report as the demonstration leaves it, made up here: the boundaries of the bulk alloy moved down by 5.7 K, points about them.
enum SyntheticReport {
    /// How far the film's eutectic lies below the bulk's.
    static let shift = 5.7

    static let specification = CampaignSpecification(
        name: "sn-bi-film", strategy: .amase, seed: 1,
        sample: SampleSpecification(
            description: "Sn-Bi thin-film composition spread, about 0.5 µm thick, on a 76 mm wafer", isReversible: false,
            calibration: [.init(positionMillimetres: 0, moleFraction: 0.7), .init(positionMillimetres: 76, moleFraction: 0.96)],
            moleFractionStandardDeviation: 0.002, thicknessStandardDeviation: 0.05, thicknessCorrelationMillimetres: 15),
        space: ParameterSpace(axes: [
            Axis(name: "SN", unit: .moleFraction, minimum: 0.711, maximum: 0.949, resolution: 0.001),
            Axis(name: "temperature", unit: .kelvin, minimum: 353.15, maximum: 503.15, resolution: 0.5, isMonotone: true, maximumStep: 30),
        ]),
        instruments: InstrumentNames(furnace: "furnace-1", stage: "stage-1", detector: "diffractometer-1"),
        measurement: MeasurementSpecification(
            exposureSeconds: 120, wavelength: 1.5405929, rampKelvinPerMinute: 10, toleranceKelvin: 1, settlingSeconds: 300, timeoutSeconds: 1_800,
            maximumPauseSeconds: 1_800, offsetStandardDeviationKelvin: 0.3),
        theory: TheorySpecification(
            database: "nist-solders.tdb", components: ["BI", "SN"], phases: ["LIQUID", "BCT_A5", "RHOMBO_A7"],
            free: [FreeParameter(parameter: "L(LIQUID,BI,SN;0)", standardDeviation: 1_000)]),
        peaks: [
            TrackedPeak(phase: "RHOMBO_A7", label: "Bi (012)", twoTheta: 27.16, detectionLimit: 0.01),
            TrackedPeak(phase: "BCT_A5", label: "Sn (101)", twoTheta: 32.02, detectionLimit: 0.01),
        ],
        target: TargetSpecification(invariant: "eutectic", temperatureKelvin: 1, moleFraction: 0.01),
        budget: BudgetSpecification(patterns: 80, seconds: 86_400), simulation: nil)

    static let invariant = InvariantEstimate(
        kind: "eutectic", temperature: Estimate(406.35, standardDeviation: 0.61), composition: Estimate(0.5342, standardDeviation: 0.0081),
        isReliable: true)

    static func status(patterns: Int, invariant: InvariantEstimate?) -> CampaignStatus {
        CampaignStatus(
            campaign: "sn-bi-film-0001", state: .finished, reason: "both targets are reached", seed: 1, isSimulated: true, patterns: patterns,
            patternBudget: 80, elapsedSeconds: 30_120, budgetSeconds: 86_400, remainingSeconds: nil, temperature: nil, condition: nil,
            routine: "solidus", lastVerdict: "", lastDecision: "", invariant: invariant, axes: specification.space.axes, revision: 210)
    }

    /// Before anything happened.
    static var empty: CampaignReport {
        CampaignReport(
            status: status(patterns: 0, invariant: nil), specification: specification, parameterSet: "", points: [], boundaries: [], history: [],
            parameters: [], priors: [], lastPattern: nil, gridPatterns: 0, warnings: [])
    }

    static var finished: CampaignReport {
        let points = points
        return CampaignReport(
            status: status(patterns: points.count, invariant: invariant), specification: specification,
            parameterSet: "Ag-Bi-Cu-Pb-Sb-Sn-nist-solders.tdb, U. Kattner, 30-Nov-1999", points: points, boundaries: boundaries,
            history: history(points.count),
            parameters: [
                .init(name: "L(LIQUID,BI,SN;0)", priorStandardDeviation: 1_000, shift: Estimate(-521, standardDeviation: 88)),
                .init(name: "L(LIQUID,BI,SN;1)", priorStandardDeviation: 1_000, shift: Estimate(-968, standardDeviation: 142)),
                .init(name: "L(BCT_A5,BI,SN;0)", priorStandardDeviation: 3_000, shift: Estimate(37, standardDeviation: 210)),
                .init(name: "L(BCT_A5,BI,SN;1)", priorStandardDeviation: 3_000, shift: Estimate(-112, standardDeviation: 298)),
            ],
            priors: [
                Prior(
                    identifier: "prior-1",
                    kind: .phaseBoundary(points: [Condition([0.8, 400]), Condition([0.88, 405])], between: ["BCT_A5", "RHOMBO_A7"]),
                    certainty: 0.8, author: "m.keller", reason: "the 2019 films of the same target had their solvus here", time: 1_795_500_000)
            ],
            lastPattern: pattern, gridPatterns: 400,
            warnings: ["The eutectic lies outside the compositions of the sample (0.711 to 0.949): its composition rests on the theory."])
    }

    static func interpolate(_ rows: [(celsius: Double, first: Double, second: Double)], at celsius: Double) -> (first: Double, second: Double)? {
        for (below, above) in zip(rows, rows.dropFirst()) where below.celsius <= celsius && celsius <= above.celsius {
            let share = (celsius - below.celsius) / (above.celsius - below.celsius)
            return (below.first + share * (above.first - below.first), below.second + share * (above.second - below.second))
        }
        return nil
    }

    private static let rows: [(celsius: Double, tin: [Double])] = [
        (80, [0.83, 0.93, 0.949, 0.945, 0.948]), (96, [0.85, 0.949, 0.93, 0.94, 0.945, 0.935]), (110, [0.88, 0.94, 0.915, 0.92, 0.905]),
        (121, [0.84, 0.92, 0.885, 0.9, 0.893]), (128.5, [0.82, 0.9, 0.87, 0.885, 0.878]), (132, [0.78, 0.86, 0.885, 0.872]),
        (134.5, [0.75, 0.84, 0.9]), (137, [0.711, 0.78, 0.86, 0.93]), (150, [0.73, 0.85, 0.88, 0.905, 0.94]),
        (171, [0.74, 0.86, 0.91, 0.945]), (182.5, [0.715, 0.76, 0.9, 0.94]), (197, [0.72, 0.8, 0.85, 0.949]),
    ]

    static var points: [CampaignReport.Point] {
        var number = 0
        return rows.flatMap { row in
            row.tin.map { x in
                number += 1
                let bulk = row.celsius + shift
                let solvus = interpolate(BismuthTin.solvus, at: bulk)
                let liquidus = interpolate(BismuthTin.tinLiquidus, at: bulk)
                let hasBismuth = solvus.map { x < $0.first } ?? false
                let tin = liquidus.map { min(1, max(0, (x - $0.first) / ($0.second - $0.first))) } ?? (hasBismuth ? 0.9 : 1)
                let evidence = Evidence(phases: [
                    PhaseEvidence(
                        phase: "RHOMBO_A7", peak: "Bi (012)", probabilityPresent: hasBismuth ? 1 : 0.08, area: hasBismuth ? 41.3 : 0.2,
                        areaStandardDeviation: hasBismuth ? 1.6 : 1.1),
                    PhaseEvidence(
                        phase: "BCT_A5", peak: "Sn (101)", probabilityPresent: tin > 0.01 ? 1 : 0.11, area: 480 * tin,
                        areaStandardDeviation: 1.1 + 2.6 * tin),
                ])
                let phases = hasBismuth ? "BCT_A5 + RHOMBO_A7" : tin >= 1 ? "BCT_A5" : tin > 0 ? "LIQUID + BCT_A5" : "LIQUID"
                return CampaignReport.Point(
                    number: number, x: x, temperature: kelvin(fromDegreesCelsius: row.celsius), evidence: evidence, phases: phases,
                    reason:
                        "expected gain 0.41 nat on the \(liquidus == nil ? "solvus" : "solidus") at \(row.celsius) °C, the highest inside the window")
            }
        }
    }

    static var boundaries: [CampaignReport.Boundary] {
        func boundary(_ name: String, _ rows: [(celsius: Double, first: Double, second: Double)], isFirst: Bool, spread: (Double) -> Double)
            -> CampaignReport.Boundary
        {
            let celsius = stride(from: (rows.first?.celsius ?? 0) + 0.01, to: rows.last?.celsius ?? 0, by: 2.0)
            let values = celsius.compactMap { t in interpolate(rows, at: t).map { (t - shift, isFirst ? $0.first : $0.second) } }
            // Where the film's liquid differs from the bulk's.
            let offset = name.hasPrefix("LIQUID") ? -0.0366 : 0
            return .init(
                name: name, temperatures: values.map { kelvin(fromDegreesCelsius: $0.0) }, median: values.map { $0.1 + offset },
                lower: values.map { $0.1 + offset - spread($0.0) }, upper: values.map { $0.1 + offset + 1.2 * spread($0.0) })
        }
        return [
            boundary("BCT_A5/RHOMBO_A7", BismuthTin.solvus, isFirst: true) { 0.003 + 0.0001 * abs($0 - 110) },
            boundary("RHOMBO_A7/BCT_A5", BismuthTin.solvus, isFirst: false) { _ in 0.0004 },
            boundary("LIQUID/BCT_A5", BismuthTin.tinLiquidus, isFirst: true) { 0.004 + 0.0002 * abs($0 - 190) },
            boundary("BCT_A5/LIQUID", BismuthTin.tinLiquidus, isFirst: false) { _ in 0.006 },
            boundary("LIQUID/RHOMBO_A7", BismuthTin.bismuthLiquidus, isFirst: true) { 0.013 + 0.0001 * abs($0 - 134) },
            boundary("RHOMBO_A7/LIQUID", BismuthTin.bismuthLiquidus, isFirst: false) { _ in 0.0004 },
        ]
    }

    static func history(_ count: Int) -> [CampaignReport.HistoryEntry] {
        (1...count).map { patterns in
            let share = Double(patterns) / Double(count)
            let settling = share < 0.55 ? 1 - 0.3 * share : 0.9 * (1 - share) * (1 - share)
            let wiggle = Double((patterns * 7_919) % 13) / 13 - 0.5
            return .init(
                patterns: patterns,
                invariant: InvariantEstimate(
                    kind: "eutectic",
                    temperature: Estimate(406.35 + 5.6 * settling + 0.9 * wiggle * (1 - share), standardDeviation: 0.61 + 14 * settling),
                    composition: Estimate(0.5342 + 0.035 * settling + 0.006 * wiggle * (1 - share), standardDeviation: 0.0081 + 0.05 * settling),
                    isReliable: patterns > 4))
        }
    }

    static var pattern: DiffractionPattern {
        let angles = (0...1_050).map { 25 + 0.02 * Double($0) }
        let peaks: [(Double, Double)] = [(30.55, 1_450), (31.92, 1_210), (43.7, 420), (44.72, 850)]
        var state: UInt64 = 88_172_645_463_325_252
        let counts = angles.map { angle -> Double in
            var mean = 100.0
            for (position, height) in peaks {
                let u = (angle - position) / 0.1
                mean += height / (1 + u * u)
            }
            // xorshift64: noise for the eye only.
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return (mean + (Double(state % 2_001) / 1_000 - 1) * 1.7 * mean.squareRoot()).rounded()
        }
        return DiffractionPattern(twoTheta: angles, counts: counts, wavelength: 1.5405929, exposureSeconds: 120)
    }
}
