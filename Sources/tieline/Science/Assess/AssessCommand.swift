import ArgumentParser
import Calphad
import Tieline

/// `tieline assess`: fit a database's coefficients to measured data, with errors.
struct AssessCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "assess", abstract: "Re-assess a database: fit coefficients to measured data, with standard errors.",
        discussion: """
            Data are files in ESPEI's JSON: boundaries (ZPF), enthalpies, entropies, heat capacities, activities. What is free is said by --free:
              L(LIQUID,CU,MG;0)                     the coefficients that the file has, or a constant
              'L(LIQUID,CU,MG;0)=A(5000)+B(2)*T'    these, with standard deviations of their priors in J/mol and J/(mol K)
              LIQUID                                all interaction parameters of a phase
            Without --free, the interaction parameters of all phases that the data name.
            Example: tieline assess --database cumg.tdb --components CU,MG --data Cu-Mg --free LIQUID FCC_A1 --write fitted.tdb
            """)

    @Option(help: ArgumentHelp("The thermodynamic database to begin from, a TDB file.", valueName: "file"))
    var database: String

    @Option(help: ArgumentHelp("The components, as CU,MG; those of the data unless given.", valueName: "list"))
    var components: String?

    @Option(help: ArgumentHelp("The phases to consider; all that are supported unless given.", valueName: "list"))
    var phases: String?

    @Option(help: ArgumentHelp("The gas constant in J/(mol K); CODATA's unless given.", valueName: "number"))
    var gasConstant: Double = CalphadConstants.gasConstant

    @Option(parsing: .upToNextOption, help: ArgumentHelp("Folders or files of data, JSON.", valueName: "path"))
    var data: [String]

    @Option(parsing: .upToNextOption, help: ArgumentHelp("Parameters or phases whose coefficients are free.", valueName: "parameter"))
    var free: [String] = []

    @Option(parsing: .upToNextOption, help: ArgumentHelp("The database's name of a phase that the data name otherwise.", valueName: "data=database"))
    var phaseName: [String] = []

    @OptionGroup var errors: AssessErrors
    @OptionGroup var output: OutputOptions

    @Option(help: ArgumentHelp("How data scatter: student (with outliers) or normal.", valueName: "name"))
    var scatter: Scatter = .student

    @Flag(help: "Credible bands of all boundaries and invariants; a binary only.")
    var bands = false

    @Option(help: ArgumentHelp("Of the draws that bands are made from.", valueName: "number"))
    var seed: UInt64 = 1

    @Option(help: ArgumentHelp("Write the fitted database to this file, each fitted parameter with its error and data.", valueName: "file"))
    var write: String?

    enum Scatter: String, ExpressibleByArgument { case student, normal }

    func validate() throws {
        for pair in phaseName where pair.split(separator: "=").count != 2 { throw ValidationError("--phase-name \(pair) is not data=database.") }
        guard gasConstant.isFinite, (8.0...8.6).contains(gasConstant) else { throw ValidationError("The gas constant is \(gasConstant) J/(mol K).") }
        guard !data.isEmpty else { throw ValidationError("Name a folder or a file of data.") }
    }

    func run() throws {
        let database = try DatabaseOptions.read(database)
        let datasets = try DataFolder.read(data)
        let names = components.map(DatabaseOptions.list) ?? Self.components(of: datasets)
        try AlloySystem.check(names, database)
        var reading = errors.reading
        for pair in phaseName {
            let parts = pair.uppercased().split(separator: "=").map(String.init)
            reading.phaseNames[parts[0]] = parts[1]
        }
        var notes = reading.guessNames(in: datasets, database: database, components: names)
        var evidence = EspeiEvidence()
        for dataset in datasets {
            let one = try dataset.evidence(reading, database: database, of: names)
            evidence.data += one.data
            evidence.setAside += one.setAside
        }
        var options = Assessment.Options()
        options.gasConstant = gasConstant
        options.scatter = scatter == .normal ? .normal : .student(degreesOfFreedom: Self.degreesOfFreedom)
        var assessment = try Assessment(
            database, components: names, phases: phases.map(DatabaseOptions.list) ?? Self.phases(database, datasets, reading),
            free: try coefficients(database, names, datasets, reading), options: options)
        evidence.setAside += Self.add(evidence.data, to: &assessment)
        guard !assessment.data.isEmpty else {
            throw AssessmentError(
                .invalidDatum, "none of the data can be used: \(evidence.setAside.first ?? "the files are empty")",
                remedy: "Name phases as the database does, or with --phase-name.")
        }
        if !output.json { StandardError.line("fitting \(assessment.free.count) coefficients to \(assessment.data.count) data") }
        let clock = ContinuousClock()
        let start = clock.now
        let posterior = try assessment.fit()
        let seconds = (clock.now - start).inSeconds
        var lines: DiagramBands?
        if bands {
            // The fit stands without them.
            do { lines = try posterior.bands(seed: seed) } catch { notes.append("There are no bands: \(error)") }
        }
        if let write { try TextFile.write(try posterior.tdb(), to: write) }
        notes += lines?.warnings ?? []
        let document = AssessDocument(
            report: AssessmentReport(posterior), setAside: evidence.setAside, notes: notes, bands: lines, seconds: seconds,
            secondsPerEvaluation: Self.time(posterior, clock), written: write)
        if output.json {
            try StandardOutput.json(document)
        } else {
            StandardOutput.line(AssessText(document: document).lines.joined(separator: "\n"))
        }
    }

    /// Student's t with four is customary for data of many laboratories (Gelman et al. 2013, section 17.5).
    private static let degreesOfFreedom = 4.0

    /// What is supported, and what the data name: an ordered phase holds its disordered part, which may have data of its own.
    private static func phases(_ database: Database, _ datasets: [EspeiDataset], _ reading: EspeiReading) -> [String] {
        let named = Set(datasets.flatMap(\.phases).map { reading.name(of: $0) })
        let usual = database.defaultPhaseNames
        return usual + database.phaseNames.filter { named.contains($0) && database.isSupported($0) && !usual.contains($0) }
    }

    /// Adds what can be used. Returns what cannot, data with one reason from one source together.
    private static func add(_ data: [AssessmentDatum], to assessment: inout Assessment) -> [String] {
        var reasons: [(text: String, count: Int)] = []
        for datum in data {
            do throws(AssessmentError) { try assessment.add(datum) } catch {
                let text = "\(datum.source.split(separator: ",").first.map(String.init) ?? "a datum"): \(error.message)"
                if let place = reasons.firstIndex(where: { $0.text == text }) { reasons[place].count += 1 } else { reasons.append((text, 1)) }
            }
        }
        return reasons.map { $0.count == 1 ? $0.text : "\($0.text) (\($0.count) data)" }
    }

    private static func components(of datasets: [EspeiDataset]) -> [String] { Set(datasets.flatMap(\.components)).sorted() }

    private func coefficients(
        _ database: Database, _ names: [String], _ datasets: [EspeiDataset], _ reading: EspeiReading
    ) throws -> [FreeCoefficient] {
        var result: [FreeCoefficient] = []
        if free.isEmpty {
            let named = Set(datasets.flatMap(\.phases).map { reading.name(of: $0) })
            for phase in database.phaseNames where named.contains(phase) {
                result += FreeCoefficient.interactions(of: phase, in: database, components: names)
            }
        }
        for text in free.flatMap(Self.parts) {
            for one in try FreeCoefficient.read(text, in: database, components: names)
            where !result.contains(where: { $0.parameter == one.parameter && $0.form == one.form }) { result.append(one) }
        }
        return result
    }

    /// Parts between commas that stand outside brackets: a list may be one word of the shell.
    static func parts(_ text: String) -> [String] {
        var depth = 0
        var result = [""]
        for character in text {
            if character == "(" { depth += 1 }
            if character == ")" { depth -= 1 }
            if character == ",", depth == 0 { result.append("") } else { result[result.count - 1].append(character) }
        }
        return result.filter { !$0.isEmpty }
    }

    /// Seconds of one evaluation of likelihood and gradient, the median of some about the mode.
    private static func time(_ posterior: ParameterPosterior, _ clock: ContinuousClock) -> Double {
        var assessment = posterior.assessment
        let mean = posterior.mean
        let deviations = posterior.standardDeviations
        var times: [Double] = []
        for turn in 0..<timings {
            let shifts = zip(mean, deviations).map { $0 + 0.05 * $1 * Double(turn % 5 - 2) }
            let start = clock.now
            _ = assessment.evaluate(at: shifts)
            times.append((clock.now - start).inSeconds)
        }
        return times.sorted()[timings / 2]
    }

    private static let timings = 31
}
