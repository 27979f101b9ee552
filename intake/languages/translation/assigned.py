"""What the names of a module or function were given, as far as the source says it literally."""

from __future__ import annotations

import ast
from collections.abc import Iterator


class Assigned:
    """The assignments of one scope. Those of inner functions are not part of it."""

    def __init__(self, scope: ast.Module | ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        self._values: dict[str, list[ast.expr]] = {}
        for name, value in _assignments(scope):
            self._values.setdefault(name, []).append(value)

    def values(self, name: str) -> list[ast.expr]:
        return self._values.get(name, [])

    def texts(self, name: str) -> Iterator[ast.Constant]:
        """The literal texts that a name can hold, also those of a choice between two."""
        for value in self.values(name):
            for part in (value.body, value.orelse) if isinstance(value, ast.IfExp) else (value,):
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    yield part

    def rows(self, name: str) -> Iterator[ast.expr]:
        """The values of the dicts, lists and tuples that a name can hold."""
        for value in self.values(name):
            if isinstance(value, ast.Dict):
                yield from value.values
            elif isinstance(value, ast.List | ast.Tuple):
                yield from value.elts


def _assignments(scope: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    for node in ast.iter_child_nodes(scope):
        match node:
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    if isinstance(target, ast.Name):
                        yield target.id, value
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                yield name, value
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef() | ast.Lambda():
                continue
            case _:
                yield from _assignments(node)
