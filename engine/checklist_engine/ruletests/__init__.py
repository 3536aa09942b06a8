"""Rule tests: situations written in YAML beside the rules, each with its reckoning in words."""
