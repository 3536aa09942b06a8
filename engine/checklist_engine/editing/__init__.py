"""Changing a person's YAML file by one entry, every other byte kept."""
