"""A disk that forgets: replays what a program did to a folder, and shows what a power cut could leave of it.

What was synced stays. Of every write that was not, each sector of 512 bytes may have arrived or not, in any order; of
what was not synced of a folder (new names, names taken away, renames), each may have happened or not. Not modelled:
drives that lie about a sync, and bits that rot.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from tests.store.disk.shim import Kind, Operation

SECTOR = 512
SURVIVAL = (0.0, 0.3, 0.7, 1.0)
"""How likely what was not synced survives; one of these is drawn for each cut."""


@dataclass
class File:
    """The content that is safe, and the writes (None: a truncation) that are not."""

    safe: bytearray = field(default_factory=bytearray)
    pending: list[tuple[int, bytes | None]] = field(default_factory=list)

    def sync(self) -> None:
        for offset, data in self.pending:
            _put(self.safe, offset, data)
        self.pending.clear()

    def after_a_cut(self, chance: random.Random, survival: float) -> bytes:
        content = bytearray(self.safe)
        for offset, data in self.pending:
            if data is None:
                if chance.random() < survival:
                    _put(content, offset, None)
                continue
            for start in range(0, len(data), SECTOR):
                if chance.random() < survival:
                    _put(content, offset + start, data[start : start + SECTOR])
        return bytes(content)


@dataclass
class Folder:
    """The names as programs see them, those that are safe, and the changes (atomic each) that are not."""

    names: dict[str, File | Folder] = field(default_factory=dict)
    safe: dict[str, File | Folder] = field(default_factory=dict)
    pending: list[dict[str, File | Folder | None]] = field(default_factory=list)

    def change(self, names: dict[str, File | Folder | None]) -> None:
        _rename(self.names, names)
        self.pending.append(names)

    def sync(self) -> None:
        for names in self.pending:
            _rename(self.safe, names)
        self.pending.clear()

    def after_a_cut(self, chance: random.Random, survival: float, *, ordered: bool) -> dict[str, File | Folder]:
        kept = dict(self.safe)
        for names in self.pending:
            if chance.random() < survival:
                _rename(kept, names)
            elif ordered:
                break
        return kept


class ForgetfulDisk:
    """The watched folder, operation by operation.

    Strict as POSIX: a name is safe after a sync of its folder only. With `journal` as most file systems: a sync of
    anything makes all names safe, and they reach the disk in their order.
    """

    def __init__(self, before: Path, watched: Path, *, journal: bool) -> None:
        """`before` holds what was in the `watched` folder before the first operation; that counts as safe."""
        self._path = PurePosixPath(watched)
        self._journal = journal
        self._root = _found(before)

    def apply(self, operation: Operation) -> None:
        match operation.kind:
            case Kind.CREATED | Kind.FOLDER_MADE:
                parent, name = self._parent(operation.name)
                parent.change({name: File() if operation.kind is Kind.CREATED else Folder()})
            case Kind.UNLINKED | Kind.FOLDER_REMOVED:
                parent, name = self._parent(operation.name)
                parent.change({name: None})
            case Kind.RENAMED:
                self._rename(operation.name, operation.data.decode())
            case Kind.WRITTEN:
                self._file(operation.name).pending.append((operation.offset, operation.data))
            case Kind.TRUNCATED:
                self._file(operation.name).pending.append((operation.offset, None))
            case Kind.SYNCED:
                self._sync(operation.name)
            case Kind.NOTED:
                pass

    def cut(self, chance: random.Random, into: Path) -> None:
        """Writes down what the folder could hold after a power cut at this moment."""
        self._write(self._root, into, chance, chance.choice(SURVIVAL))

    def _write(self, folder: Folder, into: Path, chance: random.Random, survival: float) -> None:
        into.mkdir(mode=0o700)
        for name, node in folder.after_a_cut(chance, survival, ordered=self._journal).items():
            if isinstance(node, Folder):
                self._write(node, into / name, chance, survival)
            else:
                (into / name).write_bytes(node.after_a_cut(chance, survival))
                (into / name).chmod(0o600)

    def _sync(self, name: str) -> None:
        self._node(name).sync()
        for folder in _folders(self._root) if self._journal else ():
            folder.sync()

    def _rename(self, name: str, to: str) -> None:
        parent, old = self._parent(name)
        target, new = self._parent(to)
        if parent is not target:
            raise NotImplementedError("the store renames within one folder")
        parent.change({old: None, new: parent.names[old]})

    def _parent(self, name: str) -> tuple[Folder, str]:
        path = PurePosixPath(name)
        parent = self._node(str(path.parent))
        if not isinstance(parent, Folder):
            raise NotADirectoryError(name)
        return parent, path.name

    def _file(self, name: str) -> File:
        node = self._node(name)
        if not isinstance(node, File):
            raise IsADirectoryError(name)
        return node

    def _node(self, name: str) -> File | Folder:
        node: File | Folder = self._root
        for part in PurePosixPath(name).relative_to(self._path).parts:
            if not isinstance(node, Folder):
                raise NotADirectoryError(name)
            node = node.names[part]
        return node


def _found(folder: Path) -> Folder:
    names: dict[str, File | Folder] = {}
    for path in folder.iterdir():
        if not path.name.endswith("-shm"):
            names[path.name] = _found(path) if path.is_dir() else File(bytearray(path.read_bytes()))
    return Folder(names, dict(names))


def _folders(folder: Folder) -> Iterator[Folder]:
    yield folder
    for node in folder.names.values():
        if isinstance(node, Folder):
            yield from _folders(node)


def _rename(names: dict[str, File | Folder], changes: dict[str, File | Folder | None]) -> None:
    for name, node in changes.items():
        if node is None:
            names.pop(name, None)
        else:
            names[name] = node


def _put(content: bytearray, offset: int, data: bytes | None) -> None:
    """Writes at an offset, or cuts there; a gap is filled with zeros."""
    if len(content) < offset:
        content.extend(bytes(offset - len(content)))
    if data is None:
        del content[offset:]
    else:
        content[offset : offset + len(data)] = data
