"""JSON Schema: one schema accepts fast, and explains what it refuses."""
