"""Cards for what comes before everything else: urgent help, no understanding, a minor without custody."""

from __future__ import annotations

from intake.ui.proposal import Stop
from intake.ui.screens.dialog import Dialog, Item
from intake.ui.wording import CaseWording

GO_ON, STOP_HERE = "on", "stop"


def stop_card(stop: Stop, wording: CaseWording) -> Dialog:
    """What the pre-rule says, where to go, and the choice to go on with the interview or not."""
    say, rule, is_german = wording.say, stop.line.rule, wording.staff == "de"
    lines = [rule.reason.de if is_german else rule.reason.en]
    for station in stop.line.stations:
        lines.append(f"→ {station.name.de if is_german else station.name.en}")
        lines.append(say("  to bring: {things}", things=station.bring.de if is_german else station.bring.en))
    actions = [Item(GO_ON, say("Go on with the interview")), Item(STOP_HERE, say("Stop here: show the next steps"))]
    return Dialog(rule.name.de if is_german else rule.name.en, lines, actions, is_alarm=True)
