"""Plain text and source code: the decoded file as it is, whole, so that every offset counts in it."""

from __future__ import annotations

from app.domain.library.document import DocumentKind
from app.domain.library.place import Place
from app.engines.loaders.section import Loaded, Section, Source
from app.engines.loaders.text.encoding import decode

_CODE_SUFFIXES = (
    ".py .pyi .pyw .ipynb .js .mjs .cjs .jsx .ts .tsx .vue .svelte .java .kt .kts .scala .groovy .gradle .c .h .cc "
    ".cpp .cxx .hpp .hh .hxx .ino .m .mm .cs .fs .fsx .vb .go .rs .swift .rb .php .pl .pm .lua .r .jl .dart .ex .exs "
    ".erl .hrl .hs .ml .mli .clj .cljs .edn .lisp .el .scm .rkt .sh .bash .zsh .fish .ps1 .psm1 .bat .cmd .sql .css "
    ".scss .sass .less .asm .s .f .f90 .f95 .for .pas .pp .d .nim .zig .v .sv .vhd .vhdl .tcl .awk .sed .cmake .mk "
    ".tex .bib .proto .thrift .graphql .gql .sol .tf .hcl .nix .dockerfile .coffee .bas .ada .adb .ads "
    ".cob .cbl .toml .yaml .yml"
)
_CODE_NAMES = "makefile dockerfile cmakelists.txt rakefile gemfile jenkinsfile vagrantfile"


def load(source: Source) -> Loaded:
    """One section with all the text; lines count from 1."""
    text = decode(source.data)
    kind = DocumentKind.CODE if is_code(source) or text.startswith("#!/") else DocumentKind.TEXT
    return Loaded(kind, (Section(text, Place(length=len(text), first_line=1)),))


def is_code(source: Source) -> bool:
    """Whether the file's name says that it is a program's source."""
    return source.suffix in _CODE_SUFFIXES.split() or source.name.lower() in _CODE_NAMES.split()
