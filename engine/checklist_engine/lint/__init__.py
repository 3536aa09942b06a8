"""What is suspicious in a pack although it is valid: findings, each documented in docs/lint.md."""
