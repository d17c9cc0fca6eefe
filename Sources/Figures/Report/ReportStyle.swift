/// The look of a report: a paper's supplementary page, on screen or printed, light or dark.
enum ReportStyle {
    static let css = """
        :root{color-scheme:light dark}
        *{box-sizing:border-box}
        body{margin:0;background:#fff;color:#1b1f23;font:17px/1.55 Charter,"Bitstream Charter","Iowan Old Style","Palatino Linotype",Georgia,"DejaVu Serif",serif;
        font-variant-numeric:oldstyle-nums proportional-nums;text-rendering:optimizeLegibility}
        main{max-width:860px;margin:0 auto;padding:56px 20px 80px}
        h1{font-size:30px;line-height:1.2;font-weight:600;margin:0 0 6px;letter-spacing:-.005em}
        h2{font-size:19px;font-weight:600;margin:46px 0 10px}
        p{margin:0 0 12px;max-width:42em}
        .subtitle{color:#57606a;margin-bottom:26px}
        .result{font-size:21px;line-height:1.35;margin:26px 0 8px;padding:18px 22px;border-left:4px solid #0072b2;background:#f4f8fb;font-variant-numeric:lining-nums;max-width:none}
        .simulated{margin:0 0 22px;padding:9px 16px;background:#fff4d6;border:1px solid #e5b93c;color:#5c4300;font:600 14px/1.45 "Helvetica Neue",Helvetica,Arial,"Liberation Sans","DejaVu Sans",sans-serif;max-width:none}
        .warnings{margin:20px 0;padding:12px 20px;border:1px solid #d98a6a;background:#fdf3ee}
        .warnings h2{margin:0 0 4px;font-size:16px}.warnings ul{margin:0;padding-left:20px}
        dl{display:grid;grid-template-columns:repeat(auto-fit,minmax(170px,1fr));gap:14px 26px;margin:24px 0 8px}
        dl .wide{grid-column:span 2}dl div{border-top:1px solid #d8dee4;padding-top:6px}
        dt{font-size:14px;color:#57606a;line-height:1.3}dd{margin:0;font-variant-numeric:lining-nums;line-height:1.35;overflow-wrap:anywhere}
        figure{margin:34px 0 8px}figure svg{display:block;width:100%;height:auto}
        figcaption{font-size:15px;line-height:1.45;color:#424a53;margin-top:8px;max-width:50em}figcaption b,caption b{font-weight:600;color:#1b1f23}
        .scroll{overflow-x:auto}
        table{border-collapse:collapse;width:100%;font-size:14px;line-height:1.4;font-variant-numeric:lining-nums tabular-nums;margin:8px 0;
        border-top:1.5px solid #1b1f23;border-bottom:1.5px solid #1b1f23}
        caption{text-align:left;font-size:15px;line-height:1.45;color:#424a53;padding-bottom:8px}
        th{font-weight:600;text-align:left;vertical-align:bottom;border-bottom:1px solid #1b1f23;padding:5px 12px 5px 0}
        th:last-child,td:last-child{padding-right:0}td{vertical-align:top;padding:4px 11px 4px 0}tbody tr+tr td{border-top:1px solid #eaeef2}
        .n{text-align:right;white-space:nowrap}.w{white-space:nowrap}.reason{min-width:12em}
        i{font-style:italic}sub{font-size:75%;line-height:0}code{font:.86em/1.4 "SFMono-Regular",Menlo,Consolas,"DejaVu Sans Mono",monospace}
        footer{margin-top:52px;padding-top:14px;border-top:1px solid #d8dee4;font-size:14.5px;color:#57606a}
        @media (prefers-color-scheme:dark){body{background:#15181c;color:#e2e6ea}.subtitle,dt,footer{color:#9aa4af}
        .result{background:#1b232b;border-color:#56b4e9}.simulated{background:#362b0c;border-color:#8a6d1f;color:#f2d684}
        .warnings{background:#2c1f1a;border-color:#8a543d}dl div,footer{border-color:#343b43}figcaption,caption{color:#b3bcc5}
        figcaption b,caption b{color:#e2e6ea}table{border-color:#c3c9d0}th{border-color:#c3c9d0}tbody tr+tr td{border-color:#2a3037}}
        @media print{main{padding:0;max-width:none}body{font-size:10.5pt}figure,tr{break-inside:avoid}h2{break-after:avoid}}
        """
}
