import Testing

@testable import Calphad

@Suite("TDB writer") struct DatabaseWriterTests {
    static let files = [
        TestDatabases.solderName, "Al-Mg_Zhong.tdb", "COST507.tdb", "alcrni.tdb", "alfe.tdb", "alni_dupin_2001.tdb", "alzn_mey.tdb",
        "crfe_bcc_magnetic.tdb", "cumg.tdb",
    ]

    @Test("What is written reads back to the same database, so to the same bits", arguments: files)
    func roundTrip(file: String) throws {
        let database = try TestDatabases.read(file)
        let text = try database.tdb()
        let back = try Database(parsing: text, file: file)
        #expect(back.elements == database.elements)
        #expect(back.species == database.species)
        #expect(back.functions == database.functions)
        #expect(back.phases == database.phases)
        #expect(back.parameters == database.parameters)
        #expect(back.unsupported == database.unsupported)
        #expect(try back.tdb() == text)
        #expect(text.split(separator: "\n").allSatisfy { $0.utf8.count <= Database.maximumLineLength })
    }

    @Test("Energies are the same to the last bit", arguments: files)
    func energies(file: String) throws {
        let database = try TestDatabases.read(file)
        let back = try Database(parsing: database.tdb(), file: file)
        var random = SplitMix(state: 20_261_124)
        for name in database.phaseNames where database.isSupported(name) {
            guard let one = try? GibbsModel(database, phase: name, components: database.elementNames) else { continue }
            let two = try #require(try GibbsModel(back, phase: name, components: database.elementNames))
            for _ in 0..<3 {
                let y = one.sublattices.flatMap { sublattice in
                    let parts = sublattice.map { _ in random.unit() + 1e-3 }
                    let sum = parts.reduce(0, +)
                    return parts.map { $0 / sum }
                }
                let temperature = 300 + 2000 * random.unit()
                let expected = one.molarGibbsEnergy(one.isotherm(at: temperature), siteFractions: y)
                let found = two.molarGibbsEnergy(two.isotherm(at: temperature), siteFractions: y)
                #expect(found.bitPattern == expected.bitPattern, "\(name) at \(temperature) K")
            }
        }
    }

    @Test("Signs, brackets, powers and quotients keep their tree")
    func expressions() throws {
        let forms = [
            "-5*T", "5*-T", "-(-T)", "(-5)*T", "1/T/2*3", "(T*2)/(3*T)", "T**(-1)", "T**-1", "(T**2)**3", "-T**2", "1-(2-(3-T))",
            "LN(T+1)-EXP(-T/1000)", "F#*(1+2)", "2*(3*T)", "(2*3)*T", "-(2+T)", "+.5E-3*T-1D5", "T*(-3)/(-2)", "F-R*T*LN(1E-5*P)",
        ]
        for form in forms {
            let text = "ELEMENT A FCC 1 0 0 !\nFUNCTION F 298.15 \(form.contains("F") ? "1" : form); 6000 N !\nFUNCTION G 298.15 \(form); 6000 N !"
            let database = try Database(parsing: text, file: "forms.tdb")
            let back = try Database(parsing: database.tdb(), file: "forms.tdb")
            #expect(back.functions == database.functions, "\(form)")
        }
    }

    @Test("A remark above a parameter is a comment, however long")
    func comments() throws {
        let liquid = try ParameterIdentifier("L(LIQUID,BI,SN;0)")
        let remark = "fitted: −546 ± 30 J/mol, data: " + String(repeating: "film wafer-7; ", count: 20)
        let text = try TestDatabases.solders().tdb(comments: [liquid: remark])
        #expect(text.contains("$ fitted: −546 ± 30 J/mol"))
        #expect(try Database(parsing: text, file: "s").parameters == TestDatabases.solders().parameters)
    }

    @Test("A part of a database gives the energies of the whole")
    func restriction() throws {
        let whole = try TestDatabases.solders()
        let part = try Database(parsing: whole.restricted(to: ["BI", "SN"]).tdb(), file: "bi-sn.tdb")
        #expect(part.elementNames == ["BI", "SN"])
        #expect(part.parameterIdentifiers.count < whole.parameterIdentifiers.count)
        for name in part.phaseNames {
            guard let one = try GibbsModel(whole, phase: name, components: ["BI", "SN"]) else { continue }
            let two = try #require(try GibbsModel(part, phase: name, components: ["BI", "SN"]))
            let y = one.sublattices.flatMap { sublattice in sublattice.map { _ in 1 / Double(sublattice.count) } }
            #expect(
                one.molarGibbsEnergy(one.isotherm(at: 450), siteFractions: y).bitPattern
                    == two.molarGibbsEnergy(two.isotherm(at: 450), siteFractions: y).bitPattern)
        }
        #expect(throws: DatabaseError.self) { try whole.restricted(to: ["XX"]) }
    }
}
