"""What a file is sealed with: the keys of an office, or a phrase that is made for this one file."""

from __future__ import annotations

from dataclasses import dataclass

from intake.handover.sealing.age_keys import AgeKey


@dataclass(frozen=True, slots=True)
class Sealing:
    """Either keys or a phrase; neither where nothing is sealed. The phrase is kept nowhere else."""

    keys: tuple[AgeKey, ...] = ()
    phrase: str = ""

    def sealed(self, content: bytes) -> bytes:
        """The content, sealed. Raises OutputError."""
        from intake.handover.sealing.sealed import sealed_to, sealed_with  # a native module, for sealed files only

        if not self.phrase and not self.keys:
            raise ValueError("a sealed file needs keys or a phrase")
        return sealed_with(content, self.phrase) if self.phrase else sealed_to(content, self.keys)
