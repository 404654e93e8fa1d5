"""Templates that want to take the time or the memory: each ends as a problem, soon and small."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from app.engines.llm.text.chat_template import ChatTemplate, TemplateProblem
from app.engines.llm.text.template_sandbox import MOST_MADE_BYTES

MESSAGES = [{"role": "user", "content": "Hello?"}]
GROWS = "{% set n = namespace(s=START) %}{% for i in range(99) %}{% set n.s = NEXT %}{% endfor %}{{ n.s }}"


def grows(start: str, following: str) -> str:
    return GROWS.replace("START", start).replace("NEXT", following)


ENDLESS = {
    "loops": "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
    "a count": "{% set n = namespace(x=0) %}{% for a in range(99999) %}{% for b in range(99999) %}"
    "{% set n.x = n.x + 1 %}{% endfor %}{% endfor %}",
    "namespaces in namespaces": grows("namespace(a=1)", "namespace(a=n.s, b=n.s)"),
}
TOO_MUCH = {
    "repeating": "{{ 'x' * 10**6 * 10**3 }}",
    "repeating a list": "{{ 10**6 * [1] }}",
    "a power": "{{ 9 ** 9 ** 9 }}",
    "a power of a fraction": "{{ 2.0 ** 100000 }}",
    "digits": grows("99999", "n.s * n.s"),
    "a width by %": "{{ '%1000000000d' % 1 }}",
    "a width by format": "{{ '{:1000000000}'.format(1) }}",
    "format often": "{{ ('{0}' * 100000).format('a' * 1000000) }}",
    "format_map": "{{ '{a:1000000000}'.format_map({'a': 1}) }}",
    "ljust": "{{ 'x'.ljust(1000000000) }}",
    "center": "{{ 'x'|center(1000000000) }}",
    "indent": "{{ 'x'|indent(1000000000) }}",
    "tabs": "{{ ('\\t' * 1000000).expandtabs(1000000) }}",
    "translate": "{{ ('a' * 1000000).translate({97: 'b' * 1000000}) }}",
    "doubling with ~": grows("'aaaaaaaa'", "n.s ~ n.s"),
    "doubling with +": grows("'aaaaaaaa'", "n.s + n.s"),
    "doubling a list": grows("[1]", "n.s + n.s"),
    "joining": "{{ ('aaaaaaaa' * 100000).join(['b'] * 100000) }}",
    "joining by a filter": "{{ (['b'] * 100000)|join('aaaaaaaa' * 100000) }}",
    "replacing": "{{ ('a' * 1000000).replace('a', 'b' * 1000000) }}",
    "replacing by a filter": "{{ ('a' * 1000000)|replace('a', 'b' * 1000000) }}",
    "replacing by map": "{{ (['a' * 100000] * 10)|map('replace', 'a', 'b' * 100000)|list }}",
    "replacing a block": "{% filter replace('a', 'b' * 1000000) %}{{ 'a' * 1000000 }}{% endfilter %}",
    "different texts in a list": "{% set n = namespace(s=[]) %}{% for i in range(99999) %}"
    "{% set n.s = n.s + ['x' ~ ('y' * 100000)] %}{% endfor %}",
    "lists of one list": grows("[1]", "[n.s, n.s]"),
    "objects of one object as JSON": grows("{}", "{'a': n.s, 'b': n.s}").replace("{{ n.s }}", "{{ n.s|tojson }}"),
    "texts on the stack": "{% macro m(x) %}{% set y = x ~ 'a' %}{{ m(y) }}{% endmacro %}{{ m('a' * 1000000) }}",
    "slices on the stack": "{% macro m(x) %}{% set y = x[1:] %}{{ m(y) }}{% endmacro %}{{ m('a' * 1999999) }}",
    "a block of large texts": "{% set b = 'b' * 1000000 %}{% set x %}{% for a in range(99999) %}{{ b }}{% endfor %}"
    "{% endset %}",
    "a block of large lists": "{% set b = ['b'] * 90000 %}{% set x %}{% for a in range(9999) %}{{ b }}{% endfor %}"
    "{% endset %}",
    "many pieces": "{{ ('ab\n' * 600000).splitlines() }}",
    "searching from the end": "{{ ('a' * 1000000).rfind('b' + 'a' * 500000) }}",
    "escaping": "{{ ('<' * 1900000)|e|e|e }}",
    "JSON with a margin": "{{ ([[[[[1]]]]] * 100000)|tojson(indent=100000) }}",
    "a prompt that grows": "{% set b = 'x' * 1000000 %}{% for a in range(99999) %}{{ b }}{% endfor %}",
    "brackets": "{{ " + "(" * 50_000 + "1" + ")" * 50_000 + " }}",
    "a macro that calls itself": "{% macro again() %}{{ again() }}{% endmacro %}{{ again() }}",
    "a source without end": "x" * (1 << 20),
}


@pytest.mark.parametrize("source", TOO_MUCH.values(), ids=TOO_MUCH)
def test_no_expression_can_take_the_memory(source: str) -> None:
    with pytest.raises(TemplateProblem, match=r"(?i)too|more|recursion|formatting|unsafe|without end|filter named"):
        ChatTemplate(source, {}, most_seconds=20).render(MESSAGES)


@pytest.mark.parametrize("source", ENDLESS.values(), ids=ENDLESS)
def test_a_template_that_does_not_end_is_ended(source: str) -> None:
    with pytest.raises(TemplateProblem, match="does not end"):
        ChatTemplate(source, {}, most_seconds=0.5).render(MESSAGES)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux says how large a process has ever been")
def test_the_largest_of_them_cost_little_memory() -> None:
    """In a process of its own: its greatest size says what was ever taken."""
    names = ("texts on the stack", "slices on the stack", "many pieces", "escaping", "different texts in a list")
    script = (
        "import json, pathlib, re, sys\n"
        "from app.engines.llm.text.chat_template import ChatTemplate, TemplateProblem\n"
        "size = lambda: int(re.search(r'VmHWM:\\s+(\\d+)', pathlib.Path('/proc/self/status').read_text())[1])\n"
        "before = size()\n"
        "for source in json.load(sys.stdin):\n"
        "    try: ChatTemplate(source, {}, most_seconds=20).render([{'role': 'user', 'content': 'x'}])\n"
        "    except TemplateProblem: continue\n"
        "    raise SystemExit(source)\n"
        "print(size() - before)\n"
    )
    sources = json.dumps([TOO_MUCH[name] for name in names])
    done = subprocess.run([sys.executable, "-c", script], input=sources, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert MOST_MADE_BYTES / 2 < int(done.stdout) * 1024 < 200 << 20


def test_what_real_templates_do_with_texts_is_allowed() -> None:
    source = (
        "{% set t = 'a <x> b <x> c' %}{{ t.split('<x>')[-1].lstrip(' ') }}|{{ t.rsplit('<x>', 1)[0].rstrip() }}|"
        "{{ '{} and {}'.format(1, 'b') }}|{{ ['a', 'b']|join(', ') }}|{{ t.replace('<x>', '-') }}|{{ t[::-1][:3] }}|"
        "{{ messages|selectattr('role', 'equalto', 'user')|map(attribute='content')|list|length }}|"
        "{{ {'b': [1, {'c': '<'}]}|tojson(indent=1) }}|{{ 'x\ny'|indent(2) }}|{{ dict(a=1).items()|list }}"
    )
    assert ChatTemplate(source, {}).render(MESSAGES) == (
        'c|a <x> b|1 and b|a, b|a - b - c|c >|1|{\n "b": [\n  1,\n  {\n   "c": "<"\n  }\n ]\n}|x\n  y|[(\'a\', 1)]'
    )


def test_a_long_conversation_is_no_attack() -> None:
    source = (
        "{% set ns = namespace(text='') %}{% for m in messages %}{% set c = m.content.strip() ~ '\\n' %}"
        "{% if '</think>' in c %}{% set c = c.split('</think>')[-1] %}{% endif %}"
        "{{ '<|' + m.role + '|>' + c + '<|end|>' }}{% endfor %}"
    )
    messages = [{"role": "user", "content": "Ein langer Text. " * 600} for _ in range(60)]
    assert len(ChatTemplate(source, {}).render(messages)) > 600_000
