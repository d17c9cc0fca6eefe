import ArgumentParser
import ControlProtocol
import Testing
import Tieline

@testable import TielineCommands

@Suite("The command line")
struct CommandLineTests {
    @Test(
        "Every command of the design is understood",
        arguments: [
            "run config/campaigns/sn-bi-film.yaml --follow --json", "campaigns --json", "status latest", "watch sn-bi-film-0001 --socket /s",
            "pause latest --because tea", "resume latest --because ready", "abort latest --because smoke",
            "report latest --html r.html --svg r.svg --json",
            "instruments furnace-1", "stop --json", "stop --instruments i.yaml", "check c.yaml", "verify", "verify --state /var/lib/tieline",
            "rpc campaign.list", #"rpc campaign.status {"campaign":"latest"}"#, "prior list latest", "prior withdraw latest prior-1 --because wrong",
            "prior add latest boundary --points 0.80,400;0.88,405 --between BCT_A5,RHOMBO_A7 --certainty 0.8 --because dsc",
            "prior add latest region --polygon 0.7,420;0.8,420;0.8,440 --phases LIQUID --certainty 0.9 --because molten",
            "prior add latest boundary --points 0.80,0.1;0.88,0.2 --certainty 0.8 --because dft",
            "prior add latest region --polygon 0.7,0.1;0.8,0.1;0.8,0.2 --certainty 0.9 --because alike",
            "prior add latest roi --polygon 0.7,420;0.8,420;0.8,440 --certainty 0.6 --because near",
            "prior add latest same --points 0.7,420;0.8,420 --certainty 0.6 --because alike",
            "prior add latest same --points -0.7,-1;-0.8,1 --certainty 0.6 --because alike",
            "prior add latest ball --center 0.8,0.15,0.05 --radius 0.05 --phases fcc --certainty 0.6 --because alike",
        ])
    func understood(line: String) throws {
        _ = try TielineCommand.parseAsRoot(line.split(separator: " ").map(String.init))
    }

    @Test(
        "Wrong usage is refused before anything is sent",
        arguments: [
            "", "melt", "run", "status", "pause latest", "watch latest --loud", "rpc campaign.status {", "stop now",
            "prior add latest boundary --points 0.80,400 --between A,B --certainty 0.8 --because dsc",
            "prior add latest boundary --points 0.80,400;0.88 --between A,B --certainty 0.8 --because dsc",
            "prior add latest boundary --points 0.80,nan;0.88,405 --between A,B --certainty 0.8 --because dsc",
            "prior add latest boundary --points 0.80,400;0.88,405 --between A,B --certainty 1 --because dsc",
            "prior add latest roi --polygon 0.7,420;0.8,420 --certainty 0.6 --because near",
            "prior add latest same --points 0.7,420;0.8,420 --certainty 0.5 --because alike",
            "prior add latest same --points 0.7,420;0.8,420 --certainty nan --because alike",
            "prior add latest ball --center 0.8,0.15,0.05 --phases fcc --certainty 0.6 --because alike",
            "prior add latest ball --center 0.8,0.15,0.05 --radius -1 --phases fcc --certainty 0.6 --because alike",
            "prior add latest same --points 0.7,420;0.8,420 --radius 0.1 --certainty 0.6 --because alike",
            "prior add latest region --polygon 0.7,420;0.8,420;0.8,440 --between A,B --certainty 0.9 --because molten",
            "prior add latest roi --polygon 0.7,420;0.8,420;0.8,440 --phases LIQUID --certainty 0.9 --because molten",
        ])
    func refused(line: String) {
        #expect(throws: (any Error).self) {
            // The root alone shows the help: that is a wrong usage of a script too.
            guard !line.isEmpty else { throw ValidationError("no command") }
            _ = try TielineCommand.parseAsRoot(line.split(separator: " ").map(String.init))
        }
    }

    @Test("A boundary reaches the request as it was written")
    func boundary() throws {
        let arguments = [
            "add", "latest", "boundary", "--points", " 0.80,400 ; 0.88,405", "--between", "BCT_A5, RHOMBO_A7", "--certainty", "0.8", "--because",
            "seen in DSC",
        ]
        let command = try #require(try PriorCommand.parseAsRoot(arguments) as? PriorAddCommand)
        #expect(
            command.request
                == AddPrior(
                    campaign: "latest", kind: .boundary, points: [[0.80, 400], [0.88, 405]], phases: ["BCT_A5", "RHOMBO_A7"], certainty: 0.8,
                    because: "seen in DSC"))
    }

    @Test("Failures of the science and of the journal are told like the daemon's")
    func localFailures() {
        let error = ControlFailure(
            local: SpecificationError(.unreadable, file: "a.yaml", line: nil, field: "", message: "not there", remedy: "Look."))
        #expect(error.code == .specification(.unreadable))
        #expect(error.description == "a.yaml: not there. Look.")
    }
}
