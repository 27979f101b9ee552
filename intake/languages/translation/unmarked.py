"""Texts in the Python sources that read like sentences and that no catalog will hold: a list to be looked through."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from intake.languages.translation.all_messages import all_messages

SPEAKING: Final = ("cli.py", "handover/", "pathways/", "interview/", "store/", "ui/")
_SENTENCE = re.compile(r"[A-Z][a-z]+('[a-z]+)?( \S+)+[.?!:…]?$|[A-Z][a-z]+[.?!…]$")
_CODE = re.compile(r" \| |\{ ")


def unmarked_texts(package: Path) -> tuple[str, ...]:
    """`file:line: text` for each literal that reads like a text for people and is no message id.

    Docstrings and texts of ValueError and its like, which only developers meet, are left out.
    """
    marked = {text for message in all_messages(package) for text in (message.msgid, message.plural)}
    found = []
    for path in sorted(package.rglob("*.py")):
        name = path.relative_to(package).as_posix()
        if not name.startswith(SPEAKING):
            continue
        for line, text in sorted(_texts(ast.parse(path.read_text("utf-8")))):
            if text not in marked and _SENTENCE.match(text) and not _CODE.search(text):
                found.append(f"{name}:{line}: {text}")
    return tuple(found)


def _texts(tree: ast.Module) -> Iterator[tuple[int, str]]:
    silent: set[int] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Expr(value=ast.Constant() as docstring):
                silent.add(id(docstring))
            case ast.Raise(exc=ast.Call(func=ast.Name(id=name)) as call) if hasattr(builtins, name):
                silent |= {id(part) for part in ast.walk(call)}
            case _:
                pass
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in silent:
            yield node.lineno, node.value
