"""Files that try to make their reader open another file or a network address, and pattern files that try to be run."""

from __future__ import annotations

from collections.abc import Mapping

import makers
from making.files import members, stored
from making.packages import HEAD, RELATIONS
from making.pdf import pdf, show
from making.sheets import ods, xlsx
from making.watched import MARK
from making.word import docx, field, paragraph, run

TEXT = "湖州市总工会2016年工作总结\n全年新增会员8500名。\n"


def _with_entity(part: str, path: str) -> str:
    """An XML part with an entity of a file, which stands at the end of its first text."""
    head, _, rest = part.partition("?>")
    root = rest.lstrip().partition(" ")[0].removeprefix("<")
    kinds = f'<!DOCTYPE {root} [<!ENTITY x SYSTEM "file://{path}"><!ENTITY % y SYSTEM "file://{path}"> %y;]>'
    return f"{head}?>{kinds}{rest.replace('8500', '8500&x;')}"


def _external(*targets: tuple[str, str]) -> bytes:
    """Relations that lead out of the package."""
    inner = "".join(
        f'<Relationship Id="x{number}" Type="{RELATIONS}/{kind}" Target="{target}" TargetMode="External"/>' for number, (kind, target) in enumerate(targets)
    )
    return f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'.encode()


def hostile_files(path: str, address: str) -> Mapping[str, bytes]:
    """Files by their names, each of which names a path and an address in every way that its format knows."""
    targets = [(kind, target) for kind in ("attachedTemplate", "image", "aFChunk", "subDocument", "hyperlink") for target in (f"file://{path}", address)]
    images = f'<w:r><w:pict><v:shape><v:imagedata r:id="x2"/></v:shape></w:pict></w:r><w:altChunk r:id="x4"/>{field(f"INCLUDETEXT {path}", "")}'
    body = paragraph(run("全年新增会员8500名。") + images + field(f'INCLUDEPICTURE "{address}"', "") + field(f'DDEAUTO sh "-c touch {MARK}"', ""))
    word = members(docx(paragraph("湖州市总工会2016年工作总结"), body))
    linked = {**word, "word/_rels/document.xml.rels": _external(*targets), "word/_rels/settings.xml.rels": _external(targets[0])}
    word_entity = {**word, "word/document.xml": _with_entity(word["word/document.xml"].decode(), path).encode()}
    types = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    sheet = {"[Content_Types].xml": types, **members(xlsx({"表": [["指标8500", "数量（名）"], ["新增会员", 8500.0]]}))}
    sheet_entity = {name: _with_entity(part.decode(), path).encode() if b"8500" in part else part for name, part in sheet.items()}
    links = {
        "xl/externalLinks/externalLink1.xml": f'{HEAD}<externalLink xmlns:r="{RELATIONS}"><externalBook r:id="x0"/></externalLink>'.encode(),
        "xl/externalLinks/_rels/externalLink1.xml.rels": _external(("externalLinkPath", f"file://{path}"), ("externalLinkPath", address)),
        "xl/worksheets/_rels/sheet1.xml.rels": _external(("image", address), ("oleObject", f"file://{path}")),
    }
    table = members(ods({"表": [["指标8500", "数量（名）"], ["新增会员", 8500.0]]}))
    table_entity = {name: _with_entity(part.decode(), path).encode() if b"8500" in part else part for name, part in table.items()}
    return {
        "linked.docx": stored(linked),
        "entity.docx": stored(word_entity),
        "linked.xlsx": stored({**sheet, **links}),
        "entity.xlsx": stored(sheet_entity),
        "entity.ods": stored(table_entity),
        "page.html": _page(path, address),
        "page.mht": makers.saved_page(_page(path, address))
        + f'--=_b\r\nContent-Type: message/external-body; access-type=local-file; name="{path}"\r\n\r\n--=_b--\r\n'.encode(),
        "report.rtf": makers.rtf(TEXT)[:-1]
        + rf'{{\*\template {path}}}{{\field{{\*\fldinst INCLUDETEXT "{path}"}}{{\fldrslt }}}}{{\field{{\*\fldinst INCLUDEPICTURE "{address}"}}}}'.encode()
        + rf"{{\object\objautlink{{\*\objclass Word}}{{\*\objdata {path}}}}}}}".encode(),
        "report.pdf": pdf(show(72, 700, "全年新增会员8500名。")).replace(
            b"/Type/Catalog", f"/Type/Catalog/OpenAction<</S/Launch/F({path})/Next<</S/URI/URI({address})>>>>/AF[<</Type/Filespec/F({path})>>]".encode()
        ),
        "members.zip": _archive(path),
        f"$(touch {MARK});-rf.txt": f"file://{path}\n{address}\n@{path}\n!include {path}\n{TEXT}".encode(),
    }


def _page(path: str, address: str) -> bytes:
    links = "".join(
        f'<iframe src="{to}"></iframe><img src="{to}" srcset="{to} 2x"><link rel="stylesheet" href="{to}"><script src="{to}"></script><embed src="{to}">'
        f'<object data="{to}"></object><style>@import url({to});</style><meta http-equiv="refresh" content="0; url={to}"><base href="{to}"><video src="{to}">'
        for to in (f"file://{path}", address)
    )
    entity = f'<!DOCTYPE html [<!ENTITY x SYSTEM "file://{path}">]>'
    return f'<?xml-stylesheet href="{address}"?>{entity}<html><body>{links}<p>新增会员8500名。&x;</p><!--#include file="{path}" --></body></html>'.encode()


def _archive(path: str) -> bytes:
    """An archive with a link to the path, and with members that would be written elsewhere."""
    data = stored({"a.txt": TEXT.encode(), "link.txt": path.encode(), f"../../{MARK}.txt": TEXT.encode(), f"/tmp/{MARK}.txt": TEXT.encode()})
    at = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 1)
    changed = bytearray(data)
    changed[at + 5] = 3  # made on Unix: the upper half of the attributes is the kind of file
    changed[at + 38 : at + 42] = (0o120777 << 16).to_bytes(4, "little")
    return bytes(changed)


CALL = f"__import__('os').system('touch {MARK}')"


def hostile_library(path: str) -> Mapping[str, str]:
    """A library that loads, whose every text would do something if anything ran or opened it."""
    words = [CALL, f"!!python/object/apply:os.system [touch {MARK}]", f"$(touch {MARK})", f"`touch {MARK}`", "%(x)s%n", "${jndi:ldap://127.0.0.1/x}"]
    shown = ", ".join(f'"{_plain(word)}"' for word in words)
    return {
        "member/new.toml": f"""#:schema file://{path}
name = "新增会员数 {MARK} {{0.__class__.__mro__}} %s"
definition = '''{CALL}'''
kind = "count"
units = ["人"]
siblings = ["../../{MARK}"]

[[pattern]]
template = "(新增|{MARK})会员 … {{}}"
unless.clause = [{shown}]

[[pattern]]
regex = '(?:{MARK}|会员)(?P<__class__>x)?{{}}'

[[example]]
text = '''新增会员8500名。{CALL}'''
figure = "8500名"
value = 8500
""",
        "lexicon/words-x.toml": f'"{MARK}" = [{shown}]\n"__import__" = ["os"]\n',
        "lexicon/opaque-x.toml": f'opaque = ["{MARK}"]\n',
        "units/x.toml": f'#:schema ../../../{path}\n[[unit]]\nname = "{MARK}"\nsurfaces = ["{MARK}"]\nfactor = "3"\n',
        "nursery/x.toml": f'#:schema file://{path}\nname = "{MARK}"\ndefinition = "x"\nkind = "count"\nunits = ["人"]\n',
        "nursery/metric.schema.json": f'{{"$ref": "file://{path}"}}',
        "metric.schema.json": f'{{"$ref": "file://{path}"}}',
        f"member/{MARK}.py": f"open('{MARK}', 'w')",
        "__init__.py": f"open('{MARK}', 'w')",
        "conftest.py": f"open('{MARK}', 'w')",
    }


def _plain(word: str) -> str:
    """A word without the signs of templates."""
    return word.translate(str.maketrans('()[]{}<>|~"\\', "／／／／／／／／／／／／"))


FAULTY = (
    f'units = ["人"]\nname = "{MARK}"\nkind = "count"\ndefinition = "x"\n[[pattern]]\ntemplate = "{{__import__(\'os\')}}会员 … {{}}"\n',
    f'units = ["人"]\nname = "{MARK}"\nkind = "count"\ndefinition = "x"\n[[pattern]]\nregex = "(?{{{MARK}}}){{}}"\n',
    f'name = !!python/object/apply:os.system ["touch {MARK}"]\n',
    f'name = {{ __reduce__ = "{MARK}" }}\n__class__.__init__ = "{MARK}"\n',
)
"""Metric files that are refused."""


def linked_text(path: str, address: str) -> bytes:
    """An OpenDocument text with a picture at the address, and a section and a picture from the path, for LibreOffice to make a Word file of."""
    spaces = {"office": "office", "text": "text", "draw": "drawing", "svg": "svg-compatible"}
    names = " ".join(f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for short, name in spaces.items())
    frame = '<draw:frame text:anchor-type="as-char" svg:width="1cm" svg:height="1cm"><draw:image xlink:href="{}"/></draw:frame>'
    section = f'<text:section text:name="s"><text:section-source xlink:href="file://{path}"/><text:p>旧文</text:p></text:section>'
    body = f"<text:p>新增会员8500名。{frame.format(address)}{frame.format(f'file://{path}')}</text:p>{section}"
    root = f'<office:document-content {names} xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2">'
    kind = "application/vnd.oasis.opendocument.text"
    entries = "".join(f'<m:file-entry m:full-path="{name}" m:media-type="{media}"/>' for name, media in (("/", kind), ("content.xml", "text/xml")))
    manifest = f'{HEAD}<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" m:version="1.2">{entries}</m:manifest>'
    content = f"{HEAD}{root}<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    return stored({"mimetype": kind.encode(), "content.xml": content.encode(), "META-INF/manifest.xml": manifest.encode()})
