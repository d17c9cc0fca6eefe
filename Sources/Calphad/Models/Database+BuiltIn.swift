/// Names that database files use without defining them, because the programs they were written for know them.
extension Database {
    /// The gas constant, J/(mol K).
    static let gasConstantSymbol = "R"
    /// The pressure term of an ideal gas, `R T ln(P / 1e5 Pa)`: COST 507 notes it as `8.31451*T*LN(1.E-5*P)`, and OpenCalphad defines it alike.
    static let idealGasSymbol = "RTLNP"
    /// The pressure at which it is zero, Pa.
    static let idealGasPressure = 1e5

    static func isBuiltIn(_ name: String) -> Bool { name == gasConstantSymbol || name == idealGasSymbol }
}
