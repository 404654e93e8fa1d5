"""Chat templates of strangers: what they may do, what they may not, and what bounds them."""

from __future__ import annotations

import pytest

from app.engines.llm.text.chat_template import ChatTemplate, TemplateProblem, TemplateRefusal

MESSAGES = [{"role": "system", "content": "Rules."}, {"role": "user", "content": "Hello?"}]
CHATML = (
    "{%- for message in messages %}{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] }}<|im_end|>\n"
    "{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)


def rendered(source: str, messages: list[dict[str, str]] = MESSAGES) -> str:
    return ChatTemplate(source, {"bos_token": "<s>", "eos_token": "</s>"}, most_seconds=0.5).render(messages)


def test_a_prompt_ends_where_the_model_begins() -> None:
    assert rendered(CHATML) == (
        "<|im_start|>system\nRules.<|im_end|>\n<|im_start|>user\nHello?<|im_end|>\n<|im_start|>assistant\n"
    )


def test_templates_get_what_published_ones_ask_for() -> None:
    source = (
        "{{ bos_token }}{{ eos_token }}{% if enable_thinking is defined and not enable_thinking %}quiet {% endif %}"
        "{{ messages | tojson }} {{ strftime_now('%Y') | length }}{% for m in messages %}{% continue %}{% endfor %}"
    )
    assert rendered(source, [{"role": "user", "content": "é\n"}]) == (
        '<s></s>quiet [{"role": "user", "content": "é\\n"}] 4'
    )


def test_a_template_without_a_system_role_gets_the_rules_in_the_first_question() -> None:
    source = (
        "{% if messages[0].role == 'system' %}{{ raise_exception('System role not supported') }}{% endif %}"
        "{% for m in messages %}{{ m.role }}:{{ m.content }}{% endfor %}"
    )
    assert rendered(source) == "user:Rules.\n\nHello?"


def test_a_template_that_refuses_everything_says_why() -> None:
    with pytest.raises(TemplateRefusal, match="no thanks"):
        rendered("{{ raise_exception('no thanks') }}")


@pytest.mark.parametrize(
    "source",
    [
        "{% for",
        "{{ messages.__class__.__mro__[1].__subclasses__() }}",
        "{{ ''.__class__ }}{{ cycler.__init__.__globals__.os.environ }}",
        "{{ messages.append(1) }}",
        "{{ 1 // 0 }}",
        "{{ nothing.at.all }}",
        "{% macro again() %}{{ again() }}{% endmacro %}{{ again() }}",
        "{% include 'other' %}",
        "{{ lipsum(n=1000000) }}",
    ],
)
def test_wrong_and_hostile_templates_are_problems(source: str) -> None:
    with pytest.raises(TemplateProblem):
        rendered(source)


@pytest.mark.parametrize(
    "source",
    [
        "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
        "{% set n = namespace(x=0) %}{% for a in range(99999) %}{% for b in range(99999) %}"
        "{% set n.x = n.x + 1 %}{% endfor %}{% endfor %}",
    ],
)
def test_a_loop_that_does_not_end_is_ended(source: str) -> None:
    with pytest.raises(TemplateProblem, match="does not end"):
        rendered(source)
