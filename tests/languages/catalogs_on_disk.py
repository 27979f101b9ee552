"""Small catalogs on disk, written as a translator would."""

from __future__ import annotations

from pathlib import Path

PLURALS = {
    "de": "nplurals=2; plural=(n != 1);",
    "tr": "nplurals=1; plural=0;",
    "uk": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);",
}


def as_po(language: str, entries: str) -> str:
    header = f'"Language: {language}\\n"\n"Plural-Forms: {PLURALS[language]}\\n"\n'
    return f'msgid ""\nmsgstr ""\n{header}"Content-Type: text/plain; charset=utf-8\\n"\n\n{entries}\n'


def write_po(folder: Path, language: str, entries: str) -> Path:
    """Writes `<folder>/<language>/LC_MESSAGES/intake.po`."""
    po = folder / language / "LC_MESSAGES" / "intake.po"
    po.parent.mkdir(parents=True, exist_ok=True)
    po.write_text(as_po(language, entries), "utf-8")
    return po
