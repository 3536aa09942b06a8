"""The hash behind pack digests and the names of caches."""

from __future__ import annotations

# `hashlib` sets up OpenSSL when it is imported (2.5 ms here, of a command's 80); its own fallback is this module.
try:
    from _blake2 import blake2b
except ImportError:  # an interpreter that is built otherwise
    from hashlib import blake2b

__all__ = ["blake2b"]
