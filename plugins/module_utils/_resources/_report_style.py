# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How the report looks: one style for light and dark, a desktop, a phone and paper."""

from __future__ import annotations

STYLE = """
:root{--bg:#f5f6f8;--card:#fff;--text:#1d2330;--muted:#626b7d;--line:#e3e6ec;--accent:#c2410c;--link:#1d4ed8;
--good:#15803d;--good-bg:#e7f6ec;--warning:#a15c07;--warning-bg:#fdf3dc;--bad:#b91c1c;--bad-bg:#fde8e8;
--note:#1d4ed8;--note-bg:#e8effd;--chip:#eef0f4}
@media (prefers-color-scheme:dark){:root{--bg:#12151c;--card:#1b1f29;--text:#e6e9ef;--muted:#9aa3b5;--line:#2c3240;
--accent:#fb923c;--link:#93b4ff;--good:#6fdc94;--good-bg:#143321;--warning:#f5c568;--warning-bg:#3a2c0c;--bad:#ff9c9c;
--bad-bg:#43181a;--note:#93b4ff;--note-bg:#1a2747;--chip:#2a303d}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--bg);color:var(--text);overflow-wrap:anywhere;
font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
header,main,footer{max-width:1120px;margin:0 auto;padding:0 24px}
header{padding-top:36px;padding-bottom:20px}
header .kicker{margin:0;color:var(--accent);font-weight:600;font-size:13px;letter-spacing:.04em}
h1{margin:2px 0 0;font-size:30px;line-height:1.2;letter-spacing:-.01em}
.date{margin:6px 0 0;color:var(--muted)}
h2{margin:0 0 12px;font-size:19px;line-height:1.3}
h3{margin:0 0 6px;font-size:13px;color:var(--muted);font-weight:600;text-transform:uppercase;letter-spacing:.05em}
a{color:var(--link);text-decoration:none}
a:hover{text-decoration:underline}
p{margin:0 0 8px}
code{font:13px/1.4 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
ul{list-style:none;margin:0;padding:0}
.muted{color:var(--muted)}
.calm{margin:0;color:var(--good)}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:12px;margin-bottom:16px}
.tile,.card{background:var(--card);border:1px solid var(--line);border-radius:12px}
.tile{padding:14px 16px;display:flex;flex-direction:column}
.tile .label{color:var(--muted);font-size:13px}
.tile strong{font-size:28px;line-height:1.25;font-weight:650}
.tile .said{font-size:13px;color:var(--muted)}
.tile .said.good{color:var(--good)}
.tile .said.warning{color:var(--warning)}
.tile .said.bad{color:var(--bad)}
.card{padding:20px 22px;margin-bottom:16px}
.cluster{scroll-margin-top:12px}
.head{display:flex;flex-wrap:wrap;gap:6px 8px;align-items:center;margin-bottom:6px}
.head h2{margin:0 4px 0 0;min-width:0}
.badge{display:inline-block;border-radius:999px;padding:1px 9px;font-size:12.5px;font-weight:600;line-height:1.5;
background:var(--chip);color:var(--muted);max-width:16em;overflow-wrap:break-word}
.badge.good{background:var(--good-bg);color:var(--good)}
.badge.warning{background:var(--warning-bg);color:var(--warning)}
.badge.bad{background:var(--bad-bg);color:var(--bad)}
.badge.note{background:var(--note-bg);color:var(--note)}
.chip{display:inline-block;border-radius:6px;padding:0 7px;margin:1px 0;font-size:13px;background:var(--chip)}
.chip.warning{background:var(--warning-bg);color:var(--warning)}
.attention li{display:grid;grid-template-columns:56px minmax(0,1fr);gap:10px;padding:5px 0;align-items:start}
.attention .badge{text-align:center}
.attention li+li,.drift>li+li{border-top:1px solid var(--line)}
.cluster .attention{margin:4px 0 8px}
.drift>li{padding:8px 0}
.drift ul{margin:4px 0 0 2px;font-size:14px}
.drift p{margin:4px 0 0}
.field{color:var(--muted)}
del{color:var(--bad)}
ins{color:var(--good);text-decoration:none}
.facts{display:grid;grid-template-columns:repeat(auto-fill,minmax(300px,1fr));gap:10px 24px;margin:12px 0 0}
.facts div{min-width:0}
dt{font-size:13px;color:var(--muted)}
dd{margin:0}
.part{border-top:1px solid var(--line);margin-top:16px;padding-top:12px}
.part p{margin:0}
.part p+table{margin-top:6px}
table{width:100%;border-collapse:collapse}
.part table,.members table{table-layout:fixed}
th{text-align:left;font-size:13px;font-weight:600;color:var(--muted);padding:4px 16px 4px 0}
td{padding:6px 16px 6px 0;border-top:1px solid var(--line);vertical-align:top}
th:last-child,td:last-child{padding-right:0}
.overview table{table-layout:fixed}
.overview th:nth-child(1){width:22%}
.overview th:nth-child(2){width:14%}
.overview th:nth-child(3){width:19%}
.overview th:nth-child(4){width:24%}
.overview th:nth-child(6){width:9%}
.part tbody tr:first-child td,.part thead{border-top:0}
footer{padding-top:8px;padding-bottom:40px;color:var(--muted);font-size:13px}
@media screen and (max-width:640px){
header,main,footer{padding-left:14px;padding-right:14px}
header{padding-top:24px}
h1{font-size:24px}
.tiles{grid-template-columns:1fr 1fr;gap:10px}
.tile:last-child:nth-child(odd){grid-column:span 2}
.card{padding:16px}
table,tbody,tr,td{display:block;width:100%}
thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
tr{padding:8px 0;border-top:1px solid var(--line)}
tbody tr:first-child{border-top:0}
td{display:grid;grid-template-columns:96px minmax(0,1fr);gap:10px;border:0;padding:2px 0}
td::before{content:attr(data-label);color:var(--muted);font-size:13px}
.facts{grid-template-columns:1fr}
.facts div{display:grid;grid-template-columns:96px minmax(0,1fr);gap:10px}
}
@media print{
:root{--bg:#fff;--card:#fff;--text:#000;--muted:#555;--line:#ccc;--accent:#9a3412;--link:#000;--good:#166534;
--good-bg:#fff;--warning:#854d0e;--warning-bg:#fff;--bad:#991b1b;--bad-bg:#fff;--note:#1e3a8a;--note-bg:#fff;--chip:#fff}
@page{margin:14mm}
body{font-size:10pt}
table,.facts{font-size:9pt}
td,th{padding-right:10px}
header,main,footer{max-width:none;padding-left:0;padding-right:0}
header{padding-top:0}
.tiles{grid-template-columns:repeat(5,1fr)}
.card{border:0;border-top:1px solid var(--line);border-radius:0;padding:12px 0}
.badge,.chip{border:1px solid currentColor}
.tile,tr,.attention li,.drift>li,.facts div{break-inside:avoid}
h2,h3,.head{break-after:avoid}
}
"""
