import Calphad
import Tieline

extension BismuthTin {
    static var diagram: PhaseDiagram {
        func field(
            _ phases: [String], _ rows: [(celsius: Double, first: Double, second: Double)], isFirstLeaner: Bool, end: PhaseDiagram.Boundary.Point?
        )
            -> PhaseDiagram.Boundary
        {
            let points = rows.map {
                PhaseDiagram.Boundary.Point(
                    temperature: kelvin(fromDegreesCelsius: $0.celsius), leaner: isFirstLeaner ? $0.first : $0.second,
                    richer: isFirstLeaner ? $0.second : $0.first)
            }
            return PhaseDiagram.Boundary(phases: phases, points: points + (end.map { [$0] } ?? []))
        }
        let boundaries = [
            field(["RHOMBO_A7", "BCT_A5"], solvus, isFirstLeaner: false, end: nil),
            field(["LIQUID", "BCT_A5"], tinLiquidus, isFirstLeaner: true, end: .init(temperature: 505.08, leaner: 1, richer: 1)),
            field(["RHOMBO_A7", "LIQUID"], bismuthLiquidus, isFirstLeaner: false, end: .init(temperature: 544.55, leaner: 0, richer: 0)),
        ]
        let phases: [PhaseDiagram.PhasePoint] = [
            .init(phase: "RHOMBO_A7", x: invariant.bismuth), .init(phase: "LIQUID", x: invariant.liquid), .init(phase: "BCT_A5", x: invariant.tin),
        ]
        return PhaseDiagram(
            components: ["BI", "SN"], database: "Ag-Bi-Cu-Pb-Sb-Sn-nist-solders.tdb", temperatures: 298.15...600,
            invariants: [.init(temperature: kelvin(fromDegreesCelsius: invariant.celsius), kind: .eutectic, phases: phases)],
            tieLines: boundaries.flatMap { boundary in
                boundary.points.map {
                    .init(
                        temperature: $0.temperature,
                        phases: [.init(phase: boundary.phases[0], x: $0.leaner), .init(phase: boundary.phases[1], x: $0.richer)])
                }
            },
            boundaries: boundaries,
            specialPoints: [
                .init(kind: .pureComponent, temperature: 505.08, x: 1, phases: ["BCT_A5", "LIQUID"]),
                .init(kind: .pureComponent, temperature: 544.55, x: 0, phases: ["RHOMBO_A7", "LIQUID"]),
            ])
    }
}
