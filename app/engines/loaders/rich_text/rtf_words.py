"""RTF's control words as far as text needs them (RTF specification 1.9.1); no behaviour."""

from __future__ import annotations

CHARACTERS = {
    "par": "\n", "line": "\n", "sect": "\n", "page": "\n", "column": "\n", "softline": "\n", "row": "\n",
    "nestrow": "\n", "lbr": "\n", "tab": "\t", "cell": "\t", "nestcell": "\t",
    "emdash": "\u2014", "endash": "\u2013", "lquote": "\u2018", "rquote": "\u2019", "ldblquote": "\u201c",
    "rdblquote": "\u201d", "bullet": "\u2022", "emspace": " ", "enspace": " ", "qmspace": " ",
    "zwj": "\u200d", "zwnj": "\u200c",
}  # fmt: skip

SYMBOLS = {"~": " ", "_": "-", "\n": "\n", "\r": "\n", "\t": "\t", "\\": "\\", "{": "{", "}": "}"}

SKIPPED = frozenset(
    """
    aftncn aftnsep aftnsepc annotationfield atnauthor atndate atnicn atnid atnparent atnref atntime atrfend atrfstart
    author background bkmkend bkmkstart blipuid buptim category colorschememapping colortbl comment company creatim
    datafield datastore defchp defpap do doccomm docvar dptxbxtext ebcend ebcstart factoidname falt fchars ffdeftext
    ffentrymcr ffexitmcr ffformat ffhelptext ffl ffname ffstattext file filetbl fldinst fldtype fname fontemb
    fontfile ftncn ftnsep ftnsepc g generator gridtbl hl hlfr hlinkbase hlloc hlsrc hsv htmltag info keycode keywords
    latentstyles lchars levelnumbers leveltext lfolevel linkval list listlevel listname listoverride
    listoverridetable listpicture liststylename listtable lsdlockedexcept macpict manager mhtmltag mmathPr
    mmconnectstr mvfmf mvfml mvtof mvtol nesttableprops nextfile nonesttables objalias objclass objdata objname
    objsect objtime oldcprops oldpprops oldsprops oldtprops oleclsid operator panose password passwordhash pgp pgptbl
    picprop pict pn pnseclvl pntxta pntxtb printim private propname protend protstart protusertbl pxe revtbl revtim
    rsidtbl rxe shpgrp shprslt sn staticval stylesheet subject sv svb tc tcf template themedata title txe userprops
    wgrffmtfilter windowcaption writereservation writereservhash xe xform xmlattrname xmlattrvalue xmlclose xmlname
    xmlnstbl xmlopen
    """.split()  # noqa: SIM905
)

ENTERED = frozenset({"shpinst", "ud", "annotation", "moMath", "moMathPara", "pntext", "cs", "ds", "ts"})
"""Destinations marked ``\\*`` (skip if unknown) whose text belongs to the document."""

HEADERS = frozenset({"header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf"})
NOTES = frozenset({"footnote", "annotation"})
