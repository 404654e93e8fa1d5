"""Every family in every published form against transformers' greedy tokens; made by models/make_families.py."""

from __future__ import annotations

import itertools
import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.domain.models.manifest import Manifest
from app.engines.llm.decoder.decoder import Decoder
from app.engines.llm.generation.generate import Generator, Run
from app.engines.llm.generation.sampling import Sampler
from app.engines.llm.text.chat_template import ChatTemplate
from app.engines.llm.text.model_folder import read_chat_files
from app.engines.llm.text.tokens import Tokens
from app.engines.onnx.session import session_options

ROOT = Path(__file__).resolve().parents[1]
MODELS = ROOT / "data" / "models"
FAMILIES = sorted(path.stem for path in (ROOT / "golden" / "llm" / "families").glob("*.json"))
ALL_AT_ONCE = 1 << 20


@cache
def golden(family: str) -> dict[str, Any]:
    path = ROOT / "golden" / "llm" / "families" / f"{family}.json"
    values: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return values


GRAPHS = [(family, graph) for family in FAMILIES for graph in golden(family)["graphs"]]
CASES = [pytest.param(family, graph, id=graph.removesuffix(".onnx")) for family, graph in GRAPHS]


@pytest.fixture(scope="module")
def decoders(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Each graph of a folder by a manifest of its own that stands elsewhere, as for a model used in place."""

    @cache
    def open_decoder(graph: str) -> Decoder:
        folder, _, file = graph.partition("/")
        told = json.loads((MODELS / folder / "manifest.json").read_text("utf-8"))
        told["files_at"] = str(MODELS / folder)
        told["chat"]["model_file"] = file
        place = tmp_path_factory.mktemp("models")
        (place / "manifest.json").write_text(json.dumps(told), encoding="utf-8")
        return Decoder(place, options=session_options(1))

    return open_decoder


class Watching(Sampler):
    """Greedy; keeps the logits that each token was chosen from."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Any] = []

    def choose(self, logits: Any, history: Sequence[int] = ()) -> int:
        self.rows.append(logits.copy())
        return super().choose(logits, history)


def check(own: Generator, family: str, graph: str, number: int, *, asked: int = 0, speculate: bool = False) -> Run:
    """Continue the golden prompt and the first ``asked`` tokens of its answer: the same tokens, from the same logits.

    The tokens alone say too little: they lead so clearly that a model would forgive a token missing in its cache.
    """
    run, kept = golden(family)["runs"][number], golden(family)["graphs"][graph][number]["logits"]
    watching, prompt = Watching(), [*run["prompt"], *run["tokens"][:asked]]
    most = len(run["tokens"]) - asked
    made = own.run(prompt, watching, end_ids=frozenset(), most_new_tokens=most, speculate=speculate)
    assert list(made.new_tokens) == run["tokens"][asked:]
    for row, sample in zip((watching.rows[0], watching.rows[-1]), kept, strict=True):
        if row is not watching.rows[0] or not asked:
            np.testing.assert_allclose(row[sample["ids"]], sample["values"], atol=tolerance(graph))
    return made


def tolerance(graph: str) -> float:
    """Of logits whose spread is about 4. Activations at 8 bits are rounded by the range of a step's own tokens."""
    if "int8" in graph or "quantized" in graph:
        return 1.0
    return 0.15 if any(mark in graph for mark in ("int4", "q4", "whole")) else 1e-3


class Counting:
    """A decoder by whose clock every step takes as long as any other, and going back none: every draft is worth it."""

    def __init__(self, decoder: Decoder) -> None:
        self._decoder, self.steps = decoder, 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._decoder, name)

    def feed(self, cache: Any, ids: Sequence[int]) -> Any:
        self.steps += 1
        return self._decoder.feed(cache, ids)

    def feed_all(self, cache: Any, ids: Sequence[int]) -> Any:
        self.steps += 1
        return self._decoder.feed_all(cache, ids)


def eager(decoder: Decoder) -> Generator:
    counting: Any = Counting(decoder)
    return Generator(counting, clock=lambda: float(counting.steps))


@pytest.mark.parametrize("family", FAMILIES)
def test_the_golden_runs_are_the_promised_ones_and_clear_enough_to_compare(family: str) -> None:
    values = golden(family)
    assert [(len(run["prompt"]), len(run["tokens"])) for run in values["runs"]] == [(1, 64), (17, 64), (300, 64)]
    leads = [run["least_lead"] for runs in (values["runs"], *values["graphs"].values()) for run in runs]
    assert min(leads) > 0.5
    assert min(len(set(run["tokens"])) for run in values["runs"]) > 20


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_is_there_in_whole_and_at_8_and_4_bits(family: str) -> None:
    names = {Path(graph).stem for graph in golden(family)["graphs"]}
    assert {"model", "model_int8", "model_q4"} <= names
    folders = {graph.partition("/")[0] for graph in golden(family)["graphs"]}
    for folder in folders:
        manifest = Manifest.load(MODELS / folder)
        assert {file.name for file in manifest.files} >= {
            graph.partition("/")[2] for graph in golden(family)["graphs"] if graph.startswith(f"{folder}/")
        }


@pytest.mark.parametrize("folder", sorted({graph.partition("/")[0] for _, graph in GRAPHS}))
def test_a_graph_s_memory_is_what_its_configuration_comes_to(folder: str, decoders: Any) -> None:
    facts = Manifest.load(MODELS / folder).chat
    assert facts is not None
    found = decoders(f"{folder}/{facts.model_file}").graph
    assert (found.cache_bytes_per_token, found.state_bytes) == (facts.cache_bytes_per_token, facts.state_bytes)


@pytest.mark.parametrize(("family", "graph"), CASES)
def test_tokens_and_logits_are_the_reference_s_with_the_prompt_in_any_pieces(
    family: str, graph: str, decoders: Any
) -> None:
    for number, piece_tokens in itertools.product(range(3), (1, 7, 128, ALL_AT_ONCE)):
        check(Generator(decoders(graph), piece_tokens=piece_tokens), family, graph, number)


@pytest.mark.parametrize(("family", "graph"), CASES)
def test_what_two_prompts_share_is_not_computed_again_and_changes_nothing(
    family: str, graph: str, decoders: Any
) -> None:
    decoder, prompt = decoders(graph), golden(family)["runs"][2]["prompt"]
    own = Generator(decoder)
    own.run([*prompt[:200], 9, *reversed(prompt[200:])], Sampler(), end_ids=frozenset(), most_new_tokens=5)
    for asked, reused in ((0, 200), (0, 299), (10, 309)):
        made = check(own, family, graph, 2, asked=asked)
        assert made.reused == reused or not decoder.can_rewind


@pytest.mark.parametrize(("family", "graph"), CASES)
def test_a_cache_that_grows_on_the_way_is_shortened_and_grows_again_changes_no_token(
    family: str, graph: str, decoders: Any
) -> None:
    decoder, run = decoders(graph), golden(family)["runs"][2]
    prompt, tokens = run["prompt"], run["tokens"]
    remembered, whole = decoder.new_cache(), [*prompt, *tokens]
    last = golden(family)["graphs"][graph][2]["logits"][1]
    sizes = set()
    for start, end in itertools.pairwise((0, 60, 61, 250, 300)):
        logits = decoder.feed(remembered, whole[start:end])
        sizes.add(remembered.bytes)
    assert int(logits.argmax()) == tokens[0]
    assert len(sizes) > 1
    for length in (363, 40, 257):
        kept = decoder.shorten(remembered, min(length, len(remembered.tokens)))
        for start in range(kept, 363, 50):
            logits = decoder.feed(remembered, whole[start : min(363, start + 50)])
        assert remembered.tokens == whole[:363]
        np.testing.assert_allclose(logits[last["ids"]], last["values"], atol=tolerance(graph))


@pytest.mark.parametrize(("family", "graph"), CASES)
def test_drafts_change_nothing(family: str, graph: str, decoders: Any) -> None:
    decoder = decoders(graph)
    made = [check(eager(decoder), family, graph, number, speculate=True) for number in (1, 2)]
    # The answer to the long prompt quotes it: drafts that are right, and at the quotation's end one that is not.
    assert made[1].drafted > made[1].accepted > 8 or not (decoder.can_rewind and decoder.can_verify)


@pytest.mark.parametrize(("family", "graph"), CASES)
def test_the_row_after_each_token_is_what_that_token_alone_gives(family: str, graph: str, decoders: Any) -> None:
    decoder, run = decoders(graph), golden(family)["runs"][2]
    remembered = decoder.new_cache()
    decoder.feed(remembered, run["prompt"])
    rows = decoder.feed_all(remembered, run["tokens"][:-1])
    assert rows.argmax(axis=1).tolist() == run["tokens"][1:]


@pytest.mark.parametrize("number", range(2))
@pytest.mark.parametrize("family", FAMILIES)
def test_the_family_s_template_is_rendered_and_encoded_as_transformers_does(family: str, number: int) -> None:
    chat = golden(family)["chats"][number]
    folder = MODELS / f"{family}-onnx"
    files = read_chat_files(folder)
    told = {"bos_token": files.bos_token, "eos_token": files.eos_token, "date_string": chat["date_string"]}
    template = ChatTemplate(files.template, told)
    assert template.render(chat["messages"]) == chat["text"]
    assert Tokens(folder, "tokenizer.json").prompt(template, chat["messages"]) == chat["ids"]
