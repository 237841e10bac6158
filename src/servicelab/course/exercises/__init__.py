"""The exercises: texts in YAML, and for each a module that computes what is right."""
