/// The one style of all figures, for light and dark paper. Plain classes, no variables: `rsvg-convert` and old viewers read it too.
///
/// Phase colours are Okabe and Ito's, which people with any colour vision can tell apart (jfly.uni-koeln.de/color, 2008), darkened a little
/// for thin lines.
enum FigureStyle {
    /// Colours of phases in the order of the database's list; a sixth phase starts again.
    static let phaseColours = 5

    static let css = """
        .figure{font-family:"Helvetica Neue",Helvetica,Arial,"Liberation Sans","DejaVu Sans",sans-serif;font-size:13px}
        .figure .paper{fill:#fff}.figure text{fill:#1b1f23}
        .figure .frame{fill:none;stroke:#1b1f23;stroke-width:1}.figure .tick{stroke:#1b1f23;stroke-width:1}
        .figure .grid{stroke:#eceef0;stroke-width:1}
        .figure .number{font-size:12px}.figure .axis{font-size:14px}.figure .region{font-size:14px;fill:#57606a}
        .figure .name{font-size:12px}.figure .small{font-size:11px}.figure .tiny{font-size:8.5px;fill:#8c959f}.figure .strong{font-weight:600}
        .figure .faint{fill:#6e7781}.figure .note{font-size:14px;fill:#6e7781}
        .figure .leader{stroke:#8c959f;stroke-width:.7;fill:none}
        .figure .tie{stroke:#8c959f;stroke-width:.6;opacity:.55}.figure .triangle{fill:#8c959f;fill-opacity:.13;stroke:#1b1f23;stroke-width:.9;stroke-linejoin:round}
        .figure .isotherm{fill:none;stroke:#0072b2;stroke-width:.7;opacity:.55}.figure .isothermal{fill:#00639c}.figure .fine{font-size:9.5px}
        .figure .monovariant{fill:none;stroke:#1b1f23;stroke-width:1.9;stroke-linejoin:round;stroke-linecap:round}
        .figure .head{fill:#1b1f23;stroke:none}.figure .mark.open{stroke:#1b1f23}
        .figure .equal{fill:none;stroke:#1b1f23;stroke-width:1.3;stroke-dasharray:7 4}
        .figure .line.section{stroke-width:1.3}
        .figure .invariant{stroke:#1b1f23;stroke-width:2.2;fill:none}
        .figure .invariant-thin{stroke:#1b1f23;stroke-width:1;stroke-dasharray:5 4;fill:none;opacity:.7}
        .figure .line{fill:none;stroke-width:1.8;stroke-linejoin:round;stroke-linecap:round}.figure .band{stroke:none;opacity:.17}
        .figure .line.p0{stroke:#c2410c}.figure .band.p0,.figure .fill.p0{fill:#c2410c}.figure text.p0{fill:#c2410c}
        .figure .line.p1{stroke:#0072b2}.figure .band.p1,.figure .fill.p1{fill:#0072b2}.figure text.p1{fill:#00639c}
        .figure .line.p2{stroke:#007f5f}.figure .band.p2,.figure .fill.p2{fill:#007f5f}.figure text.p2{fill:#00694e}
        .figure .line.p3{stroke:#a3528a}.figure .band.p3,.figure .fill.p3{fill:#a3528a}.figure text.p3{fill:#8f4478}
        .figure .line.p4{stroke:#9a6b00}.figure .band.p4,.figure .fill.p4{fill:#9a6b00}.figure text.p4{fill:#7f5900}
        .figure .mark{stroke-width:1.3;fill:#fff}.figure .mark.all{fill:#1b1f23;stroke:#1b1f23}
        .figure .mark.p0{stroke:#c2410c}.figure .mark.p1{stroke:#0072b2}.figure .mark.p2{stroke:#007f5f}.figure .mark.p3{stroke:#a3528a}
        .figure .mark.p4{stroke:#9a6b00}.figure .mark.none{stroke:#c2410c;fill:none;stroke-width:1.6}
        .figure .error{stroke:#1b1f23;stroke-width:1.4;fill:none}.figure .star{fill:#f0b400;stroke:#1b1f23;stroke-width:1.1}
        .figure .target{fill:#f0b400;opacity:.22;stroke:none}.figure .estimate{fill:none;stroke:#0072b2;stroke-width:1.6;stroke-linejoin:round}
        .figure .spread{fill:#0072b2;opacity:.18;stroke:none}.figure .dot{fill:#0072b2}.figure .dot.open{fill:#fff;stroke:#0072b2;stroke-width:1.1}
        .figure .counts{fill:none;stroke:#1b1f23;stroke-width:1;stroke-linejoin:round}.figure .window{opacity:.13;stroke:none}
        .figure .halo{paint-order:stroke;stroke:#fff;stroke-width:4;stroke-linejoin:round}
        .figure .limit{stroke:#8c959f;stroke-width:.8;stroke-dasharray:1.5 3}
        @media (prefers-color-scheme:dark){
        .figure .paper{fill:#15181c}.figure .halo{stroke:#15181c}.figure text{fill:#e2e6ea}.figure .frame,.figure .tick{stroke:#c3c9d0}.figure .grid{stroke:#262b31}
        .figure .region,.figure .faint,.figure .note{fill:#9aa4af}.figure .tiny{fill:#78828c}.figure .leader,.figure .tie,.figure .limit{stroke:#78828c}
        .figure .equal{stroke:#e2e6ea}
        .figure .isotherm{stroke:#56b4e9}.figure .isothermal{fill:#56b4e9}.figure .monovariant,.figure .mark.open{stroke:#e2e6ea}.figure .head{fill:#e2e6ea}
        .figure .invariant,.figure .invariant-thin,.figure .error{stroke:#e2e6ea}.figure .counts{stroke:#d0d6dc}
        .figure .band{opacity:.26}.figure .triangle{stroke:#e2e6ea}
        .figure .line.p0,.figure .mark.p0,.figure .mark.none{stroke:#f5855a}.figure .band.p0,.figure .fill.p0,.figure text.p0{fill:#f5855a}
        .figure .line.p1,.figure .mark.p1{stroke:#56b4e9}.figure .band.p1,.figure .fill.p1,.figure text.p1{fill:#56b4e9}
        .figure .line.p2,.figure .mark.p2{stroke:#35c49a}.figure .band.p2,.figure .fill.p2,.figure text.p2{fill:#35c49a}
        .figure .line.p3,.figure .mark.p3{stroke:#dd8fc4}.figure .band.p3,.figure .fill.p3,.figure text.p3{fill:#dd8fc4}
        .figure .line.p4,.figure .mark.p4{stroke:#e0b050}.figure .band.p4,.figure .fill.p4,.figure text.p4{fill:#e0b050}
        .figure .mark,.figure .dot.open{fill:#15181c}.figure .mark.none{fill:none}.figure .mark.all{fill:#e2e6ea;stroke:#e2e6ea}
        .figure .star{stroke:#15181c}.figure .estimate,.figure .dot.open{stroke:#56b4e9}.figure .spread,.figure .dot{fill:#56b4e9}}
        """
}
