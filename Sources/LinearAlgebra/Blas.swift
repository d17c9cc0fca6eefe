import COpenBLAS

/// The functions of BLAS in use, and the two of LAPACK that work in place; CBLAS's enumerations are numbers of its standard.
///
/// All matrices of this module are stored row by row. The Fortran functions read columns: what is lower to one is upper to the other, so a
/// factorisation needs no transposed copy.
struct Blas: Sendable {
    typealias InPlace =
        @convention(c) (
            UnsafePointer<CChar>?, UnsafePointer<CInt>?, UnsafeMutablePointer<Double>?, UnsafePointer<CInt>?, UnsafeMutablePointer<CInt>?
        ) -> Void
    typealias MatrixProduct =
        @convention(c) (
            CInt, CInt, CInt, CInt, CInt, CInt, Double, UnsafePointer<Double>?, CInt, UnsafePointer<Double>?, CInt, Double,
            UnsafeMutablePointer<Double>?, CInt
        ) -> Void
    typealias VectorProduct =
        @convention(c) (
            CInt, CInt, CInt, CInt, Double, UnsafePointer<Double>?, CInt, UnsafePointer<Double>?, CInt, Double, UnsafeMutablePointer<Double>?, CInt
        ) -> Void
    typealias TriangularSolve =
        @convention(c) (
            CInt, CInt, CInt, CInt, CInt, CInt, CInt, Double, UnsafePointer<Double>?, CInt, UnsafeMutablePointer<Double>?, CInt
        ) -> Void
    typealias TriangularVector =
        @convention(c) (CInt, CInt, CInt, CInt, CInt, UnsafePointer<Double>?, CInt, UnsafeMutablePointer<Double>?, CInt) -> Void

    let dpotrf: InPlace
    let dpotri: InPlace
    let dgemm: MatrixProduct
    let dgemv: VectorProduct
    let dtrsm: TriangularSolve
    let dtrmv: TriangularVector
    let dtrsv: TriangularVector

    init?(_ functions: tieline_lapack) {
        guard let dpotrf = functions.dpotrf_in_place, let dpotri = functions.dpotri_in_place, let dgemm = functions.dgemm,
            let dgemv = functions.dgemv, let dtrsm = functions.dtrsm, let dtrmv = functions.dtrmv, let dtrsv = functions.dtrsv
        else { return nil }
        self.dpotrf = dpotrf
        self.dpotri = dpotri
        self.dgemm = dgemm
        self.dgemv = dgemv
        self.dtrsm = dtrsm
        self.dtrmv = dtrmv
        self.dtrsv = dtrsv
    }

    static let rowMajor: CInt = 101
    static let plain: CInt = 111
    static let transposed: CInt = 112
    static let lower: CInt = 122
    static let notUnit: CInt = 131
    static let left: CInt = 141
}
