// swift-tools-version: 6.1
//
// The house of docs/design.md: a module may import only modules on a floor below it. `Makefile` builds with
// `--explicit-target-dependency-import-check error`, so an import that is not written here does not compile.

import PackageDescription

/// Each setting with the reason it is on.
let settings: [SwiftSetting] = [
    // `any` marks dynamic dispatch, so a reader sees where a protocol costs something.
    .enableUpcomingFeature("ExistentialAny"),
    // What a module imports is its own business unless it says `public import`.
    .enableUpcomingFeature("InternalImportsByDefault"),
    // A member is visible only where its module is imported: the floors hold for extensions too.
    .enableUpcomingFeature("MemberImportVisibility"),
]

/// The products hold the Swift libraries themselves: they start in half the time, and run where no Swift is installed. What static Foundation needs is
/// named here, since the modules are compiled for both; lld, which comes with Swift, finds it in any order.
let standalone: [LinkerSetting] =
    [.unsafeFlags(["-static-stdlib", "-use-ld=lld"])]
    + ["CoreFoundation", "_FoundationCShims", "_FoundationCollections", "_FoundationICU"].map { .linkedLibrary($0) }

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let collections = Target.Dependency.product(name: "OrderedCollections", package: "swift-collections")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let serviceLifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

/// A module of the house and its floor; the floor is for the reader, the dependencies are what the compiler checks.
func module(
    _ name: String, floor _: Int, _ dependencies: [Target.Dependency], path: String? = nil, exclude: [String] = [], resources: [Resource] = [],
    swiftSettings: [SwiftSetting] = []
) -> Target {
    .target(name: name, dependencies: dependencies, path: path, exclude: exclude, resources: resources, swiftSettings: settings + swiftSettings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = [], resources: [Resource] = []) -> Target {
    .testTarget(
        name: name + "Tests", dependencies: [.byName(name: name)] + dependencies, exclude: exclude, resources: resources, swiftSettings: settings)
}

let package = Package(
    name: "tieline",
    products: [
        .executable(name: "tielined", targets: ["tielined"]),
        .executable(name: "tieline", targets: ["tieline"]),
        .executable(name: "tieline-sim", targets: ["tieline-sim"]),
        .library(name: "Calphad", targets: ["Calphad"]),
        .library(name: "PhaseMapping", targets: ["PhaseMapping"]),
        .library(name: "Diffraction", targets: ["Diffraction"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", exact: "1.6.0"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1", traits: ["FullFoundation"]),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
    ],
    targets: [
        // Floor 0: the vocabulary, and system libraries.
        module("Tieline", floor: 0, []),
        .systemLibrary(name: "COpenBLAS"),
        .systemLibrary(name: "CCurl"),
        .systemLibrary(name: "CModbus"),
        // Floor 1
        module("LinearAlgebra", floor: 1, ["COpenBLAS"]),
        // Floor 2
        module("Inference", floor: 2, ["LinearAlgebra"]),
        // Floor 3: science, and the reader of configuration files.
        module("Calphad", floor: 3, ["LinearAlgebra", "Inference", collections]),
        module("PhaseMapping", floor: 3, ["Tieline", "Inference", "LinearAlgebra"]),
        module("Diffraction", floor: 3, ["Tieline", "Inference"]),
        module("ConfigurationFiles", floor: 3, ["Tieline", yams]),
        // Floor 4
        module("Instruments", floor: 4, ["Tieline", "ConfigurationFiles", "CCurl", "CModbus", logging]),
        module("Journal", floor: 4, ["Tieline", crypto, grdb], resources: [.embedInCode("Migrations")]),
        module("Figures", floor: 4, ["Tieline", "Calphad"]),
        module("SimulatedBench", floor: 4, ["Tieline", "ConfigurationFiles", "Calphad", "Diffraction", "Inference"]),
        module("ControlProtocol", floor: 4, ["Tieline"]),
        // Floor 5
        module(
            "Campaigns", floor: 5,
            [
                "Tieline", "ConfigurationFiles", "Calphad", "Inference", "LinearAlgebra", "PhaseMapping", "Journal", logging,
            ]),
        // Floor 6
        module(
            "Control", floor: 6,
            ["Tieline", "ControlProtocol", "Journal", logging, nioCore, nioPosix, serviceLifecycle]),
        module("Studies", floor: 6, ["Tieline", "Calphad", "Campaigns", "Diffraction", "Figures", "Inference", "SimulatedBench"]),
        // Floor 7: the programs, each a module that tests can look into and a product that only starts it. Tests depend on no product: they
        // would be linked like one.
        module(
            "TielineDaemon", floor: 7,
            [
                "Tieline", "ConfigurationFiles", "Control", "ControlProtocol", "Calphad", "Campaigns", "Diffraction", "Instruments", "Journal",
                "LinearAlgebra", argumentParser, logging, serviceLifecycle, unixSignals,
            ], path: "Sources/tielined", exclude: ["Main.swift"]),
        module(
            "TielineCommands", floor: 7,
            [
                "Tieline", "Campaigns", "ControlProtocol", "Calphad", "Figures", "Instruments", "Journal", "SimulatedBench", "Studies",
                argumentParser,
            ], path: "Sources/tieline", exclude: ["Main.swift"]),
        .executableTarget(
            name: "tielined", dependencies: ["TielineDaemon"], path: "Sources/tielined", sources: ["Main.swift"], swiftSettings: settings,
            linkerSettings: standalone),
        .executableTarget(
            name: "tieline", dependencies: ["TielineCommands"], path: "Sources/tieline", sources: ["Main.swift"], swiftSettings: settings,
            linkerSettings: standalone),
        .executableTarget(
            name: "tieline-sim",
            dependencies: ["Tieline", "SimulatedBench", "CModbus", argumentParser, hummingbird, logging, nioCore],
            swiftSettings: settings, linkerSettings: standalone),
        // What the engine costs, printed beside pycalphad by `make benchmark`.
        .executableTarget(name: "calphad-benchmark", dependencies: ["Calphad"], path: "Benchmarks/Sources", swiftSettings: settings),
        // What the phase-map learner reaches on the reference cases, and what it costs.
        .executableTarget(
            name: "phase-map-benchmark", dependencies: ["PhaseMapping", "Inference", "Tieline"], path: "Benchmarks/PhaseMap/Sources",
            swiftSettings: settings),
        // Tests: one folder a module.
        tests("Tieline", []),
        tests("LinearAlgebra", []),
        tests("Inference", ["LinearAlgebra"]),
        tests("Calphad", ["Inference", "LinearAlgebra"], resources: [.copy("Databases")]),
        tests("PhaseMapping", ["Tieline", "Inference", "LinearAlgebra"]),
        tests("Diffraction", ["Tieline", "Inference"]),
        tests("ConfigurationFiles", ["Tieline"]),
        tests("Instruments", ["Tieline"], exclude: ["Support/Python"]),
        tests("Journal", ["Tieline", grdb]),
        tests("Figures", ["Tieline", "Calphad"]),
        // They start the built tieline-sim.
        tests("SimulatedBench", ["Tieline", "Calphad", "Campaigns", "Diffraction", "CModbus"]),
        tests("ControlProtocol", ["Tieline"]),
        tests("Campaigns", ["Tieline", "Inference", "Instruments", "LinearAlgebra", "Journal", logging]),
        tests("Studies", ["Tieline", "Calphad", "Campaigns", "SimulatedBench"]),
        tests("Control", ["Tieline", "ControlProtocol", "Journal", logging, serviceLifecycle]),
        .testTarget(
            name: "ProductTests",
            dependencies: [
                "Tieline", "Campaigns", "ControlProtocol", "Journal", "SimulatedBench", "Studies", "TielineCommands", "TielineDaemon",
                argumentParser,
            ], swiftSettings: settings),
    ],
    swiftLanguageModes: [.v6]
)
