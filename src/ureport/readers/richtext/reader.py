"""RTF tokens → paragraphs and tables: what each control word does to the text that follows."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ureport.readers.bounds import places
from ureport.readers.faults import damaged
from ureport.readers.richtext.flow import Flow
from ureport.readers.richtext.tokens import Token, codec_of_charset, codec_of_page, decoded, tokens
from ureport.readers.richtext.words import EDGES, LEADERS, NOT_SHOWN, OPTIONAL, PROPERTIES, SIGNS, State
from ureport.readers.rows import Block
from ureport.readers.word.marks import BLANKS, COMMENTS, DELETED, HIDDEN, LEADER, SET_IN, bullet, is_private, list_label, note_mark, raised, symbols

TRUNCATED = "truncated: the file ends in the middle"
_GROUPS = 20_000


@dataclass(slots=True)
class _Paragraph:
    """The properties of the paragraph at hand; ``level`` says how many tables deep it stands."""

    level: int = 0
    set_in: bool = False
    leader: bool = False
    labelled: bool = False


@dataclass(slots=True)
class _Group:
    """An open group: the state outside it, the flow that it began, and where in the paragraph its list number began."""

    outside: State
    flow: Flow | None = None
    label: int | None = None


class Reader:
    """Goes through the tokens of one file once; gathers flags."""

    def __init__(self, data: bytes) -> None:
        self.flags: dict[str, None] = {}
        self.pictures = False
        self._data = data
        self._usual = "cp1252"
        self._fonts: dict[int, str] = {}
        self._font = 0
        self._state = State()
        self._groups: list[_Group] = []
        self._places = places()
        self._flows = [Flow(places=self._places)]
        self._edges: list[Block] = []
        self._notes = 0
        self._paragraph = _Paragraph()
        self._raw = bytearray()
        self._surplus = 0
        self._written = ""
        self._merged = (False, False)

    def blocks(self) -> list[Block]:
        """Everything that shows, headers and footers last."""
        unescaped_utf8 = _is_utf8(self._data)
        optional = False
        for token in tokens(self._data):
            if token.kind == "text":
                text = self._without_fallback(token.text)
                self._raw += b"" if self._state.skipped else text
                continue
            if self._raw:
                self._write(decoded(bytes(self._raw), self._state.codec or self._usual, self._usual, unescaped_utf8))
                self._raw.clear()
            self._surplus = 0
            if token.kind == "{":
                self._open()
            elif token.kind == "}":
                self._close()
                if not self._groups:
                    break
            elif token.word != "*":
                self._word(token, optional)
            optional = token.word == "*"
        else:
            self._write(decoded(bytes(self._raw), self._state.codec or self._usual, self._usual, unescaped_utf8))
            self.flags[TRUNCATED] = None
        while self._groups:
            self._close()
        return self._flows[0].close() + self._edges

    def _without_fallback(self, text: bytes) -> bytes:
        """What remains of a text without the characters that stand for the last ``\\u``.

        Some programs leave them out: a digit stands for no character but a number, and is never passed over for another.
        """
        while self._surplus and text and (self._written.isnumeric() or not text[:1].isdigit()):
            self._surplus -= 1
            text = text[1:]
        if text:
            self._surplus = 0
        return text

    def _write(self, text: str) -> None:
        state = self._state
        if state.hidden or state.deleted:
            if text.strip() and not state.skipped:
                self.flags[DELETED if state.deleted else HIDDEN] = None
        elif text and not state.skipped:
            self._flows[-1].pieces.append(raised(symbols(text, state.codec), state.raised))

    def _open(self) -> None:
        if len(self._groups) >= _GROUPS:
            raise damaged(f"groups nested more than {_GROUPS:,} deep")
        self._groups.append(_Group(self._state))
        if self._state.doubled:
            self._state = replace(self._state, skipped=True, doubled=False)

    def _close(self) -> None:
        if not self._groups:
            return
        group = self._groups.pop()
        self._state = group.outside
        if group.flow is not None:
            self._flows.pop()
            self._finish(group.flow)
        elif group.label is not None:
            pieces = self._flows[-1].pieces
            text = "".join(pieces[group.label :]).strip(BLANKS)
            pieces[group.label :] = [bullet(text) if len(text) == 1 and (is_private(text) or text == "o") else list_label(text)]
            self._paragraph.labelled = True

    def _finish(self, flow: Flow) -> None:
        """Puts what a group held as a flow of its own in its place."""
        blocks = flow.close()
        if flow.edge:
            self._edges += [block for block in blocks if block not in self._edges]
            return
        if flow.note and blocks and isinstance(blocks[0], str):
            blocks[0] = f"{SET_IN}{note_mark(flow.note)} {blocks[0].lstrip(BLANKS)}"
        self._flows[-1].behind += blocks

    def _word(self, token: Token, optional: bool) -> None:
        word, value = token.word, token.number
        if word == "ud" and len(self._groups) > 1 and not self._groups[-2].outside.skipped:
            self._state = replace(self._state, skipped=False)
        elif word in NOT_SHOWN or (optional and word not in OPTIONAL):
            if not self._state.skipped:
                self.pictures = self.pictures or word == "pict"
                self.flags.update({COMMENTS: None} if word == "annotation" else {})
            self._state = replace(self._state, skipped=True)
        elif word == "fonttbl":
            self._state = replace(self._state, skipped=True, fonts=True)
        elif self._state.fonts and word == "f":
            self._font = value or 0
        elif self._state.fonts and word == "fcharset":
            self._fonts[self._font] = codec_of_charset(value or 0, self._usual)
        elif word == "ansicpg":
            self._usual = codec_of_page(value or 0)
        elif not self._state.skipped:
            self._shown(word, value)

    def _shown(self, word: str, value: int | None) -> None:
        flow, paragraph = self._flows[-1], self._paragraph
        if word in SIGNS:
            self._write(SIGNS[word])
        elif word == "u" and value is not None:
            self._written = chr(value & 0xFFFF)
            self._write(self._written)
            self._surplus = self._state.fallback
        elif word == "f":
            self._state = replace(self._state, codec=self._fonts.get(value or 0, ""))
        elif word in PROPERTIES:
            self._state = PROPERTIES[word](self._state, value)
        elif word in ("par", "sect", "\n", "\r"):
            self._end_paragraph()
        elif word in ("cell", "nestcell"):
            flow.end_cell(2 if word == "nestcell" else 1)
            paragraph.labelled = False
        elif word in ("row", "nestrow"):
            flow.end_row(2 if word == "nestrow" else 1)
        elif word == "trowd":
            flow.begin_row(2 if self._state.nested else 1)
        elif word in ("clmrg", "clvmrg"):
            self._merged = (word == "clmrg" or self._merged[0], word == "clvmrg" or self._merged[1])
        elif word == "cellx":
            flow.add_edge(2 if self._state.nested else 1, value or 0, *self._merged)
            self._merged = (False, False)
        elif word == "pard":
            self._paragraph = _Paragraph(labelled=paragraph.labelled)
        elif word in ("intbl", "itap"):
            paragraph.level = max(paragraph.level, 1) if word == "intbl" else value or 0
        elif word == "fi":
            paragraph.set_in = (value or 0) > 0
        elif word in LEADERS:
            paragraph.leader = True
        elif word == "chftn":
            self._write("" if flow.note else note_mark(self._notes + 1))
        elif self._groups and self._groups[-1].flow is None:
            self._destination(word)

    def _destination(self, word: str) -> None:
        """Begins a flow of its own, or a list number, when the group at hand is one."""
        group = self._groups[-1]
        if word == "footnote":
            self._notes += 1
            group.flow = Flow(note=self._notes, places=self._places)
        elif word in EDGES:
            group.flow = Flow(edge=True, places=self._places)
        elif word in ("shptxt", "dptxbxtext"):
            group.flow = Flow(places=self._places)
        elif word in ("listtext", "pntext"):
            group.label = len(self._flows[-1].pieces)
        if group.flow is not None:
            self._flows.append(group.flow)

    def _end_paragraph(self) -> None:
        flow, paragraph = self._flows[-1], self._paragraph
        if paragraph.leader:
            flow.pieces[:] = [piece.replace("\t", LEADER) for piece in flow.pieces]
        set_in = paragraph.set_in and not paragraph.labelled and "".join(flow.pieces)[:1].strip(BLANKS) != ""
        flow.end_paragraph(paragraph.level, SET_IN if set_in else "")
        paragraph.labelled = False


def _is_utf8(data: bytes) -> bool:
    """True for a file with characters that are not escaped, in UTF-8."""
    if data.isascii():
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
