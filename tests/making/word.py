"""Word documents: short words for their XML."""

from __future__ import annotations

from collections.abc import Sequence

from making.packages import HEAD, relations, zipped

_SPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "v": "urn:schemas-microsoft-com:vml",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
}
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
SPACES = " ".join(f'xmlns:{short}="{name}"' for short, name in _SPACES.items())
LISTS = """
<w:abstractNum w:abstractNumId="0">
 <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/><w:lvlText w:val="%1、"/></w:lvl>
 <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/><w:lvlText w:val="（%2）"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="1">
 <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
 <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
"""
"""Lists 1 (一、 and （一）), 2 (1. and 1.1) and 3, which begins list 2 anew."""
SET_IN = '<w:ind w:firstLine="420" w:firstLineChars="200"/>'


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(content: str, properties: str = "") -> str:
    """A paragraph of runs; plain text is made one."""
    inner = content if content.startswith("<") or not content else run(content)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def item(text: str, list_number: int, level: int = 0) -> str:
    """A paragraph of a list."""
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_number}"/></w:numPr>')


def cell(content: str, properties: str = "") -> str:
    """A cell; plain text is made a paragraph."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content if content.startswith('<w:p>') or content.startswith('<w:tbl>') else paragraph(content)}</w:tc>"


def table(*rows: Sequence[str]) -> str:
    """A table; plain texts are made cells."""
    filled = ("".join(word if word.startswith("<w:tc>") else cell(word) for word in row) for row in rows)
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in filled) + "</w:tbl>"


def text_box(*paragraphs: str) -> str:
    """A run with a text box, in both of the forms that Word writes."""
    inner = f"<w:txbxContent>{''.join(map(paragraph, paragraphs))}</w:txbxContent>"
    shape = f"<wps:wsp><wps:txbx>{inner}</wps:txbx></wps:wsp>"
    new = f"<w:drawing><wp:anchor><wp:posOffset>91</wp:posOffset><a:graphic><a:graphicData>{shape}</a:graphicData></a:graphic></wp:anchor></w:drawing>"
    old = f"<w:pict><v:shape><v:textbox>{inner}</v:textbox></v:shape></w:pict>"
    return f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{new}</mc:Choice><mc:Fallback>{old}</mc:Fallback></mc:AlternateContent></w:r>'


def note_mark(number: int, kind: str = "footnote") -> str:
    """The place of a note in the text."""
    return f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:{kind}Reference w:id="{number}"/></w:r>'


def field(code: str, result: str) -> str:
    """A field with its code and what it shows."""
    kinds = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")]
    return f"{kinds[0]}<w:r><w:instrText>{code}</w:instrText></w:r>{kinds[1]}{run(result)}{kinds[2]}"


def part(root: str, inner: str) -> str:
    return f"{HEAD}<w:{root} {SPACES}>{inner}</w:{root}>"


def docx(*body: str, notes: Sequence[str] = (), ends: Sequence[str] = (), header: str = "", footer: str = "", styles: str = "", lists: str = LISTS) -> bytes:
    """A DOCX file. Notes are numbered from 1; header and footer are the content of a paragraph."""

    def noted(kind: str, texts: Sequence[str]) -> str:
        rule = f'<w:{kind} w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:{kind}>'
        return rule + "".join(f'<w:{kind} w:id="{n}">{paragraph(f"<w:r><w:{kind}Ref/></w:r>" + run(" " + text))}</w:{kind}>' for n, text in enumerate(texts, 1))

    parts = {
        "document": part("document", f"<w:body>{''.join(body)}<w:sectPr/></w:body>"),
        "numbering": part("numbering", lists),
        "styles": part("styles", styles),
        "footnotes": part("footnotes", noted("footnote", notes)),
        "endnotes": part("endnotes", noted("endnote", ends)),
        "header1": part("hdr", paragraph(header)),
        "footer1": part("ftr", paragraph(footer)),
        "footer2": part("ftr", paragraph(footer)),
    }
    kinds = ((name, name.rstrip("12"), f"{name}.xml") for name in parts if name != "document")
    files = {f"word/{name}.xml": content for name, content in parts.items()}
    links = {"_rels/.rels": relations(("rId1", "officeDocument", "word/document.xml")), "word/_rels/document.xml.rels": relations(*kinds)}
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{kind}.{"document.main" if name == "document" else name.rstrip("12")}+xml"/>' for name in parts
    )
    defaults = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    types = f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{defaults}{overrides}</Types>'
    return zipped({"[Content_Types].xml": types, **links, **files})
