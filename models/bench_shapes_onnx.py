"""Writes a shape's random weights as ONNX in the layout of onnxruntime-genai's builder: int4 blocks, shared cache."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import numpy as np
import onnx
from bench_shapes import BLOCK, Quantized, Shape, random_matrix, random_vector
from onnx import TensorProto, helper

MICROSOFT = "com.microsoft"
DATA = "model.onnx.data"
PAGE = 4096
ACCURACY = 4
"""Activations are rounded to 8 bits for the product: what the builder asks for on the CPU."""


def write_onnx(shape: Shape, folder: Path, block: int) -> None:
    """``block``: how many weights share a scale."""
    with (folder / DATA).open("wb") as data:
        model = _Writer(shape, data, block).model()
    (folder / "model.onnx").write_bytes(model.SerializeToString(deterministic=True))


class _Writer:
    def __init__(self, shape: Shape, data: IO[bytes], block: int) -> None:
        self._shape, self._data, self._block = shape, data, block
        self._nodes: list[onnx.NodeProto] = []
        self._tensors: list[onnx.TensorProto] = []

    def model(self) -> onnx.ModelProto:
        shape = self._shape
        lengths, total = self._lengths()
        caches = self._rotary()
        embedding = random_matrix(shape, "embedding", shape.vocabulary, shape.hidden)
        head = self._weight(embedding, "lm_head.MatMul")
        hidden = self._embedded(head)
        skip = ""
        for layer in range(shape.layers):
            normed, hidden = self._norm(hidden, skip, f"{layer}.norm", f"/model/layers.{layer}/input_layernorm")
            skip = self._attention(layer, normed, lengths, total, caches)
            path = f"/model/layers.{layer}/post_attention_layernorm"
            normed, hidden = self._norm(hidden, skip, f"{layer}.ffn_norm", path)
            skip = self._feed_forward(layer, normed)
        normed, _ = self._norm(hidden, skip, "norm", f"/model/layers.{shape.layers}/final_norm_layernorm", last=True)
        self._multiplied(normed, embedding, head, "/lm_head/MatMul", output="logits")
        return self._finished()

    def _attention(self, layer: int, normed: str, lengths: str, total: str, caches: list[str]) -> str:
        """Queries, keys and values are one product, as the builder does it."""
        shape, path = self._shape, f"/model/layers.{layer}/attn"
        widths = {"q": shape.query_width, "k": shape.kv_width, "v": shape.kv_width}
        parts = {kind: random_matrix(shape, f"{layer}.{kind}", width, shape.hidden) for kind, width in widths.items()}
        joined = Quantized(
            np.concatenate([part.whole for part in parts.values()]),
            np.concatenate([part.scales for part in parts.values()]),
        )
        product = self._product(normed, joined, f"{path}/qkv_proj/MatMul")
        if shape.norms_heads:
            inputs = [f"{path}/qkv_proj/Split/output_{number}" for number in range(3)]
            sizes = self._shared(list(widths.values()))
            self._nodes.append(
                helper.make_node("Split", [product, sizes], inputs, name=f"{path}/qkv_proj/Split", axis=-1)
            )
            inputs[:2] = [self._head_norm(layer, kind, value) for kind, value in zip("qk", inputs[:2], strict=True)]
        else:
            biases = [random_vector(shape, f"{layer}.{kind}.bias", width, 0) for kind, width in widths.items()]
            bias = self._tensor(f"model.layers.{layer}.attn.qkv_proj.Add.bias", np.concatenate(biases))
            inputs = [self._add("Add", [product, bias], f"{path}/qkv_proj/Add"), "", ""]
        past = [f"past_key_values.{layer}.{part}" for part in ("key", "value")]
        self._nodes.append(
            helper.make_node(
                "GroupQueryAttention",
                [*inputs, *past, lengths, total, *caches],
                [f"{path}/GroupQueryAttention/output_0", f"present.{layer}.key", f"present.{layer}.value"],
                name=f"{path}/GroupQueryAttention",
                domain=MICROSOFT,
                num_heads=shape.heads,
                kv_num_heads=shape.kv_heads,
                scale=float(shape.head_width**-0.5),
                do_rotary=1,
                rotary_interleaved=0,
                local_window_size=-1,
                softcap=0.0,
            )
        )
        output = random_matrix(shape, f"{layer}.o", shape.hidden, shape.query_width)
        return self._product(f"{path}/GroupQueryAttention/output_0", output, f"{path}/o_proj/MatMul")

    def _head_norm(self, layer: int, kind: str, value: str) -> str:
        shape, path = self._shape, f"/model/layers.{layer}/attn/{kind}_norm"
        width = shape.query_width if kind == "q" else shape.kv_width
        heads = self._add("Reshape", [value, self._shared([0, -1, shape.head_width])], f"{path}/Reshape_1")
        weight = self._tensor(
            f"model.layers.{layer}.attn.{kind}_norm.layernorm.weight",
            random_vector(shape, f"{layer}.{kind}_norm", shape.head_width, 1),
        )
        attributes: dict[str, Any] = {"axis": -1, "epsilon": shape.epsilon, "stash_type": 1}
        normed = self._add("SimplifiedLayerNormalization", [heads, weight], f"{path}/Norm", **attributes)
        return self._add("Reshape", [normed, self._shared([0, -1, width])], f"{path}/Reshape_2")

    def _feed_forward(self, layer: int, normed: str) -> str:
        shape, path = self._shape, f"/model/layers.{layer}/mlp"
        gate, up, down = (
            random_matrix(shape, f"{layer}.{name}", outputs, inputs)
            for name, outputs, inputs in (
                ("gate", shape.feed_forward, shape.hidden),
                ("up", shape.feed_forward, shape.hidden),
                ("down", shape.hidden, shape.feed_forward),
            )
        )
        gated, raised = (
            self._product(normed, part, f"{path}/{name}_proj/MatMul") for name, part in (("gate", gate), ("up", up))
        )
        sigmoid = self._add("Sigmoid", [gated], f"{path}/act_fn/Sigmoid")
        activated = self._add("Mul", [gated, sigmoid], f"{path}/act_fn/Mul")
        both = self._add("Mul", [activated, raised], f"{path}/Mul")
        return self._product(both, down, f"{path}/down_proj/MatMul")

    def _norm(self, hidden: str, skip: str, name: str, path: str, *, last: bool = False) -> tuple[str, str]:
        """The normalised sum of both, and the sum itself."""
        weight = self._tensor(
            f"{path[1:].replace('/', '.')}.weight", random_vector(self._shape, name, self._shape.hidden, 1)
        )
        epsilon = {"epsilon": self._shape.epsilon}
        if not skip:
            attributes: dict[str, Any] = {**epsilon, "axis": -1, "stash_type": 1}
            return self._add(
                "SimplifiedLayerNormalization", [hidden, weight], f"{path}/LayerNorm", **attributes
            ), hidden
        normed, total = f"{path}/output_0", "" if last else f"{path}/output_3"
        outputs = [normed] if last else [normed, "", "", total]
        self._nodes.append(
            helper.make_node(
                "SkipSimplifiedLayerNormalization",
                [hidden, skip, weight],
                outputs,
                name=f"{path}/SkipLayerNorm",
                domain=MICROSOFT,
                **epsilon,
            )
        )
        return normed, total

    def _embedded(self, head: str) -> str:
        """Rows of the very matrix that makes the logits: they are tied."""
        shape, path = self._shape, "/model/embed_tokens"
        sizes = self._shared([shape.vocabulary, shape.hidden // 2])
        flat = self._add("Reshape", [f"{head}_Q4", sizes], f"{path}/Reshape")
        attributes: dict[str, Any] = {"bits": 4, "block_size": self._block, "gather_axis": 0, "quantize_axis": 1}
        operands = [flat, "input_ids", f"{head}_scales"]
        return self._add(
            "GatherBlockQuantized", operands, f"{path}/GatherBlockQuantized", domain=MICROSOFT, **attributes
        )

    def _product(self, value: str, weight: Quantized, path: str) -> str:
        return self._multiplied(value, weight, self._weight(weight, path[1:].replace("/", ".")), path)

    def _weight(self, weight: Quantized, path: str) -> str:
        sizes = [len(weight.whole), weight.whole.shape[1] * BLOCK // self._block]
        packed = weight.whole[:, :, ::2] | (weight.whole[:, :, 1::2] << 4)
        scales = weight.scales[:, :: self._block // BLOCK].astype(np.float32)
        self._external(f"{path}.weight_Q4", np.uint8, [*sizes, self._block // 2], packed)
        self._external(f"{path}.weight_scales", np.float32, sizes, scales)
        return f"{path}.weight"

    def _multiplied(self, value: str, weight: Quantized, name: str, path: str, output: str = "") -> str:
        outputs, inputs = len(weight.whole), weight.whole.shape[1] * BLOCK
        attributes = {"K": inputs, "N": outputs, "bits": 4, "block_size": self._block, "accuracy_level": ACCURACY}
        operands = [value, f"{name}_Q4", f"{name}_scales"]
        return self._add("MatMulNBits", operands, f"{path}_Q4", domain=MICROSOFT, output=output, **attributes)

    def _lengths(self) -> tuple[str, str]:
        """From the mask: the last position of each row, and the length of all, both int32."""
        one = self._tensor("one", np.array([1], np.int64))
        first = self._tensor("index_one", np.array(1, np.int64))
        summed = self._add("ReduceSum", ["attention_mask", one], "/mask/ReduceSum", keepdims=1)
        less = self._add("Sub", [summed, one], "/mask/Sub")
        lengths = self._add("Cast", [less], "/mask/Cast_1", to=TensorProto.INT32)
        size = self._add("Shape", ["attention_mask"], "/mask/Shape")
        total = self._add("Gather", [size, first], "/mask/Gather", axis=0)
        return lengths, self._add("Cast", [total], "/mask/Cast_2", to=TensorProto.INT32)

    def _rotary(self) -> list[str]:
        shape = self._shape
        half = np.arange(0, shape.head_width, 2, dtype=np.float64) / shape.head_width
        angles = np.outer(np.arange(shape.context), shape.theta**-half)
        names = []
        for name, values in (("cos_cache", np.cos(angles)), ("sin_cache", np.sin(angles))):
            self._external(name, np.float32, list(values.shape), values)
            names.append(name)
        return names

    def _add(self, kind: str, inputs: list[str], path: str, *, domain: str = "", output: str = "", **more: Any) -> str:
        made = output or f"{path}/output_0"
        self._nodes.append(helper.make_node(kind, inputs, [made], name=path, domain=domain, **more))
        return made

    def _shared(self, values: list[int]) -> str:
        name = "shape_" + "_".join(map(str, values))
        if all(tensor.name != name for tensor in self._tensors):
            self._tensor(name, np.array(values, np.int64))
        return name

    def _tensor(self, name: str, values: np.ndarray) -> str:
        self._tensors.append(onnx.numpy_helper.from_array(values, name))
        return name

    def _external(self, name: str, kind: Any, sizes: list[int], values: np.ndarray) -> None:
        self._data.write(b"\0" * (-self._data.tell() % PAGE))
        offset = self._data.tell()
        self._data.write(np.ascontiguousarray(values, kind).data)
        tensor = TensorProto(name=name, data_type=helper.np_dtype_to_tensor_dtype(np.dtype(kind)), dims=sizes)
        tensor.raw_data = b""  # set_external_data wants the field
        onnx.external_data_helper.set_external_data(tensor, DATA, offset, self._data.tell() - offset)
        tensor.ClearField("raw_data")
        self._tensors.append(tensor)

    def _caches(self, beginning: str, tokens: str) -> Iterator[onnx.ValueInfoProto]:
        for layer in range(self._shape.layers):
            for part in ("key", "value"):
                sizes = ["batch_size", self._shape.kv_heads, tokens, self._shape.head_width]
                yield helper.make_tensor_value_info(f"{beginning}.{layer}.{part}", TensorProto.FLOAT, sizes)

    def _finished(self) -> onnx.ModelProto:
        numbers = [
            helper.make_tensor_value_info(name, TensorProto.INT64, ["batch_size", length])
            for name, length in (("input_ids", "sequence_length"), ("attention_mask", "total_sequence_length"))
        ]
        sizes = ["batch_size", "sequence_length", self._shape.vocabulary]
        logits = helper.make_tensor_value_info("logits", TensorProto.FLOAT, sizes)
        graph = helper.make_graph(
            self._nodes,
            self._shape.id,
            [*numbers, *self._caches("past_key_values", "past_sequence_length")],
            [logits, *self._caches("present", "total_sequence_length")],
            self._tensors,
        )
        opsets = [helper.make_opsetid("", 21), helper.make_opsetid(MICROSOFT, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=10, producer_name="alcove")
