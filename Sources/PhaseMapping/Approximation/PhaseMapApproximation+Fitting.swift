extension PhaseMapApproximation {
    /// Fits evidence; from the hyper-parameters of an earlier fit the search is short.
    ///
    /// - Parameter previous: A fit of the same model to less evidence.
    /// - Throws: ``PhaseMapInputError`` and `LinearAlgebraError`.
    public init(model: PhaseMapModel, evidence: PhaseMapEvidence, previous: PhaseMapApproximation? = nil) throws {
        var fit = try ApproximationFit(model: model, evidence: evidence, white: previous?.whiteHyperParameters)
        try fit.run(isContinued: previous != nil)
        self.model = model
        table = fit.table
        layout = fit.layout
        whiteHyperParameters = fit.white
        inducingCount = fit.inducingCount
        fieldFeatures = try fit.inducingFeatures(fit.white)
        field = try fit.laplace(fieldFeatures, white: fit.white, points: fit.table.conditions.count, start: fit.fieldWeights)
        processes = fit.processes
        shares = fit.shares
    }
}
