"""Text while speaking: agreed units are committed, never withdrawn, in words or characters; cuts lie in pauses."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.domain.dictate.live_window import Agreement, Cut, WindowRules, matched, units, where_to_cut

RULES = WindowRules()


def test_words_with_their_spaces_and_single_chinese_characters() -> None:
    assert units(" The boats leave. ") == ["The", " boats", " leave."]
    assert units("请在 Monday 来。") == ["请", "在", " Monday", " 来", "。"]
    assert "".join(units("a b  c")) == "a b  c"


def test_what_two_passes_agree_on_is_committed() -> None:
    text = Agreement()
    text.hear("the boat")
    assert (text.committed, text.tentative) == ("", "the boat")
    text.hear("the boats leave")
    assert (text.committed, text.tentative) == ("the", " boats leave")
    text.hear("the boats leave the")
    assert (text.committed, text.tentative) == ("the boats leave", " the")


def test_chinese_is_committed_by_character() -> None:
    text = Agreement()
    text.hear("今天天")
    text.hear("今天天气很")
    assert (text.committed, text.tentative) == ("今天天", "气很")


def test_a_pass_that_hears_the_beginning_otherwise_does_not_take_it_back() -> None:
    text = Agreement()
    for heard in ("seven boats", "seven boats leave", "Eleven boats leave the", "11 boats leave the harbour"):
        text.hear(heard)
    assert text.committed == "seven boats leave the"
    assert text.finish("Eleven boats leave the harbour today.")[0] == "seven boats leave the harbour today."


def test_the_last_pass_over_the_beginning_gives_the_rest_back() -> None:
    text = Agreement()
    for _ in range(2):
        text.hear("one two three four five")
    assert text.finish("One two, three.") == ("one two three", ["four", " five"])
    rest = Agreement(["four", " five"])
    rest.hear("four five six")
    assert rest.committed + rest.tentative == "four five six"


def test_matching_passes_over_words_that_were_heard_otherwise() -> None:
    assert matched(units("a b c"), units("a x c d")) == 3
    assert matched(units("a b c"), units("b c d")) == 2
    assert matched(units("a b"), units("")) == 0
    assert matched([], units("a b")) == 0


WORDS = st.lists(st.sampled_from(["a", "be", "see", "dee", "今天", "好", "e."]), max_size=12).map(" ".join)


@given(st.lists(WORDS, max_size=12), WORDS)
def test_the_committed_text_is_never_withdrawn(passes: list[str], last: str) -> None:
    text, shown = Agreement(), ""
    for heard in passes:
        text.hear(heard)
        assert text.committed.startswith(shown)
        shown = text.committed
    final, rest = text.finish(last)
    if rest:
        assert (final + "".join(rest)).replace(" ", "") == shown.replace(" ", "")
    else:
        assert final.startswith(shown.strip())


def test_a_short_buffer_is_left_alone() -> None:
    assert where_to_cut([(0.0, 4.0)], 11.9, RULES) is None


def test_a_long_one_is_cut_in_the_last_pause() -> None:
    assert where_to_cut([(0.0, 6.0), (7.0, 9.0), (10.0, 14.0)], 14.0, RULES) == Cut(9.5)
    assert where_to_cut([(0.0, 12.0)], 13.0, RULES) == Cut(12.5)


def test_without_a_pause_it_is_cut_when_it_is_too_long() -> None:
    assert where_to_cut([(0.0, 20.0)], 20.0, RULES) is None
    assert where_to_cut([(0.0, 27.0)], 27.0, RULES) == Cut(27.0)
    assert where_to_cut([(0.0, 2.0), (2.5, 25.0)], 25.0, RULES) is None
