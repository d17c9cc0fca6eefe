extension AssessmentCore {
    /// What an assessment reads a datum with.
    struct Reading: Sendable {
        /// Of measured numbers; labels and brackets have their own.
        var loss: Loss
    }

    /// - Throws: ``AssessmentError`` `invalidDatum`.
    func row(_ datum: AssessmentDatum, _ reading: Reading) throws(AssessmentError) -> AssessmentRow {
        switch datum.observation {
        case .boundary(let point): try boundary(point, reading.loss)
        case .invariant(let point): try invariant(point, reading.loss)
        case .bracket(let bracket): try self.bracket(bracket)
        case .label(let label): try self.label(label)
        case .amount(let amount): try self.amount(amount, reading.loss)
        case .property(let property): try self.property(property, reading.loss)
        case .activity(let point): try activity(point, reading.loss)
        }
    }

    /// The lowest and highest temperature of a datum, kelvin.
    static let temperatures = 1.0...10_000.0

    private func check(temperature: Double) throws(AssessmentError) {
        guard Self.temperatures.contains(temperature) else {
            throw AssessmentError(
                .invalidDatum, "the temperature is \(temperature) K",
                remedy: "Give kelvin, \(Self.temperatures.lowerBound) to \(Self.temperatures.upperBound).")
        }
    }

    private func check(_ measured: Measured, mayBeExact: Bool = false, what: String) throws(AssessmentError) {
        guard measured.value.isFinite, measured.error.isFinite, mayBeExact ? measured.error >= 0 : measured.error > 0 else {
            throw AssessmentError(
                .invalidDatum, "the \(what) is \(measured.value) ± \(measured.error)",
                remedy: "Give a finite value and a standard error \(mayBeExact ? "of zero or more" : "above zero").")
        }
    }

    /// All mole fractions from those of all components but one; those of the pure side are moved inside by ``smallestFraction``.
    func fractions(_ given: [String: Double]) throws(AssessmentError) -> [Double] {
        var result = [Double](repeating: 0, count: components.count)
        var missing: Int?
        for (index, name) in components.enumerated() {
            if let value = given[name] {
                guard value.isFinite, (0...1).contains(value) else {
                    throw AssessmentError(.invalidDatum, "x(\(name)) is \(value)", remedy: "Mole fractions are between 0 and 1.")
                }
                result[index] = value
            } else {
                guard missing == nil else {
                    throw AssessmentError(
                        .invalidDatum, "neither x(\(components[missing ?? 0])) nor x(\(name)) is given",
                        remedy: "Give the mole fractions of all components but one.")
                }
                missing = index
            }
        }
        guard given.count == components.count - (missing == nil ? 0 : 1) else {
            throw AssessmentError(
                .invalidDatum, "fractions of other components than \(components.joined(separator: ", ")) are given",
                remedy: "Choose the components that the data are about.")
        }
        if let missing { result[missing] = 1 - result.reduce(0, +) }
        guard result.allSatisfy({ $0 >= -1e-9 }), abs(result.reduce(0, +) - 1) < 1e-6 else {
            throw AssessmentError(.invalidDatum, "the mole fractions are \(result)", remedy: "They are not negative and sum to 1.")
        }
        return Self.inside(result)
    }

    /// Closest to a pure component that a logarithm is taken.
    static let smallestFraction = 1e-9

    static func inside(_ fractions: [Double]) -> [Double] {
        let raised = fractions.map { max($0, smallestFraction) }
        let sum = raised.reduce(0, +)
        return raised.map { $0 / sum }
    }

    private func boundary(_ point: BoundaryPoint, _ loss: Loss) throws(AssessmentError) -> AssessmentRow {
        try check(temperature: point.temperature.value)
        try check(point.temperature, mayBeExact: true, what: "temperature")
        let phase = try place(of: point.phase)
        guard phases[phase].model.degreesOfFreedom > 0 else {
            throw AssessmentError(
                .invalidDatum, "\(point.phase) has one composition, so its boundary says nothing of Gibbs energies",
                remedy: "Give the boundary of the phase it coexists with.")
        }
        let known = components.indices.filter { point.fractions[components[$0]] != nil }
        let measured = known.map { point.fractions[components[$0]] ?? Measured(0, error: 0) }
        for one in measured { try check(one, mayBeExact: true, what: "mole fraction") }
        var values: [String: Double] = [:]
        for (place, index) in known.enumerated() { values[components[index]] = measured[place].value }
        let all = try fractions(values)
        let rest = components.indices.first { !known.contains($0) } ?? components.count - 1
        let used = known.filter { $0 != rest }
        return .boundary(
            .init(
                phase: phase, partner: try place(of: point.partner), known: used, rest: rest, observed: used.map { all[$0] },
                errors: used.map { point.fractions[components[$0]]?.error ?? 0 }, temperature: point.temperature,
                hint: point.partnerHint.isEmpty ? nil : try fractions(point.partnerHint), loss: loss, readsTemperature: false))
    }

    private func phases(ofInvariant names: [String]) throws(AssessmentError) -> [Int] {
        guard components.count == 2, names.count == 3 else {
            throw AssessmentError(
                .invalidDatum, "an invariant of \(names.count) phases in a system of \(components.count) components",
                remedy: "Invariants are supported in binaries, with three phases.")
        }
        var result: [Int] = []
        for name in names { result.append(try place(of: name)) }
        guard result.allSatisfy({ one in result.filter { $0 == one }.count <= 2 }) else {
            throw AssessmentError(.invalidDatum, "an invariant of one phase three times", remedy: "A phase may stand twice.")
        }
        return result
    }

    private func invariant(_ point: InvariantPoint, _ loss: Loss) throws(AssessmentError) -> AssessmentRow {
        let places = try phases(ofInvariant: point.phases)
        try check(temperature: point.near)
        var readings: [AssessmentRow.Invariant.Reading] = []
        if let temperature = point.temperature {
            try check(temperature, what: "temperature")
            readings.append(.init(vertex: nil, value: temperature, loss: loss))
        }
        for composition in point.compositions {
            try check(composition.fraction, what: "mole fraction")
            guard places.indices.contains(composition.phase) else {
                throw AssessmentError(.invalidDatum, "there is no vertex \(composition.phase)", remedy: "Count the phases from 0.")
            }
            readings.append(
                .init(vertex: (composition.phase, try place(ofComponent: composition.component)), value: composition.fraction, loss: loss))
        }
        guard !readings.isEmpty else {
            throw AssessmentError(.invalidDatum, "nothing of the invariant was measured", remedy: "Give its temperature or a composition.")
        }
        return .invariant(.init(phases: places, near: point.near, readings: readings))
    }

    private func bracket(_ bracket: TransitionBracket) throws(AssessmentError) -> AssessmentRow {
        try check(temperature: bracket.below)
        try check(temperature: bracket.above)
        guard bracket.above > bracket.below, bracket.error.isFinite, bracket.error > 0 else {
            throw AssessmentError(
                .invalidDatum, "the bracket is \(bracket.below) to \(bracket.above) K, to within \(bracket.error) K",
                remedy: "Give two rising temperatures and a standard error above zero.")
        }
        let middle = 0.5 * (bracket.below + bracket.above)
        let loss = Loss.bracket(halfWidth: 0.5 * (bracket.above - bracket.below) / bracket.error)
        let value = Measured(middle, error: bracket.error)
        switch bracket.transition {
        case .invariant(let names):
            return .invariant(.init(phases: try phases(ofInvariant: names), near: middle, readings: [.init(vertex: nil, value: value, loss: loss)]))
        case .boundary(let phase, let partner, let fractions):
            var measured: [String: Measured] = [:]
            for name in components { if let fraction = fractions[name] { measured[name] = Measured(fraction, error: 0) } }
            let row = try boundary(BoundaryPoint(phase, with: partner, temperature: value, fractions: measured), loss)
            guard case .boundary(var boundary) = row else { return row }
            boundary.readsTemperature = true
            return .boundary(boundary)
        }
    }

    private func label(_ label: PhaseLabel) throws(AssessmentError) -> AssessmentRow {
        let numbers = [label.seen, label.detectionLimit, label.misreading]
        guard numbers.allSatisfy({ (0...1).contains($0) }), label.detectionLimit < 1, label.misreading < 1, label.resolution > 0 else {
            throw AssessmentError(
                .invalidDatum,
                "seen \(label.seen), detection limit \(label.detectionLimit), misreading \(label.misreading), resolution \(label.resolution)",
                remedy: "Fractions and probabilities are between 0 and 1, the resolution is above zero.")
        }
        return try lever(
            label.phase, label.matrix, label.temperature, label.component, label.fraction,
            .label(resolution: label.resolution, detectionLimit: label.detectionLimit), .probit(seen: label.seen, misreading: label.misreading))
    }

    private func amount(_ amount: PhaseAmount, _ loss: Loss) throws(AssessmentError) -> AssessmentRow {
        try check(amount.amount, what: "amount")
        return try lever(
            amount.phase, amount.matrix, amount.temperature, amount.component, amount.fraction, .amount(amount.amount), loss)
    }

    private func lever(
        _ phase: String, _ matrix: String, _ temperature: Double, _ component: String, _ fraction: Double,
        _ reading: AssessmentRow.Lever.Reading, _ loss: Loss
    ) throws(AssessmentError) -> AssessmentRow {
        guard components.count == 2 else {
            throw AssessmentError(
                .invalidDatum, "a label or an amount in a system of \(components.count) components",
                remedy: "Labels and amounts are supported in binaries.")
        }
        try check(temperature: temperature)
        guard (0...1).contains(fraction) else {
            throw AssessmentError(.invalidDatum, "x(\(component)) is \(fraction)", remedy: "Mole fractions are between 0 and 1.")
        }
        let place = try self.place(ofComponent: component)
        let matrixPlace = try self.place(of: matrix)
        guard phases[matrixPlace].model.degreesOfFreedom > 0 else {
            throw AssessmentError(
                .invalidDatum, "the matrix \(matrix) has one composition, so nothing dissolves in it",
                remedy: "Name the other phase the matrix, or give a property.")
        }
        return .lever(
            .init(
                phase: try self.place(of: phase), matrix: matrixPlace, temperature: temperature, component: place, other: 1 - place,
                fraction: fraction, reading: reading, loss: loss))
    }

    private func property(_ property: PhaseProperty, _ loss: Loss) throws(AssessmentError) -> AssessmentRow {
        try check(temperature: property.temperature)
        try check(property.value, what: property.quantity.rawValue)
        let phase = try place(of: property.phase)
        let model = phases[phase].model
        switch property.state {
        case .constitution(let sublattices):
            let y = try constitution(sublattices, phases[phase])
            let value = try self.value(property.quantity, of: phases[phase], y, from: property.reference, at: property.temperature)
            return .property(.init(value: value.value, slopes: value.slopes, measured: property.value, loss: loss))
        case .composition(let given):
            let fractions = try self.fractions(given)
            if let places = phases[phase].componentOfVariable {
                let y = places.map { fractions[$0] }
                let value = try self.value(property.quantity, of: phases[phase], y, from: property.reference, at: property.temperature)
                return .property(.init(value: value.value, slopes: value.slopes, measured: property.value, loss: loss))
            }
            guard property.quantity != .heatCapacity, property.reference != .mixing, model.degreesOfFreedom > 0 else {
                throw AssessmentError(
                    .invalidDatum, "\(property.quantity.rawValue) of \(property.phase) at a composition",
                    remedy: "Give the site fractions: the constitution is not fixed by the composition.")
            }
            let reference = try self.reference(
                property.quantity, from: property.reference, fractions: fractions, at: property.temperature)
            return .relaxed(
                .init(
                    phase: phase, quantity: property.quantity, fractions: fractions, temperature: property.temperature, reference: reference,
                    measured: property.value, loss: loss))
        }
    }

    private func activity(_ point: ActivityPoint, _ loss: Loss) throws(AssessmentError) -> AssessmentRow {
        try check(temperature: point.temperature)
        try check(point.value, what: "activity")
        guard point.value.value > 0 else {
            throw AssessmentError(.invalidDatum, "the activity is \(point.value.value)", remedy: "Activities are above zero.")
        }
        let component = try place(ofComponent: point.component)
        let phase = try place(of: point.phase)
        let fractions = try self.fractions(point.fractions)
        guard phases[phase].model.degreesOfFreedom > 0, fractions[component] > 2 * Self.smallestFraction, fractions[component] < 1 - 1e-6 else {
            throw AssessmentError(
                .invalidDatum, "the activity of \(point.component) in \(point.phase) at x = \(fractions[component])",
                remedy: "At the pure component it is 1 by definition and says nothing.")
        }
        let reference = try pure(component, in: try place(of: point.referencePhase), .gibbsEnergy, at: point.temperature)
        return .activity(
            .init(
                component: component, phase: phase, fractions: fractions, temperature: point.temperature, reference: reference,
                logarithm: Elementary.log(point.value.value), error: point.value.error / point.value.value, loss: loss))
    }
}
