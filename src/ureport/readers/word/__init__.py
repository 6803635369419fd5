"""The parts of a Word document: its styles, its list numbers, and the way through its text."""
