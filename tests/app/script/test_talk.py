"""A talk along a script: nothing that was ticked is ever lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.customer.record import Agent, Customer
from app.customer.spoken import talk_context
from app.pack.load import load_pack
from app.script.evidence import MoodSet, ScriptFact, ScriptStepDone
from app.script.merge import MERGE_FIELDS, pieces
from app.script.model import MOODS
from app.script.talk import (
    Talk,
    add_closing,
    drop_closing,
    evidence,
    move,
    refill,
    resume,
    set_mood,
    start,
    tick,
    use_phrase,
    view,
)

PACK = load_pack(Path(__file__).parents[3] / "resources" / "packs" / "insurance")
COMPLAINT = PACK.scripts["complaint"]
AGENT = Agent(agent_id="A1027", name="周雨桐")
LIN = Customer(name="林婉清", sex="female")
CHECKS = [check.check_id for step in COMPLAINT.steps for check in step.checks]
PHRASES = [phrase.phrase_id for step in COMPLAINT.steps for phrase in step.phrases]


def calming() -> Talk:
    """The talk of the picture: third step, an unhappy caller, claim papers."""
    context = talk_context(AGENT, PACK, LIN, queue="claims", reason="claim_materials")
    return set_mood(move(start(COMPLAINT, context), 2), "unhappy")


def test_the_card_reads_as_in_the_picture() -> None:
    talk = tick(tick(use_phrase(calming(), "would_worry"), "listened"), "restated")
    card = view(talk)
    assert card.say == (
        "",
        "林女士",
        "，材料没有一次说清、让您多跑一趟，我先向您道歉。这件事",
        "由我负责跟到底",
        "，您不用再找别人。",
    )
    assert [(check.text, check.done) for check in card.checks] == [
        ("完整倾听，不打断", True),
        ("复述诉求，请客户确认", True),
        ("表明首问负责，报工号 A1027", False),
    ]
    assert [(phrase.text, phrase.used) for phrase in card.phrases] == [
        ("换成是我，也会着急", True),
        ("您说的我都记下了", False),
        ("我现在就去核实", False),
    ]
    assert (card.phrases_title, card.forbidden) == ("安抚用语", ("不归我管", "系统就这样"))
    assert [step.name for step in card.steps] == ["问候", "核验", "安抚", "记录", "告知", "结束"]


def test_another_reason_brings_another_regret() -> None:
    talk = refill(calming(), talk_context(AGENT, PACK, LIN, reason="service_attitude"))
    assert "同事的态度让您受了委屈" in "".join(view(talk).say)


def test_an_unknown_caller_is_still_spoken_to_in_whole_sentences() -> None:
    talk = set_mood(move(start(COMPLAINT, talk_context(AGENT, PACK)), 2), "unhappy")
    assert "".join(view(talk).say).startswith("您好，这件事没有办好、让您费心，我先向您道歉。")


@pytest.mark.parametrize("mood", MOODS)
@pytest.mark.parametrize("name", sorted(PACK.scripts))
def test_every_script_can_be_walked_from_start_to_end_in_every_mood(name: str, mood: str) -> None:
    script = PACK.scripts[name]
    talk = set_mood(start(script, {}), mood)  # type: ignore[arg-type]
    for _ in script.steps:
        card = view(talk)
        assert "".join(card.say)
        assert not any(brace in "".join(card.say) for brace in "{}*")
        assert card.checks
        for check in card.checks:
            talk = tick(talk, check.check_id)
        talk = move(talk, 1)
    assert view(talk).steps[-1].current
    assert all(step.done or step.current for step in view(talk).steps)


def test_a_step_passed_by_without_its_checks_is_not_done() -> None:
    assert [step.done for step in view(move(start(COMPLAINT, {}), 1)).steps][:2] == [False, False]


def test_a_talk_never_leaves_its_script() -> None:
    assert move(start(COMPLAINT, {}), -3).at == 0
    assert move(start(COMPLAINT, {}), 99).at == len(COMPLAINT.steps) - 1


def test_a_check_that_does_not_exist_is_a_mistake_of_the_program() -> None:
    with pytest.raises(ValueError, match="no check"):
        tick(start(COMPLAINT, {}), "sing")
    with pytest.raises(ValueError, match="no phrase"):
        use_phrase(start(COMPLAINT, {}), "sing")


def test_a_customer_called_like_a_mark_breaks_nothing() -> None:
    talk = refill(calming(), {"customer.surname_title": "**{agent.id}**"})
    assert view(talk).say[1] == "**{agent.id}**"


def test_after_a_restart_the_talk_goes_on_at_the_first_open_step() -> None:
    facts: list[ScriptFact] = [
        MoodSet(mood="unhappy"),
        *(
            evidence(calming(), check)
            for check in ("greeted", "asked_need", "verified_name", "verified_id", "read_trail")
        ),
        ScriptStepDone(script="complaint", version="old", step="gone", check_id="gone_since"),
        ScriptStepDone(script="other", version="1", step="x", check_id="listened"),
        MoodSet(mood="sleepy"),
    ]
    talk = resume(COMPLAINT, {}, facts)
    assert (talk.step.name, talk.mood, "listened" in talk.ticked) == ("安抚", "unhappy", False)


@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("tick"), st.sampled_from(CHECKS), st.booleans()),
            st.tuples(st.just("phrase"), st.sampled_from(PHRASES), st.booleans()),
            st.tuples(st.just("move"), st.integers(-2, 3)),
            st.tuples(st.just("mood"), st.sampled_from(MOODS)),
        ),
        max_size=40,
    )
)
def test_moods_and_moves_never_lose_what_was_ticked(acts: list[tuple[object, ...]]) -> None:
    talk, ticked, used = start(COMPLAINT, {}), set[str](), set[str]()
    for act in acts:
        match act:
            case ("tick", str(check), bool(done)):
                talk = tick(talk, check, done)
                (ticked.add if done else ticked.discard)(check)
            case ("phrase", str(phrase), bool(done)):
                talk = use_phrase(talk, phrase, done)
                (used.add if done else used.discard)(phrase)
            case ("move", int(steps)):
                talk = move(talk, steps)
            case ("mood", mood):
                talk = set_mood(talk, mood)  # type: ignore[arg-type]
        card = view(talk)
        assert (set(talk.ticked), set(talk.used)) == (ticked, used)
        assert sum(step.current for step in card.steps) == 1
        assert all(check.done == (check.check_id in ticked) for check in card.checks)


@given(st.text(max_size=80))
def test_a_text_is_cut_without_losing_a_character_or_refused(text: str) -> None:
    try:
        cut = pieces(text)
    except ValueError:
        return
    assert "".join(cut) == text.replace("**", "")


def test_every_merge_field_has_words_for_when_it_is_not_known() -> None:
    assert all(words for words in MERGE_FIELDS.values())


def test_a_wish_that_was_taken_out_leaves_the_others_and_their_ticks() -> None:
    talk = add_closing(add_closing(start(COMPLAINT, {}), "生日快乐"), "节日快乐")
    talk = use_phrase(talk, talk.closing[1].phrase_id)
    talk = add_closing(drop_closing(talk, "生日快乐"), "新年快乐")
    assert [one.text for one in talk.closing] == ["节日快乐", "新年快乐"]
    assert len({one.phrase_id for one in talk.closing}) == 2
    last = view(move(talk, 99)).phrases
    assert [(one.text, one.used) for one in last if "快乐" in one.text] == [("节日快乐", True), ("新年快乐", False)]
    assert drop_closing(talk, "没有这句") is talk
