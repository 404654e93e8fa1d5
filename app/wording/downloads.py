"""Why a download did not work, in words: which file, from whom, what was kept and what helps."""

from __future__ import annotations

from app.domain.errors import AppError, ErrorCode
from app.wording.sentence import Sentence, Translate


def download_sentences(translate: Translate) -> dict[ErrorCode, Sentence]:
    """One for each code; :func:`download_sentence` says more where more is known."""
    return {**_of_the_way(translate), **_of_what_came(translate)}


def download_sentence(error: AppError, translate: Translate) -> Sentence | None:
    """The sentence of a DOWNLOAD code with the file and the host it is about; None for any other code."""
    sentence = download_sentences(translate).get(error.code)
    if sentence is None:
        return None
    sentence = _by_problem(error, translate) or sentence
    about = [str(error.details[name]) for name in ("file", "host", "name") if error.details.get(name)]
    named = f"{sentence.what} ({' · '.join(about)})" if about else sentence.what
    return Sentence(sentence.title, named, sentence.help)


def _of_the_way(translate: Translate) -> dict[ErrorCode, Sentence]:
    return {
        ErrorCode.DOWNLOAD_UNREACHABLE: Sentence(
            translate("Download", "No connection to the model source"),
            translate("Download", "None of the sources could be reached. What arrived so far is kept."),
            translate("Download", "Check the connection, or bring the model from another computer on a stick."),
        ),
        ErrorCode.DOWNLOAD_INSECURE: Sentence(
            translate("Download", "The connection is not safe"),
            translate("Download", "The source could not prove who it is, so nothing was taken from it."),
            translate("Download", "Check the computer's date. In a company network, ask for its certificate."),
        ),
        ErrorCode.DOWNLOAD_PROXY: Sentence(
            translate("Download", "The proxy does not answer"),
            translate("Download", "The proxy of this network did not let the download through."),
            translate("Download", "Check the proxy in the settings, then go on."),
        ),
        ErrorCode.DOWNLOAD_STALLED: Sentence(
            translate("Download", "The download came to a standstill"),
            translate("Download", "The source sent next to nothing for a while. What arrived so far is kept."),
            translate("Download", "Go on later, or choose another source in the settings."),
        ),
        ErrorCode.DOWNLOAD_CUT: Sentence(
            translate("Download", "The connection broke off"),
            translate("Download", "The source ended the connection again and again. What arrived so far is kept."),
            translate("Download", "Go on later; the download takes up where it stopped."),
        ),
        ErrorCode.DOWNLOAD_BUSY: Sentence(
            translate("Download", "The model source is busy"),
            translate("Download", "The source asked to come back later. What arrived so far is kept."),
            translate("Download", "Go on in some minutes, or choose another source in the settings."),
        ),
        ErrorCode.DOWNLOAD_RUNNING: Sentence(
            translate("Download", "This download runs already"),
            translate("Download", "Another window or command is fetching this model right now."),
            translate("Download", "Wait for it, or stop it there first."),
        ),
        ErrorCode.DOWNLOAD_IMPOSSIBLE: Sentence(
            translate("Download", "This model cannot be downloaded"),
            translate("Download", "A file that belongs to the model is not in its repository."),
            translate("Download", "Choose another model."),
        ),
    }


def _of_what_came(translate: Translate) -> dict[ErrorCode, Sentence]:
    return {
        ErrorCode.DOWNLOAD_NOT_FOUND: Sentence(
            translate("Download", "The model is not there"),
            translate("Download", "The source does not have this file in this version."),
            translate("Download", "Choose another source in the settings, or another model."),
        ),
        ErrorCode.DOWNLOAD_FORBIDDEN: Sentence(
            translate("Download", "The source does not give this model to everybody"),
            translate("Download", "It asks for an account or for consent on its web page, which Alcove does not give."),
            translate("Download", "Fetch the files there yourself and import the folder, or choose another model."),
        ),
        ErrorCode.DOWNLOAD_REFUSED: Sentence(
            translate("Download", "The download was refused"),
            translate(
                "Download", "The source led to a place that Alcove does not trust. Nothing was taken from there."
            ),
            translate("Download", "Choose another source in the settings."),
        ),
        ErrorCode.DOWNLOAD_WRONG_FILE: Sentence(
            translate("Download", "A wrong file came"),
            translate("Download", "What the source sent is not the file that was asked for. It was thrown away."),
            translate("Download", "Try once more, or choose another source in the settings."),
        ),
        ErrorCode.DOWNLOAD_NO_HASH: Sentence(
            translate("Download", "The file cannot be checked"),
            translate("Download", "Nobody told the fingerprint of this file, so it was not taken from this source."),
            translate("Download", "Choose the hub itself as the source in the settings, then try once more."),
        ),
    }


def _by_problem(error: AppError, translate: Translate) -> Sentence | None:
    """More exactly, by the codes of :class:`app.fetcher.failures.SourceFailure` and of AddressRefused."""
    problem = str(error.details.get("problem", ""))
    if error.code is ErrorCode.DOWNLOAD_WRONG_FILE:
        return _wrong_by(translate).get(problem)
    return _refused_by(translate).get(problem) if error.code is ErrorCode.DOWNLOAD_REFUSED else None


def _wrong_by(translate: Translate) -> dict[str, Sentence]:
    title = translate("Download", "A wrong file came")
    again = translate("Download", "Try once more, or choose another source in the settings.")
    return {
        "hash": Sentence(
            title,
            translate("Download", "The file that came has another fingerprint (SHA-256). It was thrown away."),
            again,
        ),
        "size": Sentence(
            title, translate("Download", "The file that came has another size. It was thrown away."), again
        ),
        "revision": Sentence(
            translate("Download", "Another version of the model"),
            translate("Download", "The source has another version of the model. Nothing was taken."),
            again,
        ),
        "page": Sentence(
            translate("Download", "A web page came instead of the file"),
            translate("Download", "The network answered with a web page, as it does before one has logged in."),
            translate("Download", "Open a web browser and log in to the network there, then try once more."),
        ),
        "listing": Sentence(
            translate("Download", "The source cannot be understood"),
            translate("Download", "The source's list of files cannot be understood. Nothing was taken."),
            again,
        ),
    }


def _refused_by(translate: Translate) -> dict[str, Sentence]:
    outside = Sentence(
        translate("Download", "The download was refused"),
        translate("Download", "The source names a file that would lie outside of the model's folder."),
        translate("Download", "Choose another source in the settings, or another model."),
    )
    return {
        "address": Sentence(
            translate("Download", "No address of a source"),
            translate("Download", "What stands in the settings as the source of models is no web address."),
            translate("Download", "Write it with https:// at its beginning, or leave it empty."),
        ),
        "insecure": Sentence(
            translate("Download", "The connection is not safe"),
            translate("Download", "The source's address begins with http:, so that anybody on the way could read it."),
            translate("Download", "Use an address that begins with https:, or choose another source."),
        ),
        "name": outside,
        "repository": outside,
    }
