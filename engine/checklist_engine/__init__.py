"""A checklist engine: rules as data, evaluated on the facts of one case."""

__version__ = "0.1.0"
