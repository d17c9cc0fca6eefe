import COpenBLAS

/// The functions of LAPACK in use, loaded once a process by the first factorisation.
public struct Lapack: Sendable {
    typealias Cholesky = @convention(c) (CInt, CChar, CInt, UnsafeMutablePointer<Double>?, CInt) -> CInt
    typealias Eigenvalues = @convention(c) (CInt, CChar, CChar, CInt, UnsafeMutablePointer<Double>?, CInt, UnsafeMutablePointer<Double>?) -> CInt

    let dpotrf: Cholesky
    let dsyev: Eigenvalues
    let blas: Blas

    /// Loads the libraries, for a program that would rather fail when it starts than at its first factorisation.
    ///
    /// - Throws: ``LinearAlgebraError`` `libraryMissing`.
    public static func load() throws(LinearAlgebraError) { _ = try loaded.get() }

    static let loaded: Result<Lapack, LinearAlgebraError> = {
        var functions = tieline_lapack()
        if let missing = tieline_lapack_load(&functions) { return .failure(.libraryMissing(String(cString: missing))) }
        guard let dpotrf = functions.dpotrf, let dsyev = functions.dsyev, let setThreads = functions.set_num_threads else {
            return .failure(.libraryMissing("a function is missing"))
        }
        guard let blas = Blas(functions) else { return .failure(.libraryMissing("a function of BLAS is missing")) }
        setThreads(1)
        return .success(Lapack(dpotrf: dpotrf, dsyev: dsyev, blas: blas))
    }()
}
