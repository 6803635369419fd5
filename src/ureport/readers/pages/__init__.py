"""The parts of the PDF reader: glyphs and rules of a page, lines of glyphs, tables, and the order of reading."""
