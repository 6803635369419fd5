"""The gate for changes of a pattern library: lint, examples, wordings, golden files and scores."""
