"""Reading and checking: files become packs and records, or Problems that point at the line."""
