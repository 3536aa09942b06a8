"""YAML 1.2 as people write it: bytes become nodes that know their places."""
