import Journal
public import Tieline

extension Laboratory {
    public func addPrior(
        _ kind: Prior.Kind, certainty: Double, reason: String, to campaign: String, caller: Caller
    ) async throws -> Prior {
        try await runner(campaign).addPrior(kind, certainty: certainty, try request(reason, caller), author: caller.user)
    }

    public func priors(of campaign: String) async throws -> [Prior] { await (try runner(campaign)).history.priors }

    public func withdrawPrior(_ identifier: String, from campaign: String, reason: String, caller: Caller) async throws {
        try await runner(campaign).withdrawPrior(identifier, try request(reason, caller), author: caller.user)
    }
}

extension CampaignRunner {
    func addPrior(_ kind: Prior.Kind, certainty: Double, _ request: Request, author: String) async throws -> Prior {
        try requireRunning()
        // A NaN fails the comparison.
        guard certainty > 0.5, certainty < 1 else {
            throw ControlError(
                .invalidPrior, message: "the certainty is \(certainty)",
                remedy: "Give the probability that you are right, above 0.5 (it says nothing) and below 1 (nobody is that sure)")
        }
        try check(kind)
        let strategy = try belief ?? services.makeStrategy(history.start)
        if let objection = strategy.objection(to: kind, certainty: certainty) {
            throw ControlError(.invalidPrior, message: objection.message, remedy: objection.remedy)
        }
        priorsGiven = max(priorsGiven, history.priorCount) + 1
        let prior = Prior(
            identifier: "prior-\(priorsGiven)", kind: kind, certainty: certainty, author: author, reason: request.why,
            time: services.secondsSince1970())
        try await record(.priorAdded(prior), who: request.who, why: request.why)
        post(.prior, "\(prior.identifier) by \(author), certainty \(certainty): \(request.why)")
        return prior
    }

    func withdrawPrior(_ identifier: String, _ request: Request, author: String) async throws {
        try requireRunning()
        guard history.priors.contains(where: { $0.identifier == identifier }) else {
            throw ControlError(.invalidPrior, message: "\(name) has no \(identifier)", remedy: "`tieline prior list \(name)` lists them")
        }
        try await record(
            .priorWithdrawn(PriorWithdrawal(prior: identifier, author: author, reason: request.why)), who: request.who, why: request.why)
        post(.prior, "\(identifier) withdrawn by \(author): \(request.why)")
    }

    private func requireRunning() throws(ControlError) {
        guard !lifecycle.hasEnded else {
            throw ControlError(
                .notRunning, message: "\(name) is \(lifecycle.status.rawValue)", remedy: "A prior can change only a campaign that goes on")
        }
    }

    /// Every point is inside the campaign's space, and there are as many as the shape needs.
    private func check(_ kind: Prior.Kind) throws(ControlError) {
        let (points, least, phases): ([Condition], Int, [String]) =
            switch kind {
            case .regionOfInterest(let polygon): (polygon, 3, [])
            case .phaseRegion(let polygon, let phases): (polygon, 3, phases)
            case .phaseBall(let center, _, let phases): ([center], 1, phases)
            case .phaseBoundary(let points, let between): (points, 2, between)
            case .samePhase(let points), .differentPhase(let points): (points, 2, [])
            }
        guard points.count >= least else {
            throw ControlError(.invalidPrior, message: "\(points.count) points were given", remedy: "Give at least \(least)")
        }
        if case .phaseBall(_, let radius, _) = kind, !Prior.Kind.plausibleRadii.contains(radius) {
            throw ControlError(
                .invalidPrior, message: "the radius is \(radius)",
                remedy:
                    "Give a distance in mole fraction, or a share of the axes, \(Prior.Kind.plausibleRadii.lowerBound) to \(Prior.Kind.plausibleRadii.upperBound)"
            )
        }
        let space = specification.space
        if let outside = points.first(where: { !space.contains($0) }) {
            let axes = space.axes.map { "\($0.name) \($0.minimum)...\($0.maximum) \($0.unit.rawValue)" }.joined(separator: ", ")
            let sum = space.sumsToOne(outside) ? nil : space.simplexSum(outside).map { "; its mole fractions sum to \(fixed($0, 4))" }
            throw ControlError(
                .invalidPrior, message: "\(outside.coordinates) is not in the campaign's space\(sum ?? "")",
                remedy: "In the order of the axes: \(axes)\(space.simplex.isEmpty ? "" : ", all mole fractions, which sum to 1")")
        }
        let known = specification.mapping?.regions ?? specification.theory.phases
        if let unknown = phases.first(where: { !known.contains($0) }) {
            throw ControlError(
                .invalidPrior, message: "the campaign knows no \(specification.mapping == nil ? "phase" : "region") \(unknown)",
                remedy: "It knows \(known.joined(separator: ", "))")
        }
    }
}
