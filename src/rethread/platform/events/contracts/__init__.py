"""Contracts: lint them, generate what follows from them, check that it is fresh.

The running program reads only the compiled form (`registry`); YAML is for developers' tools.
"""

from ..contract import Contract, ContractProblem, Field
from .generate import check_fresh, generate
from .lint import lint

__all__ = ["Contract", "ContractProblem", "Field", "check_fresh", "generate", "lint"]
