"""Makes small files of every format for the tests, and breaks them."""
