"""Lets pytest collect the rule tests of packs; here, because they lie outside of the folder `tests`."""

from tests.rule_tests import pytest_collect_file

__all__ = ["pytest_collect_file"]
