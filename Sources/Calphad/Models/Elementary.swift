#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// The elementary functions the module needs, so that no other file imports a C library.
enum Elementary {
    @inline(__always) static func log(_ value: Double) -> Double {
        #if canImport(Glibc)
            Glibc.log(value)
        #else
            Darwin.log(value)
        #endif
    }

    @inline(__always) static func exp(_ value: Double) -> Double {
        #if canImport(Glibc)
            Glibc.exp(value)
        #else
            Darwin.exp(value)
        #endif
    }

    /// `ln(1 + x)`, exact where x is small.
    @inline(__always) static func log1p(_ value: Double) -> Double {
        #if canImport(Glibc)
            Glibc.log1p(value)
        #else
            Darwin.log1p(value)
        #endif
    }

    @inline(__always) static func pow(_ base: Double, _ exponent: Double) -> Double {
        #if canImport(Glibc)
            Glibc.pow(base, exponent)
        #else
            Darwin.pow(base, exponent)
        #endif
    }

    /// A whole power by repeated squaring: exact where the product is, and the same on every machine.
    @inline(__always) static func power(_ base: Double, _ exponent: Int) -> Double {
        var remaining = exponent.magnitude
        var result = 1.0
        var factor = base
        while remaining > 0 {
            if remaining & 1 == 1 { result *= factor }
            factor *= factor
            remaining >>= 1
        }
        return exponent < 0 ? 1 / result : result
    }
}

/// Constants of nature and of the field.
public enum CalphadConstants {
    /// J/(mol K), exact since 2019 (CODATA). Assessments of the 1990s were made with 8.31451 and pycalphad computes with 8.3145; the
    /// difference moves an eutectic by less than 0.005 K, so the file's convention is an option and the true constant the default.
    public static let gasConstant = 8.31446261815324
    /// Pa.
    public static let standardPressure = 101_325.0
}
