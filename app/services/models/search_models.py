"""Which embedding model searches use now, and which they shall use: not the same while the vectors are made anew.

The vectors that serve were made by one model, and only its vectors of a question compare with them, whatever the
person has made the default since.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.ask.search import KeywordsAlone
from app.domain.models.manifest import ModelRole
from app.model_files.model_files import InstalledModel, ModelFiles
from app.storage.store import Store


@dataclass(frozen=True, slots=True)
class SearchModels:
    """``serving`` embeds questions and what is added, None where ``alone`` says why there is none.

    ``wanted`` is the default model, None where none is installed.
    """

    serving: InstalledModel | None
    wanted: InstalledModel | None
    alone: KeywordsAlone | None = None

    @property
    def is_changing(self) -> bool:
        """Whether the vectors of ``wanted`` have to be made, beside those that serve."""
        return self.wanted is not None and (
            self.serving is None or self.serving.manifest.identity != self.wanted.manifest.identity
        )

    @property
    def for_documents(self) -> InstalledModel | None:
        """What new passages are embedded with.

        With the one that serves they are found by meaning at once; the rebuilding makes their new vectors with all
        the others. Where that one is gone its vectors are of no use any more, and the new ones count already.
        """
        return self.serving or self.wanted

    @classmethod
    def of(cls, store: Store, models: ModelFiles) -> SearchModels:
        wanted, identity = models.best(ModelRole.EMBEDDING), store.vector_index.identity()
        if identity is None or (wanted is not None and wanted.manifest.identity == identity):
            return cls(wanted, wanted, None if wanted else KeywordsAlone.NO_MODEL)
        serving = models.with_identity(identity)
        if serving is None:
            return cls(None, wanted, KeywordsAlone.REBUILDING if wanted else KeywordsAlone.NO_MODEL)
        return cls(serving, wanted)
