"""Which language the person's pane is in: as it is chosen from the list, or as the person wants to speak."""

from __future__ import annotations

from typing import TYPE_CHECKING

from intake.errors import IntakeError
from intake.interview.answers import State
from intake.languages.catalogs import BINDING_LANGUAGE, SOURCE_LANGUAGE
from intake.languages.languages import InterfaceLanguage
from intake.ui.keys import first_key
from intake.ui.screens.case_screen import CaseScreen
from intake.ui.screens.language_picker import CARD, NO_READING, OTHER, SIGNING, LanguagePicker, Offered
from intake.ui.terminal_offer import language_was_chosen
from intake.ui.waits import answer_of

if TYPE_CHECKING:
    from intake.ui.casework import CaseWork
    from intake.ui.desk import Desk
    from intake.ui.navigation import Navigation

LANGUAGE, READING_HELP, INTERPRETER = "preferred_language", "reading_help", "interpreter_type"
READ_BY_ALL = (BINDING_LANGUAGE, SOURCE_LANGUAGE)
"""The pane is in one of these while there are no texts in the language of the person."""


async def choose_language(nav: Navigation) -> None:
    """Pick a language for the person's pane, or another way on. For a worker of the app."""
    work = nav.work
    if work is None:
        return
    try:
        picker = LanguagePicker(await _offered(nav.desk, work), nav.desk.wording(work))
    finally:
        nav.app.type_ahead.release()
    chosen = await answer_of(nav.app, picker)
    if chosen == CARD:
        await _write_card(nav)
    elif chosen == OTHER:
        await _ask_for_language(nav, work)
    elif chosen == NO_READING:
        await _suggest(nav, work, READING_HELP, "yes")
    elif chosen == SIGNING:
        await _suggest(nav, work, INTERPRETER, "sign")
    elif chosen:
        await _use(nav, work, chosen)


async def follow_language(nav: Navigation) -> None:
    """The person's pane in the language that the person wants to speak; where there is none for it, that is said."""
    work = nav.work
    spoken = work.interview.answers[LANGUAGE].value if work else None
    if work is None or not isinstance(spoken, str):
        return
    desk = nav.desk
    known = desk.content.questionnaire.codes.languages.get(spoken)
    found = desk.parts.languages.read_by(spoken, known.macro if known else "")
    if found is not None:
        if await _put_first(desk, work, found.code):
            language_was_chosen(nav.app, found)
        return
    await _put_first(desk, work, _fallback(desk, work))
    wording = desk.wording(work)
    text = wording.say(
        "There are no texts in {language}: the person's pane is in {pane}.",
        language=wording.language(spoken).staff,
        pane=_name(desk, desk.parts.languages[work.languages[0]]),
    )
    nav.app.notify(text, severity="warning", timeout=8, markup=False)


async def _offered(desk: Desk, work: CaseWork) -> list[Offered]:
    """All languages, the most used first; in their own order where the store cannot be read just now."""
    in_order = tuple(desk.parts.languages)
    try:
        languages = await desk.languages_by_use()
    except IntakeError:
        languages = in_order
    say = desk.wording(work).say
    in_use = {code: first_key("switch-language").said(say) for code in work.languages[1:2]}
    in_use |= {code: say("now") for code in work.languages[:1]}
    return [Offered(each, in_order.index(each) + 1, _name(desk, each), in_use.get(each.code, "")) for each in languages]


async def _use(nav: Navigation, work: CaseWork, code: str) -> None:
    """Show the pane in a language; the question about it offers the same, as long as it has no answer."""
    spoken = nav.desk.parts.languages[code].iso
    if spoken in work.interview.logic.questionnaire.codes.languages:
        work.offered[LANGUAGE] = spoken
    await _put_first(nav.desk, work, code)
    _reword(nav)
    language_was_chosen(nav.app, nav.desk.parts.languages[code])


async def _ask_for_language(nav: Navigation, work: CaseWork) -> None:
    """To the question that knows all languages. The pane cannot be in one of those, and that is said."""
    work.offered.pop(LANGUAGE, None)
    await _put_first(nav.desk, work, _fallback(nav.desk, work))
    text = nav.desk.wording(work).say(
        "The question knows all languages. The person's pane is in {pane} meanwhile.",
        pane=_name(nav.desk, nav.desk.parts.languages[work.languages[0]]),
    )
    nav.app.notify(text, timeout=8, markup=False)
    await _go_to(nav, work, LANGUAGE)


async def _suggest(nav: Navigation, work: CaseWork, question: str, value: str) -> None:
    """To the question that asks for it, with what was chosen as a suggestion: nothing is answered by this."""
    if work.interview.answers[question].state is State.NOT_ASKED:
        work.offered[question] = value
    text = nav.desk.wording(work).say("This question notes it. Nothing is changed yet.")
    nav.app.notify(text, timeout=8, markup=False)
    await _go_to(nav, work, question)


async def _go_to(nav: Navigation, work: CaseWork, question: str) -> None:
    await nav.keep_half_typed()
    await nav.to_interview(work.interview.step_for(question))


async def _put_first(desk: Desk, work: CaseWork, code: str) -> bool:
    """A language in the pane; the one before stays in use beside it. Returns whether it is another one."""
    if code in work.languages[:1]:
        return False
    await work.settings.use_languages((code, *work.languages[:1]))
    desk.prepare_names(work)
    return True


def _fallback(desk: Desk, work: CaseWork) -> str:
    """German or English: the one in use, else that of the settings, else English."""
    return next(
        (code for code in (*work.languages, desk.settings.person_language) if code in READ_BY_ALL), SOURCE_LANGUAGE
    )


def _name(desk: Desk, language: InterfaceLanguage) -> str:
    return language.german_name if desk.settings.language == BINDING_LANGUAGE else language.english_name


def _reword(nav: Navigation) -> None:
    screen = nav.app.screen
    if isinstance(screen, CaseScreen):
        screen.reword()


async def _write_card(nav: Navigation) -> None:
    from intake.ui.card import write_card  # the handover, for the card only

    say = nav.desk.wording().say
    nav.app.notify(say("The language card is being written …"), timeout=2, markup=False)
    try:
        file = await write_card(nav.desk)
    except IntakeError as error:
        nav.app.notify(nav.app.describe(error), severity="error", timeout=10, markup=False)
        return
    nav.app.notify(say("The language card is written: {file}", file=str(file)), timeout=10, markup=False)
