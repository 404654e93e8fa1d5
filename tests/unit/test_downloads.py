"""Where a download may go, and what a file may be called: the rules alone, without a network."""

from __future__ import annotations

import pytest

from app.domain.models.downloads import (
    AddressRefused,
    AddressRules,
    Mirror,
    NameRefused,
    Source,
    checked_endpoint,
    checked_proxy,
    is_repository,
    is_revision,
    safe_name,
)
from app.services.models.fetch_plan import Sources
from app.settings.schema import Settings

REVISION = "0123456789abcdef0123456789abcdef01234567"


@pytest.mark.parametrize(
    "url",
    [
        "https://huggingface.co/a/b/resolve/x/y",
        "https://cas-bridge.xethub.hf.co/xet-bridge-us/x?X-Amz-Signature=1",
        "https://cdn-lfs-us-1.hf.co/x",
        "https://hf-mirror.com:443/x",
        "https://cdn-lfs-cn-1.modelscope.cn/x",
        "https://HuggingFace.co/x",
        "https://huggingface.co./x",
    ],
)
def test_the_hubs_and_their_places_are_trusted(url: str) -> None:
    assert AddressRules().check(url)


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("http://huggingface.co/x", "insecure"),
        ("https://huggingface.co:8443/x", "insecure"),
        ("https://evilhuggingface.co/x", "host"),
        ("https://huggingface.co.evil.org/x", "host"),
        ("https://127.0.0.1/x", "host"),
        ("https://[::1]/x", "host"),
        ("https://169.254.169.254/latest/meta-data", "host"),
        ("https://user@huggingface.co/x", "address"),
        ("https://huggingface.co@evil.org/x", "address"),
        ("https://evil.org\\@huggingface.co/x", "address"),
        ("ftp://huggingface.co/x", "address"),
        ("file:///etc/passwd", "address"),
        ("https:///x", "address"),
        ("https://huggingface.co:99999/x", "address"),
        ("", "address"),
    ],
)
def test_everything_else_is_not(url: str, problem: str) -> None:
    with pytest.raises(AddressRefused) as caught:
        AddressRules().check(url)
    assert caught.value.problem == problem


def test_a_persons_own_endpoint_is_trusted_exactly_as_written() -> None:
    rules = AddressRules("http://models.firm.example:8080/hub")
    assert rules.check("http://models.firm.example:8080/hub/a/b") == "models.firm.example"
    for other in (
        "http://models.firm.example/hub",
        "https://models.firm.example:8080/hub",
        "http://sub.models.firm.example:8080/hub",
    ):
        with pytest.raises(AddressRefused):
            rules.check(other)


def test_no_way_leads_from_a_safe_address_to_an_unsafe_one() -> None:
    rules = AddressRules("http://models.firm.example")
    rules.check("https://huggingface.co/x", coming_from="http://models.firm.example/x")
    rules.check("http://models.firm.example/y", coming_from="http://models.firm.example/x")
    with pytest.raises(AddressRefused, match="insecure"):
        rules.check("http://models.firm.example/y", coming_from="https://huggingface.co/x")


def test_addresses_of_the_sources() -> None:
    path = "onnx/model name.onnx"
    assert [Source.of(mirror).file_url("a/b", REVISION, path) for mirror in Mirror] == [
        f"https://huggingface.co/a/b/resolve/{REVISION}/onnx/model%20name.onnx",
        f"https://hf-mirror.com/a/b/resolve/{REVISION}/onnx/model%20name.onnx",
        "https://modelscope.cn/models/a/b/resolve/master/onnx/model%20name.onnx",
    ]
    assert Source("http://h:1/x").file_url("a/b", REVISION, "?#") == f"http://h:1/x/a/b/resolve/{REVISION}/%3F%23"


@pytest.mark.parametrize(
    "name", ["model.onnx", "onnx/model_q4.onnx", "a/b/c.bin", "tokenizer.json", "com10.txt", "名.bin"]
)
def test_a_name_that_stays_inside(name: str) -> None:
    assert safe_name(name) == name


@pytest.mark.parametrize(
    "name",
    [
        *("", ".", "..", "../a", "a/../b", "a/..", "/a", "//a", "a//b", "./a", "a/", "\\a", "a\\b", "..\\a", "C:a"),
        *("c:/a", "a:b", "a?b", "a*b", 'a"b', "a<b", "a|b", "a\nb", "a\x00b", "con", "CON.txt", "aux", "a/nul.bin"),
        *("LPT9", "com1.x"),
        *(".git/config", "a/.b", "a.", "a ", "b /c", "x.part", "X.PART", "a" * 201, "/".join("abcdefghi")),
    ],
)  # fmt: skip
def test_a_name_that_does_not(name: str) -> None:
    with pytest.raises(NameRefused):
        safe_name(name)


def test_only_a_whole_commit_is_a_revision() -> None:
    assert is_revision(REVISION)
    assert not any(map(is_revision, (None, "", "main", REVISION[:-1], REVISION.upper(), REVISION + "0")))
    assert is_repository("Qwen/Qwen3-0.6B")
    assert not any(map(is_repository, ("a", "a/b/c", "../b", "a/..", "a/b?", "")))


def test_what_a_person_may_write_as_endpoint_and_proxy() -> None:
    assert checked_endpoint(" https://models.example/hub/ ") == "https://models.example/hub"
    for wrong in ("models.example", "ftp://x", "https://x?y", "https://x#y", "https://a:b@x"):
        with pytest.raises(AddressRefused):
            checked_endpoint(wrong)
    for right in ("system", "none", "http://proxy:3128", "socks5://a:b@127.0.0.1:1080"):
        assert checked_proxy(right) == right
    for wrong in ("", "proxy:3128", "https://proxy:1", "http://proxy", "http://proxy:1/path", "http://proxy:x"):
        with pytest.raises(AddressRefused):
            checked_proxy(wrong)


def test_the_settings_make_the_sources() -> None:
    hosts = [place.base for place in Sources.chosen(Settings()).places]
    assert hosts == ["https://huggingface.co", "https://hf-mirror.com", "https://modelscope.cn"]
    chosen = Sources.chosen(
        Settings(
            download_endpoint="http://firm:81/",
            download_mirrors="modelscope, nobody,huggingface,modelscope",
            download_kib_per_second=3,
        )
    )
    assert [place.base for place in chosen.places] == [
        "http://firm:81",
        "https://modelscope.cn",
        "https://huggingface.co",
    ]
    assert chosen.hubs == ("http://firm:81", "https://huggingface.co")
    assert (chosen.terms.endpoint, chosen.terms.bytes_per_second, chosen.terms.proxy) == (
        "http://firm:81",
        3072,
        "system",
    )
    assert Sources.chosen(Settings(download_mirrors="")).places == ()
    with pytest.raises(AddressRefused):
        Sources.chosen(Settings(download_endpoint="nonsense"))
