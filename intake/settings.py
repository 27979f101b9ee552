"""Settings from a TOML file, the environment and the arguments, in that order; read once, passed down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path

from intake.errors import InputError

THEMES = ("dark", "light", "mono")
STAFF_LANGUAGES = ("de", "en")
FILE_NAME = "settings.toml"
SITES_FOLDER = "sites"
LONGEST_LOCK_MINUTES = 60
"""A desk that nobody has touched for longer is locked, whatever is set."""
SHORTEST_CLIPBOARD_S, LONGEST_CLIPBOARD_S = 5, 600
"""How long a copied text stays in the clipboard: long enough to paste it, and never for ever."""
BACKUPS = ("auto", "off")
LONGEST_BACKUP_DAYS = 400
"""Erased cases live on in backups until these are removed, so they are not kept for ever."""
CLOSING_STAFF = ("names", "ids", "nobody")
"""How the staff stand on the daily closing sheet."""
NO_SETTINGS = ("folder", "origins")
"""Fields that nobody sets."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What is in force. `origins` says for each name where its value comes from.

    `sites` is the folder of the desk's own profiles; it need not exist, and None stands for none. `terminal`, `letters`
    and `marks` say how right-to-left text is written (`languages.terminal_text`). `folder` is where the settings file
    is looked for: what the program itself remembers of this desk lies beside it. It is no setting. `lock_minutes` is
    how long nobody need touch a key before the desk locks, `closing_staff` how the staff stand on the closing sheet.
    `backup` is `auto` where a backup is written after work, which is so unless it is set otherwise; `backup_days` is
    how long they are kept, `backup_second` a second place for them, and `backup_second_days` how long that may be
    missing before somebody is told.
    """

    store: Path
    site: str = "zebera"
    theme: str = "dark"
    language: str = "de"
    person_language: str = "en"
    law: str = ""
    run: str = "core"
    export: Path = Path()
    sender: str = ""
    sites: Path | None = None
    terminal: str = "auto"
    letters: str = "auto"
    marks: str = "auto"
    lock_minutes: str = "5"
    closing_staff: str = "names"
    clipboard_seconds: str = "60"
    printer: str = ""
    backup: str = "off"
    backup_days: str = "30"
    backup_second: Path | None = None
    backup_second_days: str = "7"
    folder: Path | None = None
    origins: Mapping[str, str] = None  # type: ignore[assignment]  # always set by read_settings

    @property
    def lock_s(self) -> int:
        """Seconds without a key until the desk locks."""
        return int(self.lock_minutes) * 60

    @property
    def clipboard_s(self) -> int:
        """Seconds until what was copied is taken out of the clipboard."""
        return int(self.clipboard_seconds)

    def is_in_store(self, path: Path) -> bool:
        """Whether this path lies in the folder of the store, where nothing else is written."""
        return path.expanduser().resolve().is_relative_to(self.store.expanduser().resolve())

    def with_arguments(self, **given: str | Path | None) -> Settings:
        """The settings after the command line: what was not typed stays as it was."""
        typed = {name: value for name, value in given.items() if value is not None}
        return checked(
            replace(self, **typed, origins={**self.origins, **dict.fromkeys(typed, "argument")})  # type: ignore[arg-type]
        )


def checked(settings: Settings) -> Settings:
    """The settings, or an InputError that names the value and the possible ones."""
    days = [str(number) for number in range(1, LONGEST_BACKUP_DAYS + 1)]
    seconds = [str(number) for number in range(SHORTEST_CLIPBOARD_S, LONGEST_CLIPBOARD_S + 1)]
    minutes = [str(number) for number in range(1, LONGEST_LOCK_MINUTES + 1)]
    for name, possible, named in (
        ("theme", THEMES, THEMES),
        ("language", STAFF_LANGUAGES, STAFF_LANGUAGES),
        ("run", ("core", "full"), ("core", "full")),
        ("closing_staff", CLOSING_STAFF, CLOSING_STAFF),
        ("lock_minutes", minutes, (f"1 - {LONGEST_LOCK_MINUTES}",)),
        ("clipboard_seconds", seconds, (f"{SHORTEST_CLIPBOARD_S} - {LONGEST_CLIPBOARD_S}",)),
        ("backup", BACKUPS, BACKUPS),
        ("backup_days", days, (f"1 - {LONGEST_BACKUP_DAYS}",)),
        ("backup_second_days", days, (f"1 - {LONGEST_BACKUP_DAYS}",)),
        *((name, possible, possible) for name, possible in _impossible_wishes(settings)),
    ):
        value = getattr(settings, name)
        if value not in possible:
            raise InputError(
                "The setting {name} cannot be {value}.",
                "Nothing was changed. Possible: {possible}. It comes from: {origin}.",
                name=name,
                value=repr(value)[:60],
                possible=", ".join(named),
                origin=settings.origins.get(name, "default"),
            )
    return settings


def _impossible_wishes(settings: Settings) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What is set for the terminal and does not exist, with what does."""
    if settings.terminal == settings.letters == settings.marks == "auto":
        return ()
    from intake.languages.terminal_text import LETTERS, MARKS, TERMINALS, Wish  # only where something is set

    possible = {"terminal": TERMINALS, "letters": LETTERS, "marks": MARKS}
    wish = Wish(settings.terminal, settings.letters, settings.marks)
    return tuple((name, possible[name]) for name in wish.impossible())


def default_folder() -> Path:
    """Where the store lives on this system."""
    from platformdirs import user_data_path  # only where no folder was given

    return user_data_path("intake", appauthor=False)


def settings_file() -> Path:
    """Where the settings file is looked for on this system."""
    from platformdirs import user_config_path  # only where no file was given

    return user_config_path("intake", appauthor=False) / FILE_NAME


def read_settings(environment: Mapping[str, str], file: Path | None = None) -> Settings:
    """The settings of file and environment. A file that was named has to exist; the usual one need not."""
    path = file or Path(environment.get("INTAKE_SETTINGS") or settings_file())
    named = file is not None or "INTAKE_SETTINGS" in environment
    values: dict[str, str | Path] = {}
    origins: dict[str, str] = {}
    known = [field.name for field in fields(Settings) if field.name not in NO_SETTINGS]
    for name, value in _from_file(path, named, known).items():
        values[name], origins[name] = value, str(path)
    for name in known:
        variable = f"INTAKE_{name.upper()}"
        if environment.get(variable):
            values[name], origins[name] = environment[variable], f"environment {variable}"
    for name in ("store", "export", "sites", "backup_second"):
        if name in values:
            values[name] = Path(values[name]).expanduser()
    values.setdefault("backup", "auto")
    store = values.pop("store", None) or default_folder()
    sites = values.pop("sites", None) or path.parent / SITES_FOLDER
    return checked(
        Settings(store=Path(store), sites=Path(sites), **values, folder=path.parent, origins=origins)  # type: ignore[arg-type]
    )


def _from_file(path: Path, named: bool, known: list[str]) -> dict[str, str]:
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        if named:
            raise InputError(
                "The settings file {file} is not there.",
                "Nothing was changed. Create it, or leave the option away to use the usual settings.",
                file=str(path),
            ) from None
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            "The settings file {file} cannot be read.",
            "Nothing was changed. The reason: {reason}.",
            file=str(path),
            reason=type(error).__name__,
        ) from None
    import tomllib  # only where there is a settings file

    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        from intake.interview.content_file import syntax_line  # 2 ms, and only for a mistake

        raise InputError(
            "The settings file {file} is no valid TOML in line {line}.",
            "Nothing was changed. Correct it: {reason}.",
            file=str(path),
            line=syntax_line(text, error),
            reason=str(error),
        ) from None
    wrong = sorted(set(data) - set(known)) + sorted(key for key, value in data.items() if not isinstance(value, str))
    if wrong:
        raise InputError(
            "The settings file {file} has entries that cannot be used: {names}.",
            "Nothing was changed. Possible names: {possible}; each takes a text in quotes.",
            file=str(path),
            names=", ".join(wrong),
            possible=", ".join(known),
        )
    return {str(key): str(value) for key, value in data.items()}
