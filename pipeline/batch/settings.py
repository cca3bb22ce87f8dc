"""What a result depends on besides its file: a later run with other settings redoes only what they touch."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass

from kehoach import models
from kehoach.pipeline import __version__
from kehoach.pipeline.document import MediaKind
from kehoach.pipeline.errors import MissingDependency
from kehoach.pipeline.options import OcrMode, OcrOptions, Options


@dataclass(frozen=True)
class Settings:
    """Fingerprints, each of what touches other documents.

    `base` (the program, the restorer's weights) touches all. `mode` (when images are read) touches all that may have
    images. `engine` (readers with their versions) touches those of which a page was read from its image. `limits`
    touch those that failed.
    """

    base: str
    mode: str
    engine: str
    limits: str

    def touch(self, before: Settings, *, media: str | None, read_by_ocr: bool) -> bool:
        """Whether a document finished under `before` may come out differently under these."""
        if self.base != before.base:
            return True
        if media == MediaKind.TEXT:
            return False
        return self.mode != before.mode or (read_by_ocr and self.engine != before.engine)

    def as_json(self) -> str:
        """For the journal."""
        return json.dumps(asdict(self), sort_keys=True)

    @classmethod
    def from_json(cls, text: str | None) -> Settings | None:
        """As the journal has it; None where it has none, or another version's."""
        try:
            return cls(**json.loads(text)) if text else None
        except (TypeError, ValueError):
            return None

    @property
    def key(self) -> str:
        """A short name of all that a page's reading depends on, for pages that wait to be put together."""
        return hashlib.sha256("\n".join((self.base, self.mode, self.engine)).encode()).hexdigest()[:16]


def settings_of(options: Options) -> Settings:
    """The fingerprints of a run with these options on this machine."""
    limits = (options.ocr.page_timeout, options.batch.timeout, options.batch.memory)
    return Settings(
        base=f"kehoach {__version__}, models {_weights()}",
        mode=str(options.ocr.mode),
        engine=_readers(options.ocr),
        limits=str(limits),
    )


def _weights() -> str:
    manifest = models.path().parent / models.MANIFEST
    try:
        return hashlib.sha256(manifest.read_bytes()).hexdigest()[:16]
    except OSError as error:
        why = f"{manifest} cannot be read: {error.strerror}"
        raise MissingDependency(why, advice="install kehoach again; kehoach doctor shows more") from error


def _readers(options: OcrOptions) -> str:
    """Which readers take part, with their versions."""
    if options.mode is OcrMode.SKIP:
        return "none"
    from kehoach.pipeline.ocr import installed_engines

    return f"{options.engine}{' thorough' if options.thorough else ''} of {', '.join(installed_engines())}"
