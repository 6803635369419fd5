"""The parts of an RTF file: its tokens with their bytes decoded, and the paragraphs and tables that they make."""
