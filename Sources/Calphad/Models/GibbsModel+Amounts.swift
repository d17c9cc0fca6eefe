extension GibbsModel {
    /// Amounts of the components, mol of atoms per mole of formula units.
    func amounts(_ y: [Double]) -> [Double] {
        if let ionicSites { return ionicSites.amounts(y) }
        var amounts = fixedAtoms
        let count = components.count
        for i in 0..<variableCount { for c in 0..<count { amounts[c] += atoms[i * count + c] * y[i] } }
        return amounts
    }

    /// Adds `Σ_c weights[c] ∂M_c/∂y` to a gradient.
    func addAmountGradient(_ y: [Double], weights: [Double], to gradient: inout [Double]) {
        if let ionicSites { return ionicSites.addAmountGradient(y, weights: weights, to: &gradient) }
        let count = components.count
        for i in 0..<variableCount { for c in 0..<count { gradient[i] += atoms[i * count + c] * weights[c] } }
    }

    /// Subtracts `Σ_c μ_c ∂²M_c/∂y∂y` from a Hessian; nothing for models whose amounts are linear.
    func subtractAmountCurvature(_ y: [Double], potentials: [Double], from hessian: inout [Double]) {
        ionicSites?.subtractAmountCurvature(y, potentials: potentials, from: &hessian)
    }

    /// Net charge of a formula unit, elementary charges.
    func charge(_ y: [Double]) -> Double {
        var charge = fixedCharge
        for i in charges.indices { charge += charges[i] * y[i] }
        return charge
    }
}
