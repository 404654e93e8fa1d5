"""Makes tiny random checkpoints of every kind that is converted; runs in the tools' environment, not in the tests'.

build/convert-tools/bin/python tests/fakes/make_checkpoints.py DIR KIND …
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import sentencepiece
import torch
import transformers
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors, trainers

TEXT = [
    "The tenancy may be ended by either side with three months' notice, given in writing.",
    "绿茶要放在阴凉、干燥、不透光的地方，开封以后最好在半年之内喝完。",
    "Green tea keeps for about half a year in a cool, dark place. The train leaves at nine.",
    "火车九点开。请在星期一带上签好的合同。冰箱里的味道会进到茶叶里。",
    "Please bring the signed contract on Monday. Invoices are paid within thirty days of their date.",
] * 8
TEMPLATE = (
    "{% for m in messages %}<|start|>{{ m.role }}\n{{ m.content }}<|end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|start|>assistant\n{% endif %}"
)
CARD = "---\nlicense: apache-2.0\nlanguage:\n- en\n- zh\n---\n\n# A test\n"
SIZES = {"hidden_size": 64, "num_hidden_layers": 2, "num_attention_heads": 4, "intermediate_size": 128}
SPREAD = {"initializer_range": 0.08}


def byte_pairs(specials: list[str]) -> Tokenizer:
    made = Tokenizer(models.BPE())
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    made.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(
        vocab_size=400, special_tokens=specials, initial_alphabet=alphabet, show_progress=False
    )
    made.train_from_iterator(TEXT, trainer)
    return made


def chat(folder: Path, config: str, architecture: str, **more: Any) -> None:
    words = byte_pairs(["<|end|>", "<|start|>", "<|pad|>"])
    made = getattr(transformers, config)(
        vocab_size=-(-words.get_vocab_size() // 32) * 32, num_key_value_heads=2, max_position_embeddings=2048,
        bos_token_id=None, eos_token_id=0, pad_token_id=2, **{**SIZES, **SPREAD, **more},
    )  # fmt: skip
    getattr(transformers, architecture)(made).save_pretrained(folder)
    words.save(str(folder / "tokenizer.json"))
    settings = {"tokenizer_class": "PreTrainedTokenizerFast", "eos_token": "<|end|>", "pad_token": "<|pad|>"}
    write(folder / "tokenizer_config.json", settings | {"chat_template": TEMPLATE, "model_max_length": 2048})
    (folder / "README.md").write_text(CARD, encoding="utf-8")


def encoder(folder: Path, config: str, architecture: str, pooling: str = "", **more: Any) -> None:
    words = byte_pairs(["<s>", "<pad>", "</s>", "<unk>"])
    words.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> $B:1 </s>:1", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    torch.manual_seed(3)
    made = getattr(transformers, config)(
        vocab_size=words.get_vocab_size(), max_position_embeddings=258, pad_token_id=1,
        **{**SIZES, **SPREAD, "initializer_range": 0.2, **more},
    )  # fmt: skip
    getattr(transformers, architecture)(made).save_pretrained(folder)
    words.save(str(folder / "tokenizer.json"))
    settings = {"tokenizer_class": "PreTrainedTokenizerFast", "pad_token": "<pad>", "model_max_length": 256}
    write(folder / "tokenizer_config.json", settings)
    (folder / "README.md").write_text(CARD, encoding="utf-8")
    if pooling:
        kinds = ["Transformer", "Pooling", "Normalize"]
        listed = [
            {"idx": n, "path": f"{n}_{k}", "type": f"sentence_transformers.models.{k}"} for n, k in enumerate(kinds)
        ]
        listed[0]["path"] = ""
        write(folder / "modules.json", listed)
        modes = {f"pooling_mode_{n}": pooling in n for n in ("cls_token", "mean_tokens", "lasttoken")}
        write(folder / "1_Pooling" / "config.json", {"word_embedding_dimension": 64} | modes)


def whisper(folder: Path) -> None:
    specials = ["<|endoftext|>", "<|startoftranscript|>"]
    languages = [f"<|{code}|>" for code in transformers.models.whisper.tokenization_whisper.LANGUAGES]
    tasks = ["<|translate|>", "<|transcribe|>", "<|startoflm|>", "<|startofprev|>", "<|nospeech|>", "<|notimestamps|>"]
    times = [f"<|{i * 0.02:.2f}|>" for i in range(1501)]
    words = byte_pairs([])
    words.add_special_tokens(specials + languages + tasks)
    words.add_tokens(times)
    number = words.token_to_id
    torch.manual_seed(5)
    config = transformers.WhisperConfig(
        vocab_size=words.get_vocab_size(), d_model=64, encoder_layers=2, decoder_layers=2, encoder_attention_heads=4,
        decoder_attention_heads=4, encoder_ffn_dim=128, decoder_ffn_dim=128, num_mel_bins=80,
        decoder_start_token_id=number("<|startoftranscript|>"), eos_token_id=number("<|endoftext|>"),
        pad_token_id=number("<|endoftext|>"), bos_token_id=number("<|endoftext|>"), init_std=0.15,
        suppress_tokens=[], begin_suppress_tokens=[number("<|endoftext|>")],
    )  # fmt: skip
    model = transformers.WhisperForConditionalGeneration(config)
    model.generation_config = transformers.GenerationConfig(
        decoder_start_token_id=config.decoder_start_token_id, eos_token_id=config.eos_token_id, is_multilingual=True,
        lang_to_id={word: number(word) for word in languages}, no_timestamps_token_id=number("<|notimestamps|>"),
        task_to_id={"transcribe": number("<|transcribe|>"), "translate": number("<|translate|>")},
        alignment_heads=[[1, 0], [1, 1]], max_length=448,
    )  # fmt: skip
    model.save_pretrained(folder)
    words.save(str(folder / "tokenizer.json"))
    vocabulary = json.loads(words.to_str())["model"]
    write(folder / "vocab.json", vocabulary["vocab"])
    pairs = [pair if isinstance(pair, str) else " ".join(pair) for pair in vocabulary["merges"]]
    (folder / "merges.txt").write_text("\n".join(["#version: 0.2", *pairs]), encoding="utf-8")
    write(folder / "tokenizer_config.json", {"tokenizer_class": "WhisperTokenizer", "bos_token": "<|endoftext|>",
          "eos_token": "<|endoftext|>", "unk_token": "<|endoftext|>", "pad_token": "<|endoftext|>"})  # fmt: skip
    transformers.WhisperFeatureExtractor(feature_size=80).save_pretrained(folder)
    (folder / "README.md").write_text(CARD, encoding="utf-8")


def pieces(folder: Path, name: str, **more: Any) -> list[str]:
    folder.mkdir(parents=True, exist_ok=True)
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(TEXT), model_prefix=str(folder / "made"), vocab_size=300, minloglevel=2,
        hard_vocab_limit=False, **more,
    )  # fmt: skip
    (folder / "made.model").rename(folder / name)
    listed = (folder / "made.vocab").read_text(encoding="utf-8").splitlines()
    (folder / "made.vocab").unlink()
    return [line.split("\t")[0] for line in listed]


def marian(folder: Path) -> None:
    words = pieces(folder, "source.spm", bos_id=-1)
    (folder / "target.spm").write_bytes((folder / "source.spm").read_bytes())
    ordered = ["</s>", "<unk>", *(w for w in words if w not in ("</s>", "<unk>")), "<pad>"]
    write(folder / "vocab.json", {word: number for number, word in enumerate(ordered)})
    write(
        folder / "tokenizer_config.json",
        {"source_lang": "zh", "target_lang": "en", "tokenizer_class": "MarianTokenizer"},
    )
    last = len(ordered) - 1
    torch.manual_seed(9)
    config = transformers.MarianConfig(
        vocab_size=len(ordered), d_model=64, encoder_layers=2, decoder_layers=2, encoder_attention_heads=4,
        decoder_attention_heads=4, encoder_ffn_dim=128, decoder_ffn_dim=128, max_position_embeddings=256,
        pad_token_id=last, eos_token_id=0, decoder_start_token_id=last, init_std=0.15, scale_embedding=True,
        activation_function="swish", static_position_embeddings=True, bad_words_ids=[[last]], forced_eos_token_id=0,
    )  # fmt: skip
    transformers.MarianMTModel(config).save_pretrained(folder)
    (folder / "README.md").write_text("---\nlicense: cc-by-4.0\nlanguage:\n- zh\n- en\n---\n", encoding="utf-8")


def m2m100(folder: Path) -> None:
    words = pieces(folder, "sentencepiece.bpe.model")
    ordered = ["<s>", "<pad>", "</s>", "<unk>", *(w for w in words if w not in ("<s>", "</s>", "<unk>"))]
    write(folder / "vocab.json", {word: number for number, word in enumerate(ordered)})
    tokenizer = transformers.M2M100Tokenizer(str(folder / "vocab.json"), str(folder / "sentencepiece.bpe.model"))
    tokenizer.save_pretrained(folder)
    for name in ("special_tokens_map.json", "tokenizer_config.json"):  # as the public repositories have them
        values = json.loads((folder / name).read_text(encoding="utf-8"))
        write(folder / name, values | {"additional_special_tokens": sorted(tokenizer.lang_token_to_id)})
    torch.manual_seed(11)
    config = transformers.M2M100Config(
        vocab_size=len(ordered) + 100 + 8,  # languages, and what the tokenizer adds to make the number round
        d_model=64, encoder_layers=2, decoder_layers=2, encoder_attention_heads=4, decoder_attention_heads=4,
        encoder_ffn_dim=128, decoder_ffn_dim=128, max_position_embeddings=256, init_std=0.15,
    )  # fmt: skip
    transformers.M2M100ForConditionalGeneration(config).save_pretrained(folder)
    (folder / "README.md").write_text(CARD, encoding="utf-8")


def madlad(folder: Path, languages: tuple[str, ...] = ("<2en>", "<2zh>", "<2de>")) -> None:
    pieces(folder, "spiece.model", user_defined_symbols=list(languages), pad_id=1, eos_id=2, unk_id=0, bos_id=-1)
    tokenizer = transformers.T5TokenizerFast(str(folder / "spiece.model"), extra_ids=0)
    tokenizer.save_pretrained(folder)
    torch.manual_seed(13)
    config = transformers.T5Config(
        vocab_size=len(tokenizer), d_model=64, d_kv=16, d_ff=128, num_layers=2, num_decoder_layers=2, num_heads=4,
        feed_forward_proj="gated-gelu", tie_word_embeddings=False, pad_token_id=1, eos_token_id=2,
        decoder_start_token_id=0, initializer_factor=1.0,
    )  # fmt: skip
    transformers.T5ForConditionalGeneration(config).save_pretrained(folder)
    (folder / "README.md").write_text(CARD, encoding="utf-8")


KINDS: dict[str, Callable[[Path], None]] = {
    "qwen2": lambda at: chat(at, "Qwen2Config", "Qwen2ForCausalLM", tie_word_embeddings=True),
    "qwen3": lambda at: chat(at, "Qwen3Config", "Qwen3ForCausalLM", head_dim=32),
    "llama": lambda at: chat(at, "LlamaConfig", "LlamaForCausalLM"),
    "mistral": lambda at: chat(at, "MistralConfig", "MistralForCausalLM"),
    "granite": lambda at: chat(at, "GraniteConfig", "GraniteForCausalLM"),
    "smollm3": lambda at: chat(at, "SmolLM3Config", "SmolLM3ForCausalLM"),
    "phi3": lambda at: chat(at, "Phi3Config", "Phi3ForCausalLM"),
    "gemma3": lambda at: chat(at, "Gemma3TextConfig", "Gemma3ForCausalLM", head_dim=16, sliding_window=64),
    "bert-mean": lambda at: encoder(at, "BertConfig", "BertModel", "mean"),
    "xlmr-cls": lambda at: encoder(at, "XLMRobertaConfig", "XLMRobertaModel", "cls"),
    "modernbert": lambda at: encoder(at, "ModernBertConfig", "ModernBertModel", "cls"),
    "roberta": lambda at: encoder(at, "RobertaConfig", "RobertaModel", "mean", type_vocab_size=1),
    "distilbert": lambda at: encoder(
        at, "DistilBertConfig", "DistilBertModel", "mean", dim=64, n_layers=2, n_heads=4, hidden_dim=128
    ),
    "mpnet": lambda at: encoder(at, "MPNetConfig", "MPNetModel", "mean"),
    "qwen3-vectors": lambda at: encoder(
        at, "Qwen3Config", "Qwen3Model", "lasttoken", head_dim=16, num_key_value_heads=2
    ),
    "reranker": lambda at: encoder(
        at, "XLMRobertaConfig", "XLMRobertaForSequenceClassification", num_labels=1, type_vocab_size=1
    ),
    "whisper": whisper,
    "marian": marian,
    "m2m100": m2m100,
    "madlad": madlad,
    "t5": lambda at: madlad(at, ()),
}


def write(path: Path, values: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8")


def main() -> int:
    transformers.utils.logging.set_verbosity_error()
    torch.set_num_threads(1)
    for kind in sys.argv[2:] or KINDS:
        torch.manual_seed(1)
        folder = Path(sys.argv[1]) / kind
        folder.mkdir(parents=True, exist_ok=True)
        KINDS[kind](folder)
        print(kind, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
