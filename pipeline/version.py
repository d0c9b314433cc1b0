"""The version of the pipeline, as installed."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version


def _installed() -> str:
    """Version of the installed package; ``0+unknown`` from a bare source tree."""
    try:
        return version("govtargets")
    except PackageNotFoundError:
        return "0+unknown"


PIPELINE_VERSION = _installed()
