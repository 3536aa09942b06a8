"""Editors that complete, explain and underline: which schema goes with which file, and where editors are told."""

from __future__ import annotations
