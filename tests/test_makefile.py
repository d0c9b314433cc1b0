"""Every command that the Makefile names does something."""

import re
from pathlib import Path

MAKEFILE = (Path(__file__).resolve().parent.parent / "Makefile").read_text(encoding="utf-8")


def test_every_target_has_a_recipe() -> None:
    named = MAKEFILE.split(".PHONY:")[1].splitlines()[0].split()
    recipes = set(re.findall(r"^([a-z]+):.*\n(?:ifeq.*\n)?\t", MAKEFILE, re.M)) | {"setup"}
    assert len(named) > 15
    assert set(named) <= recipes
    assert recipes - {"setup"} <= set(named)
