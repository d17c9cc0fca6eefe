import ArgumentParser
import Calphad
import Figures
import Tieline

/// `tieline diagram`: phase diagrams as data and as figures.
struct DiagramCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "diagram", abstract: "Phase diagrams: binaries, isothermal sections, isopleths, property steps.",
        discussion: """
            What is asked for decides the diagram:
              two components                              temperature against composition
              two components and --t0 LIQUID,FCC_A1       the same, with the curve on which two phases have equal energy
              three components and -T 700                 isothermal section
              three components and --liquidus             liquidus projection
              --isopleth --start AL=0.9,MG=0.1 --end ...  temperature along a line of compositions, any number of components
              --step T -x SN=0.3                          properties against temperature, between --from and --to
              --step x -T 500 --start ... --end ...       properties along a line of compositions
              --step P -T 500 -x SN=0.3                   properties against pressure, between --from and --to in Pa
            Temperatures are kelvin. Of each composition one component may be left out: it is the balance.
            Binary diagrams and isopleths end a little above the last change between condensed phases; give --to to see what boils above.
            """)

    enum Step: String, ExpressibleByArgument, CaseIterable {
        case temperature = "T"
        case composition = "x"
        case pressure = "P"
    }

    @OptionGroup var source: DatabaseOptions
    @OptionGroup var output: OutputOptions

    @Option(help: ArgumentHelp("Write the figure to this file, as SVG.", valueName: "file"))
    var svg: String?

    @Option(
        name: [.customShort("T"), .customLong("temperature")], help: ArgumentHelp("The temperature of a section in kelvin.", valueName: "kelvin"))
    var temperature: Double?

    @Option(
        name: [.customShort("x"), .customLong("mole-fraction")],
        help: ArgumentHelp("A mole fraction for --step, as SN=0.3.", valueName: "name=value"))
    var fractions: [String] = []

    @Option(help: ArgumentHelp("The lowest temperature in kelvin (pressure in Pa); room temperature unless given.", valueName: "number"))
    var from: Double?

    @Option(
        help: ArgumentHelp(
            "The highest; unless given, above the last change between condensed phases of a binary or an isopleth, and 1500 K for --step T.",
            valueName: "number"))
    var to: Double?

    @Flag(help: "The liquidus projection of three components.")
    var liquidus = false

    @Option(help: ArgumentHelp("Kelvin between the isotherms of --liquidus; a round number unless given.", valueName: "kelvin"))
    var isothermStep: Double?

    @Option(help: ArgumentHelp("Two phases whose curve of equal Gibbs energy is wanted, as LIQUID,FCC_A1.", valueName: "phases"))
    var t0: String?

    @Flag(help: "Temperature against composition between --start and --end.")
    var isopleth = false

    @Option(help: ArgumentHelp("The composition on the left, as AL=0.9,MG=0.1.", valueName: "composition"))
    var start: String?

    @Option(help: ArgumentHelp("The composition on the right.", valueName: "composition"))
    var end: String?

    @Option(help: ArgumentHelp("Properties against T, x or P.", valueName: "variable"))
    var step: Step?

    @Option(help: ArgumentHelp("Rows of a step.", valueName: "number"))
    var rows: Int = 101

    /// Kelvin, for steps, and for isopleths with a given end.
    private var temperatures: (low: Double, high: Double) {
        (from ?? BinarySystem.lowestDiagramTemperature, to ?? Self.highestTemperature)
    }

    /// Kelvin, unless another is given: above the liquidus of most alloys.
    private static let highestTemperature = 1500.0

    func validate() throws {
        for limit in [from, to].compactMap({ $0 }) where step != .pressure {
            guard limit.isFinite, (1...10_000).contains(limit) else { throw ValidationError("\(limit) K is outside 1 to 10000 K.") }
        }
        if let from, let to, from >= to { throw ValidationError("--from \(from) is not below --to \(to).") }
        if step == .temperature || isopleth && to != nil {
            let (low, high) = temperatures
            guard low < high else {
                throw ValidationError("The temperatures end at \(high) K and begin at \(low) K; give --from, as --from \(max(1, high - 100)).")
            }
        }
        let count = source.componentNames.count
        if step != nil || count != 2 || isopleth, t0 != nil { throw ValidationError("--t0 belongs to the diagram of two components.") }
        if let t0, t0.split(separator: ",").count != 2 { throw ValidationError("Give two phases, as --t0 LIQUID,FCC_A1.") }
        if liquidus, step != nil { throw ValidationError("Give either --liquidus or --step.") }
        if isopleth, step != nil { throw ValidationError("Give either --isopleth or --step.") }
        if isopleth || step == .composition {
            guard let start, let end else { throw ValidationError("Give the two ends as --start AL=0.9,MG=0.1 --end AL=0.5,MG=0.5.") }
            _ = try CompositionText.fractions([start], components: source.componentNames, option: "--start")
            _ = try CompositionText.fractions([end], components: source.componentNames, option: "--end")
        } else if start != nil || end != nil {
            throw ValidationError("--start and --end belong to --isopleth or --step x; temperatures are --from and --to.")
        }
        switch step {
        case .temperature:
            if temperature != nil { throw ValidationError("--step T goes from --from to --to; leave -T out.") }
            _ = try CompositionText.fractions(fractions, components: source.componentNames, option: "-x")
        case .composition: if temperature == nil { throw ValidationError("--step x needs a temperature, as -T 500.") }
        case .pressure:
            guard temperature != nil, from != nil, to != nil else {
                throw ValidationError("--step P needs -T, and --from and --to in Pa, as --from 1e5 --to 1e10.")
            }
            _ = try CompositionText.fractions(fractions, components: source.componentNames, option: "-x")
        case nil:
            if !fractions.isEmpty { throw ValidationError("-x belongs to --step T or --step P.") }
            if liquidus || isothermStep != nil {
                guard liquidus, count == 3, !isopleth, temperature == nil, from == nil, to == nil else {
                    throw ValidationError("--liquidus takes three components and, if wanted, --isotherm-step; nothing else.")
                }
                break
            }
            guard !isopleth else {
                if temperature != nil { throw ValidationError("An isopleth has all temperatures; leave -T out, or use --step x.") }
                break
            }
            switch count {
            case 2:
                if temperature != nil { throw ValidationError("A binary diagram has all temperatures; leave -T out, or use `tieline equilibrium`.") }
            case 3:
                if temperature == nil {
                    throw ValidationError("Three components need a temperature, as -T 700, or --isopleth with --start and --end.")
                }
            default:
                throw ValidationError(
                    "\(count) components: give two (as --components BI,SN), three with -T, or any number with --isopleth or --step.")
            }
        }
    }

    func run() throws {
        let database = try DatabaseOptions.read(source.database)
        let names = source.componentNames
        guard isopleth || step != nil || names.count != 2 else { return try binary(database) }
        let system = try AlloySystem(database, components: names, phases: source.phaseNames, gasConstant: source.gasConstant)
        warn(system)
        if let step {
            try answer(properties(step, system)) {
                PropertyStepFigure($0).svg()
            } text: {
                PropertyStepText(step: $0).lines
            }
        } else if isopleth {
            let ends = try [start ?? "", end ?? ""].map { try CompositionText.fractions([$0], components: names, option: "--isopleth") }
            let low = temperatures.low
            let range = try to.map { low...$0 } ?? system.isoplethRange(from: ends[0], to: ends[1], lowest: low)
            try answer(system.isopleth(from: ends[0], to: ends[1], in: range)) {
                IsoplethFigure($0).svg()
            } text: {
                IsoplethText(isopleth: $0).lines
            }
        } else if liquidus {
            try answer(system.liquidusProjection(isothermStep: isothermStep)) {
                LiquidusProjectionFigure($0).svg()
            } text: {
                LiquidusProjectionText(projection: $0).lines
            }
        } else {
            try answer(system.isothermalSection(atTemperature: givenTemperature)) {
                IsothermalSectionFigure($0).svg()
            } text: {
                IsothermalSectionText(section: $0).lines
            }
        }
    }

    /// Of -T, which `validate` asks for where it is needed.
    private var givenTemperature: Double {
        get throws {
            guard let temperature else { throw ValidationError("Give a temperature, as -T 700.") }
            return temperature
        }
    }

    private func properties(_ step: Step, _ system: AlloySystem) throws -> PropertyStep {
        let names = system.components
        switch step {
        case .temperature:
            let x = try CompositionText.fractions(fractions, components: names, option: "-x")
            return try system.temperatureStep(x, in: temperatures.low...temperatures.high, count: rows)
        case .composition:
            return try system.compositionStep(
                from: CompositionText.fractions([start ?? ""], components: names, option: "--start"),
                to: CompositionText.fractions([end ?? ""], components: names, option: "--end"), atTemperature: givenTemperature, count: rows)
        case .pressure:
            let x = try CompositionText.fractions(fractions, components: names, option: "-x")
            return try system.pressureStep(x, in: (from ?? 1e5)...(to ?? 1e9), atTemperature: givenTemperature, count: rows)
        }
    }

    /// One line on standard error: what the database does not assess shows in no figure.
    private func warn(_ system: AlloySystem) {
        let warnings = system.assessmentWarnings
        if !warnings.isEmpty { StandardError.line("tieline: \(warnings.joined(separator: "; "))") }
    }

    private func answer<Value: Encodable>(_ value: Value, svg figure: (Value) -> String, text: (Value) -> [String]) throws {
        if let svg { try TextFile.write(figure(value), to: svg) }
        if output.json { try StandardOutput.json(value) } else { StandardOutput.line(text(value).joined(separator: "\n")) }
    }

    /// The same without the gas, whose fields say nothing of where alloys melt.
    private func condensed(_ system: BinarySystem, _ database: Database) throws -> BinarySystem {
        let phases = system.phases.filter { $0 != "GAS" }
        guard phases.count < system.phases.count, !phases.isEmpty else { return system }
        return try BinarySystem(
            database, components: (system.components[0], system.components[1]), phases: phases, gasConstant: system.gasConstant)
    }

    private func binary(_ database: Database) throws {
        let names = source.componentNames
        let system = try BinarySystem(database, components: (names[0], names[1]), phases: source.phaseNames, gasConstant: source.gasConstant)
        let low = from ?? min(BinarySystem.lowestDiagramTemperature, to.map { $0 - 1 } ?? .infinity)
        let high = try to ?? max(condensed(system, database).diagramRange().upperBound, low + 1)
        let range = low...high
        var curves: [EqualEnergyCurves] = []
        let alloy = try AlloySystem(database, components: names, phases: source.phaseNames, gasConstant: source.gasConstant)
        warn(alloy)
        if let t0 {
            let pair = t0.split(separator: ",").map { $0.uppercased() }
            curves = [try alloy.equalEnergy(of: (pair[0], pair[1]), in: range)]
        }
        try answer(BinaryDocument(diagram: system.diagram(in: range), equalEnergy: curves)) {
            PhaseDiagramFigure($0.diagram, equalEnergy: $0.equalEnergy).svg()
        } text: { document in
            DiagramText(diagram: document.diagram).lines + document.equalEnergy.flatMap { EqualEnergyText(curves: $0).lines }
        }
    }
}
