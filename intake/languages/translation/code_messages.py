"""The message ids of the Python sources: literal texts in the calls that take one.

Found by name, as gettext's own tools do: `_("...")`, `catalog.gettext("...")`, `wording.say("...")`, `Problem("...")`,
title and message of each child of `IntakeError`, and `N_("...")`, which marks a text that is translated elsewhere.
A name in such a place is followed to the literals it was given in the same function or module. Texts that stand in
other tables or in an enumeration are declared below.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from intake.errors import ContentError
from intake.languages.messages import SourceMessage
from intake.languages.translation.assigned import Assigned


@dataclass(frozen=True, slots=True)
class Call:
    """Which arguments of a call hold message ids: each as its position (-1: by name only) and its name.

    `context` and `plural` say the same of the context and of the plural form. `is_certain` is false for names that
    other things are called by as well.
    """

    texts: tuple[tuple[int, str], ...]
    context: tuple[int, str] | None = None
    plural: tuple[int, str] | None = None
    is_certain: bool = True


CALLS: Final[dict[str, Call]] = {
    "_": Call(((0, "msgid"),)),
    "N_": Call(((0, "msgid"),)),
    "gettext": Call(((0, "msgid"),)),
    "say": Call(((0, "msgid"),), context=(-1, "context"), is_certain=False),
    "_say": Call(((0, "msgid"),), context=(-1, "context"), is_certain=False),
    "count": Call(((0, "singular"),), plural=(1, "plural"), is_certain=False),
    "_pair": Call(((1, "message"),), context=(0, "context"), is_certain=False),
    "translate": Call(((1, "msgid"),), context=(0, "context"), is_certain=False),
    "pgettext": Call(((1, "msgid"),), context=(0, "context")),
    "lookup": Call(((1, "msgid"),), context=(0, "context"), is_certain=False),
    "ngettext": Call(((0, "singular"),), plural=(1, "plural")),
    "npgettext": Call(((1, "singular"),), context=(0, "context"), plural=(2, "plural")),
    "lookup_plural": Call(((1, "singular"),), context=(0, "context"), plural=(2, "plural")),
    "Problem": Call(((0, "message"),)),
    "Unreadable": Call(((0, "message"),)),
    "UpdateStep": Call(((0, "message"),)),
    "fine": Call(((0, "message"),)),
    "Action": Call(((3, "label"), (4, "help"), (8, "short"))),
}
ERROR: Final = Call(((0, "title"), (1, "message")))
ERROR_BASE: Final = "IntakeError"

TABLES: Final = {("interview/limits.py", "_FORMS"): 1}
"""Module constants whose values are tuples, with the position of the message id in each."""

ENUMS: Final = frozenset({
    ("handover/projection/consent.py", "Reason"),
    ("interop/answer_values.py", "Loss"),
    ("interop/read_answers.py", "Refusal"),
    ("pathways/figure_remarks.py", "Remark"),
})  # fmt: skip
"""Enumerations whose values are message ids."""


@dataclass(frozen=True, slots=True)
class Sources:
    """The messages of all modules, and where a message id is put together at run time: no catalog can hold that."""

    messages: tuple[SourceMessage, ...]
    problems: tuple[str, ...]


def read_sources(package: Path) -> Sources:
    """Messages in the order of paths and lines. Raises ContentError where a module has no valid syntax."""
    trees: dict[str, ast.Module] = {}
    broken: list[str] = []
    for path in sorted(package.rglob("*.py")):
        name = path.relative_to(package).as_posix()
        try:
            trees[name] = ast.parse(path.read_text("utf-8"))
        except (SyntaxError, ValueError) as error:
            broken.append(f"{name}:{getattr(error, 'lineno', 1)}: no valid Python: {error}")
    if broken:
        raise ContentError(
            "A source file cannot be read.", "Nothing was changed. Correct the lines named.", tuple(broken)
        )
    errors = _error_classes(trees)
    found: list[SourceMessage] = []
    problems = [*_missing_declarations(trees)]
    for name, tree in trees.items():
        reader = _Reader(name, tree, errors)
        reader.visit(tree)
        found += reader.found
        problems += reader.problems
    return Sources(tuple(found), tuple(problems))


def _error_classes(trees: dict[str, ast.Module]) -> dict[str, bool]:
    """The children of IntakeError, and whether each takes title and message itself (False: its own `__init__` does)."""
    classes = [node for tree in trees.values() for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    known = {ERROR_BASE: True}
    grew = True
    while grew:
        grew = False
        for node in classes:
            bases = [_last_name(base) for base in node.bases]
            if node.name not in known and any(base in known for base in bases):
                own = [part for part in node.body if isinstance(part, ast.FunctionDef) and part.name == "__init__"]
                inherited = all(known.get(base, True) for base in bases)
                known[node.name] = _takes_texts(own[0]) if own else inherited
                grew = True
    return known


def _takes_texts(init: ast.FunctionDef) -> bool:
    return [argument.arg for argument in init.args.args[1:3]] == [name for _, name in ERROR.texts]


def _missing_declarations(trees: dict[str, ast.Module]) -> Iterator[str]:
    for name, declared in (*TABLES, *ENUMS):
        tree = trees.get(name)
        if tree and not Assigned(tree).values(declared) and declared not in _classes(tree):
            yield f"{name}:1: `{declared}` is not there, though code_messages.py says that it holds message ids"


def _classes(tree: ast.Module) -> set[str]:
    return {node.name for node in tree.body if isinstance(node, ast.ClassDef)}


def _last_name(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


class _Reader(ast.NodeVisitor):
    """Collects the messages of one module."""

    def __init__(self, file: str, tree: ast.Module, errors: dict[str, bool]) -> None:
        self.file = file
        self.found: list[SourceMessage] = []
        self.problems: list[str] = []
        self._errors = errors
        self._classes: list[str] = []
        self._scopes = [Assigned(tree)]

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        if (self.file, node.name) in ENUMS:
            for part in node.body:
                if isinstance(part, ast.Assign):
                    self._add(part.value)
        self._classes.append(node.name)
        self.generic_visit(node)
        self._classes.pop()

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        self._scopes.append(Assigned(node))
        self.generic_visit(node)
        self._scopes.pop()

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        self.visit_FunctionDef(node)

    def visit_Module(self, node: ast.Module) -> None:
        for (file, name), position in TABLES.items():
            if file == self.file:
                for row in self._scopes[0].rows(name):
                    if isinstance(row, ast.Tuple):
                        self._add(row.elts[position])
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        call = self._call_of(node)
        if call is not None:
            context, plural = _literal(node, call.context), _literal(node, call.plural)
            if context is not None and (plural or call.plural is None):
                for argument in filter(None, (_argument(node, place) for place in call.texts)):
                    self._add(argument, context, plural or "", is_certain=call.is_certain)
        self.generic_visit(node)

    def _call_of(self, node: ast.Call) -> Call | None:
        name = _last_name(node.func)
        if self._errors.get(name):
            return ERROR
        is_super = isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Call)
        if name == "__init__" and is_super and self._classes and self._classes[-1] in self._errors:
            return ERROR
        return CALLS.get(name)

    def _add(self, value: ast.expr, context: str = "", plural: str = "", *, is_certain: bool = True) -> None:
        match value:
            case ast.Constant(value=str(text)) if text:
                self.found.append(SourceMessage(context, text, plural, self.file))
            case ast.JoinedStr() | ast.BinOp() if is_certain:
                where = f"{self.file}:{value.lineno}"
                self.problems.append(f"{where}: a message id has to be one literal text with {{named}} placeholders")
            case ast.Name(id=name):
                for scope in reversed(self._scopes):
                    for literal in scope.texts(name):
                        self._add(literal, context, plural)
            case ast.IfExp() | ast.BoolOp() | ast.Subscript(value=ast.Name()):
                for part in _parts(value, self._scopes):
                    self._add(part, context, plural, is_certain=is_certain)
            case _:
                return


def _parts(value: ast.expr, scopes: list[Assigned]) -> list[ast.expr]:
    """The expressions that a choice between several can come to."""
    match value:
        case ast.IfExp(body=body, orelse=other):
            return [body, other]
        case ast.BoolOp(values=values):
            return values
        case ast.Subscript(value=ast.Name(id=name)):
            return [row for scope in scopes for row in scope.rows(name) if isinstance(row, ast.Constant)]
        case _:
            return []


def _literal(node: ast.Call, place: tuple[int, str] | None) -> str | None:
    """The literal text of an argument: empty where there is none, None where it is only known at run time."""
    argument = _argument(node, place) if place else None
    if argument is None:
        return ""
    return argument.value if isinstance(argument, ast.Constant) and isinstance(argument.value, str) else None


def _argument(node: ast.Call, place: tuple[int, str]) -> ast.expr | None:
    position, name = place
    if 0 <= position < len(node.args) and not any(isinstance(arg, ast.Starred) for arg in node.args[: position + 1]):
        return node.args[position]
    return next((keyword.value for keyword in node.keywords if keyword.arg == name), None)
