"""Pages of minutes in the shapes that portals, and Word, give them. The text is invented."""

from __future__ import annotations

# Panels that fold out, as an agenda system publishes them: the panels are hidden by style.
PANELS = """<!doctype html><html lang="da"><head><meta charset="utf-8"><title>Dagsordener</title>
<script>var skjult = "<p>kode</p>";</script><style>p { color: red }</style></head><body>
<div id="coiOverlay" class="coi-banner"><div>Vi indsamler statistik ved hjælp af cookies</div></div>
<div class="top-bar"><a class="logo" href="/">Midtkøbing Kommune</a><ul class="main-menu">
<li><a href="/borger">Borger</a></li><li><a href="/erhverv">Erhverv</a></li></ul></div>
<div class="agenda"><div class="agenda-header"><h1>Social- og Sundhedsudvalget</h1>
<div class="facts"><div><span class="label">Mødedato</span><span class="value">12. marts 2024</span>
</div><div><span class="label">Sted</span><span class="value">Mødelokale 3</span></div></div></div>
<button aria-expanded="false">Fold alle ud</button>
<ul class="agenda-items"><li class="agenda-item"><a href="#" class="agenda-item-toggle">
<span class="number">1</span><span class="caption">Godkendelse af dagsorden</span>
<i class="material-icons">expand_more</i></a>
<div class="agenda-item-content" style="display:none"><div class="field"><h4>Indstilling</h4>
<div><p>At dagsordenen godkendes.</p></div></div><div class="field"><h4>Beslutning</h4>
<div><p>Godkendt.</p></div></div></div></li>
<li class="agenda-item"><a href="#" class="agenda-item-toggle"><span class="number">2</span><span
class="caption">Nye pladser i botilbud</span></a><div class="agenda-item-content"
style="display: none"><div class="field"><h4>Sagsfremstilling</h4><div><p>Der mangler tolv pladser.
</p><ul><li>Seks i øst</li><li>Seks i vest</li></ul></div></div><div class="field">
<h4>Beslutning</h4><p>Tiltrådt.</p></div><div class="field" aria-label="Bilag"><h4>Bilag</h4><a
href="/vis?id=4f">Notat om pladser</a><a href="/vis?id=5f">Budget</a></div></div></li></ul></div>
<div class="footer"><p>Rådhustorvet 1</p></div></body></html>"""

# An article of a content management system, with Bootstrap's accordion in it.
ARTICLE = """<!DOCTYPE html><html lang="da"><head><meta charset="utf-8"></head>
<body class="has-cookie-banner page-with-menu"><a class="skip-link" href="#main">Gå til indhold</a>
<div id="CybotCookiebotDialog"><h2>Denne hjemmeside bruger cookies</h2><p>Formål: statistik</p>
<button>Tillad alle</button></div><div class="site-header"><div class="search-box">
<label for="q">Søg på siden</label><input id="q"><button>Søg</button></div></div>
<nav aria-label="Brødkrumme"><ol class="breadcrumb"><li><a href="/">Forside</a></li>
<li><a href="/m">Møder</a></li></ol></nav><div class="container"><div class="sidebar">
<ul class="subnav"><li><a href="/1">Møder 2022</a></li><li><a href="/2">Møder 2023</a></li></ul>
</div><article class="rich-text"><header><h1>Referat fra mødet i KKR Sjælland den 3. juni 2022</h1>
<dl><dt>Sted</dt><dd>Ringsted</dd><dt>Deltagere</dt><dd>Anne Ask</dd><dd>Bo Birk</dd></dl></header>
<div class="accordion"><div class="accordion-item"><h2 class="accordion-header"><button
class="accordion-button collapsed" data-bs-toggle="collapse" data-bs-target="#p1"
aria-expanded="false">1. Godkendelse af dagsordenen</button></h2><div id="p1"
class="accordion-collapse collapse"><p><strong>Beslutning:</strong> Godkendt.</p></div></div>
<div class="accordion-item"><button aria-controls="p2" aria-expanded="false">2. Rammeaftalen
</button><div id="p2" hidden aria-hidden="true"><strong>Sagsfremstilling</strong><br>Aftalen ligger
klar.<br/>Den er <i>k</i>ort.<p>Se <a href="/tal.html">tallene</a>, og
<a href="mailto:kkr@example.dk">skriv</a> til os.</p><strong>Beslutning</strong>
<p>KKR bakkede op.</p><p><strong>Bilag</strong></p><ul><li><a href="/media/1/aftale 1.pdf">Aftalen
</a> <span>(PDF, 2 MB)</span></li></ul></div></div></div><p><a href="/udskriv">Udskriv</a></p>
<footer class="article-footer"><div class="share-buttons"><a href="https://del.example">Facebook</a>
</div></footer></article><aside class="related"><h2>Læs også</h2><a href="/x">Sommerfest</a></aside>
</div><footer>Kontakt os. <a href="/cookies">Om cookies</a></footer></body></html>"""

# A blog's post.
POST = """<!DOCTYPE html><html><body class="post-template single"><header id="masthead"
class="site-header"><p class="site-title"><a href="/">Landsbylauget</a></p><nav><ul><li>
<a href="/">Hjem</a></li></ul></nav></header><div id="primary" class="content-area"><main id="main">
<article id="post-12" class="post category-referater"><header class="entry-header">
<h1 class="entry-title">Referat af møde i Styregruppen den 5. maj 2023</h1><div class="entry-meta">
Udgivet den 9. maj 2023 af admin</div></header><div class="entry-content"><p><strong>1. Velkomst
</strong><br />Formanden bød velkommen.</p><p><strong>2. Regnskab</strong><br />Regnskabet blev
gennemgået.</p><p>Beslutning: Regnskabet blev godkendt.</p><p><strong>3. Eventuelt</strong><br />
Intet.</p><div class="sharedaddy"><h3>Del dette:</h3><ul><li><a href="?share=fb">Facebook</a></li>
</ul></div></div><footer class="entry-footer">Kategorier: <a href="/c">Referater</a></footer>
</article></main></div><aside class="widget-area"><h2>Seneste indlæg</h2><ul><li><a href="/1">
Sommerfest</a></li></ul></aside><footer id="colophon">Drevet af en blog</footer></body></html>"""

# A page laid out with tables, in an old encoding.
TABLES = """<HTML><HEAD><TITLE>Referat</TITLE><META HTTP-EQUIV="Content-Type"
CONTENT="text/html; charset=iso-8859-1"></HEAD><BODY BGCOLOR=white><TABLE WIDTH=700 BORDER=0>
<TR><TD COLSPAN=2><IMG SRC=logo.gif ALT="Amtet"></TD></TR><TR><TD WIDTH=150 VALIGN=top>
<A HREF=a.htm>Forside</A><BR><A HREF=b.htm>Udvalg</A><BR><A HREF=c.htm>Kontakt</A></TD>
<TD><FONT FACE=Arial SIZE=5><B>Referat af møde i Socialudvalget den 3. maj 2001</B></FONT>
<P><FONT FACE=Arial>Til stede: Anne Ask, Bo Birk<P><B>1. Godkendelse af dagsorden</B><BR>
Dagsordenen blev godkendt.<P><B>2. Takster</B><BR><TABLE BORDER=1><TR><TD>Sagsfremstilling</TD>
<TD>Taksterne skal ændres.<P>Der er to modeller.</TD></TR><TR><TD>Indstilling</TD><TD>At model 1
vælges</TD></TR><TR><TD>Beslutning</TD><TD>Tiltrådt på mødet</TD></TR></TABLE><P><B>3. Eventuelt
</B><BR>Intet.</TD></TR><TR><TD COLSPAN=2><A HREF=x.htm>Til toppen</A></TD></TR></TABLE></BODY>
</HTML>"""

# Word's "web page, filtered".
WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta
http-equiv=Content-Type content="text/html; charset=windows-1252"><style><!-- p.MsoNormal
{margin:0cm} --></style></head><body lang=DA><div class=WordSection1>
<p class=MsoTitle>Referat af møde i KKR Sjælland den 4. marts 2024</p>
<p class=MsoNormal><b>Sted:</b><span style='mso-tab-count:1'>       </span>Sorø – »Salen«</p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<h1><span style='mso-list:Ignore'>1.<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp;
</span></span>Godkendelse
af dagsorden</h1>
<p class=MsoNormal>Beslutning</p>
<p class=MsoNormal>Godkendt.</p>
<p class=MsoNormal>&nbsp;</p>
<h1>2.<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span>Takster</h1>
<p class=MsoNormal>Det <span class=SpellE>ind</span><span class=SpellE>stilles</span>, at:</p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'>
<![if !supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>·<span
style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>Taksten hæves
</p>
<p class=MsoListParagraphCxSpMiddle style='margin-left:72.0pt;mso-list:l0 level2 lfo1'>
<![if !supportLists]><span style='mso-list:Ignore'>o<span>&nbsp;&nbsp; </span></span><![endif]>i år
</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l1 level1 lfo2'><![if !supportLists]><span
style='mso-list:Ignore'>1.<span>&nbsp;&nbsp; </span></span><![endif]>sagen sendes videre</p>
<p class=MsoNormal>Beslutning</p><p class=MsoNormal>Tiltrådt.</p></div></body></html>"""

# One item a page.
ITEM = """<!doctype html><html><head><meta charset=utf-8><title>Punkt 7: Særlige pladser - KKR
Sjælland</title></head><body><div id="top-menu"><ul><li><a href=/>Forside</a><li><a href=/b>Borger
</a></ul></div><div class="page"><div class="content"><p class="item-nr">Punkt 7</p>
<h1>Særlige pladser</h1><p>Udvalg: KKR Sjælland</p><p>Mødedato: 04-03-2024</p><h2>Resumé</h2>
<p>Kort om sagen med pladser i psykiatrien.</p><h2>Beslutning</h2><p>Tiltrådt af udvalget.</p>
<h2>Bilag</h2><ul><li><a href="/getfile?id=7">Notat</a></ul><p><a href="p6.html">Forrige punkt</a>
<a href="p8.html">Næste punkt</a></p></div></div></body></html>"""

# Panels of jQuery UI, beside a column of links that nothing marks as a menu.
COLUMNS = """<html><head><meta charset=utf-8></head><body><div id=wrapper><div id="leftcolumn"><ul>
<li><a href=1>Byrådet</a><li><a href=2>Udvalg</a><li><a href=3>Nyheder</a></ul></div>
<div id="rightcolumn"><h2>Møde i KKR Syddanmark den 1. april 2019 kl. 16</h2><div id="accordion">
<h3 class="ui-accordion-header" role="tab" aria-controls="p1">Sag 1: Veje</h3><div id="p1"
role="tabpanel" aria-hidden="true" style="display:none"><b>Indstilling:</b> Godkendes<br><br>
<b>Beslutning:</b> Godkendt<br><br>Bilag: <a href="x/vej.pdf">Vejplan</a></div>
<h3 class="ui-accordion-header" role="tab" aria-controls="p2">Sag 2: Stier</h3><div id="p2"
role="tabpanel" style="display:none"><table><tr><td><b>Sagsfremstilling</b></td></tr><tr><td>Stien
er lang.</td></tr><tr><td><b>Beslutning</b></td></tr><tr><td>Udsat.</td></tr></table></div></div>
</div></div></body></html>"""
