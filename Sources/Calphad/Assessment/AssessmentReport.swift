/// An assessment in numbers and words, for people and programs.
public struct AssessmentReport: Sendable, Encodable {
    public struct Coefficient: Sendable, Encodable {
        public struct Source: Sendable, Encodable {
            public var source: String
            /// Of all that is known of the coefficient, 0...1.
            public var share: Double
        }

        public var parameter: String
        /// `A`, `B*T` or `C*T*LN(T)`.
        public var form: String
        public var unit: String
        /// What the fitted database has.
        public var value: Double
        /// What was added to the original database's.
        public var shift: Double
        public var standardError: Double
        public var prior: FreeCoefficient.Prior
        /// Part of the prior's variance that is left, 0...1: near 1 the data say nothing.
        public var remainingVariance: Double
        /// The sources that say most of it, at most ``AssessmentReport/largestSourceCount``.
        public var sources: [Source]
    }

    public struct Source: Sendable, Encodable {
        public var source: String
        public var data: Int
        /// Data of which the fitted model says nothing.
        public var unusable: Int
        /// Of the other deviates, standard errors: near 1 where errors are what they are said to be.
        public var rootMeanSquare: Double
    }

    public struct Misfit: Sendable, Encodable {
        public var source: String
        /// Standard errors.
        public var deviate: Double
        public var kind: String
    }

    public var database: String
    public var components: [String]
    public var coefficients: [Coefficient]
    /// How many data of each kind.
    public var kinds: [String: Int]
    public var sources: [Source]
    /// The largest deviates, and those that are not exact.
    public var misfits: [Misfit]
    public var unidentified: [String]
    /// Of the fit, one sentence each.
    public var warnings: [String]
    public var logEvidence: Double
    /// The step that Newton's method would still make, posterior standard deviations.
    public var remainingStep: Double
    public var evaluations: Int

    static let largestSourceCount = 5
    static let misfitCount = 12
    /// Standard errors.
    static let misfitThreshold = 3.0

    public init(_ posterior: ParameterPosterior) {
        let assessment = posterior.assessment
        let leverages = posterior.leverages()
        let unusable = posterior.unusable
        let sources = assessment.data.map { Self.publication($0.source) }
        var order: [String] = []
        for source in sources where !order.contains(source) { order.append(source) }

        database = assessment.core.database.file
        components = assessment.components
        coefficients = assessment.free.indices.map { index in
            let one = assessment.free[index]
            let shares = order.map { name in
                Coefficient.Source(source: name, share: leverages.reduce(0) { $0 + (sources[$1.datum] == name ? $1.shares[index] : 0) })
            }
            let deviation = posterior.standardDeviations[index]
            let ratio = deviation / one.prior.standardDeviation
            return Coefficient(
                parameter: "\(one.parameter)", form: one.form.rawValue, unit: one.form.unit,
                value: (assessment.core.database.value(of: one) ?? 0) + posterior.mean[index], shift: posterior.mean[index],
                standardError: deviation, prior: one.prior, remainingVariance: ratio * ratio,
                sources: Array(shares.sorted { $0.share > $1.share }.prefix(Self.largestSourceCount).filter { $0.share >= 0.01 }))
        }
        var kinds: [String: Int] = [:]
        for datum in assessment.data { kinds[datum.observation.kind, default: 0] += 1 }
        self.kinds = kinds
        self.sources = order.map { name in
            let usable = leverages.filter { sources[$0.datum] == name && !unusable.contains($0.datum) }
            let values = usable.flatMap(\.deviates)
            let mean = values.reduce(0) { $0 + $1 * $1 } / Double(max(1, values.count))
            return Source(
                source: name, data: sources.count { $0 == name }, unusable: unusable.count { sources[$0] == name }, rootMeanSquare: mean.squareRoot())
        }
        var misfits: [Misfit] = []
        let evaluator = assessment.evaluator
        for datum in evaluator.rows.indices {
            for place in evaluator.offsets[datum]..<evaluator.offsets[datum + 1] {
                let deviate = evaluator.deviates[place]
                guard deviate.kind != .exact || abs(deviate.value) > Self.misfitThreshold else { continue }
                misfits.append(Misfit(source: assessment.data[datum].source, deviate: deviate.value, kind: deviate.kind.rawValue))
            }
        }
        // What is not there at all comes first: its deviate is a constant.
        self.misfits = Array(
            misfits.sorted { ($0.kind == "unusable" ? 1 : 0, abs($0.deviate)) > ($1.kind == "unusable" ? 1 : 0, abs($1.deviate)) }.prefix(
                Self.misfitCount))
        unidentified = posterior.unidentified()
        warnings = posterior.warnings
        logEvidence = posterior.logEvidence
        remainingStep = posterior.remainingStep
        evaluations = posterior.evaluations
    }

    /// `Jones1931` of `Jones1931, ZPF row 12`.
    static func publication(_ source: String) -> String { source.split(separator: ",").first.map(String.init) ?? source }
}

extension AssessmentDatum.Observation {
    /// What it is, in one word.
    public var kind: String {
        switch self {
        case .boundary: "boundary"
        case .invariant: "invariant"
        case .bracket: "bracket"
        case .label: "label"
        case .amount: "amount"
        case .property(let property): property.quantity.rawValue
        case .activity: "activity"
        }
    }
}

extension ParameterPosterior {
    /// The fitted database as a TDB file, each fitted parameter below a remark with its coefficients, their standard errors, and the data used.
    ///
    /// - Throws: ``DatabaseError``.
    public func tdb() throws(DatabaseError) -> String {
        let report = AssessmentReport(self)
        var comments: [ParameterIdentifier: String] = [:]
        for parameter in assessment.core.parameters {
            var parts: [String] = []
            var sources: [String] = []
            for (index, one) in free.enumerated() where one.parameter == parameter {
                let row = report.coefficients[index]
                let digits = Self.rounded(row.value, error: row.standardError)
                let note = row.remainingVariance > 0.5 ? " (mostly prior)" : ""
                parts.append("\(row.form): \(digits) +- \(Self.short(row.standardError)) \(row.unit)\(note)")
                for source in row.sources where !sources.contains(source.source) { sources.append(source.source) }
            }
            let data = sources.isEmpty ? "prior alone" : sources.joined(separator: ", ")
            comments[parameter] = "Fitted by Tieline: \(parts.joined(separator: "; ")). Data: \(data)."
        }
        return try database().tdb(comments: comments)
    }

    /// A value to a tenth of its error.
    static func rounded(_ value: Double, error: Double) -> String {
        guard value.isFinite, error.isFinite, error > 0 else { return "\(value)" }
        var step = 1e9
        while step > error / 10, step > 1e-12 { step /= 10 }
        let rounded = (value / step).rounded() * step
        if step >= 1 { return "\(Int(rounded.rounded()))" }
        var places = 0
        while step < 0.999, places < 12 {
            step *= 10
            places += 1
        }
        let scale = (0..<places).reduce(1.0) { power, _ in power * 10 }
        let whole = Int((value.magnitude * scale).rounded())
        let text = String(whole)
        let padded = String(repeating: "0", count: max(0, places + 1 - text.count)) + text
        return (value < 0 && whole != 0 ? "-" : "") + padded.dropLast(places) + "." + padded.suffix(places)
    }
}
