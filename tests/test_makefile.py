"""Every command that the Makefile names does something."""

import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def test_every_target_has_a_recipe() -> None:
    named = MAKEFILE.split(".PHONY:")[1].splitlines()[0].split()
    recipes = set(re.findall(r"^([a-z]+):.*\n(?:ifeq.*\n)?\t", MAKEFILE, re.M)) | {"setup"}
    assert len(named) > 15
    assert set(named) <= recipes
    assert recipes - {"setup"} <= set(named)


@pytest.mark.skipif(shutil.which("make") is None, reason="there is no make")
@pytest.mark.parametrize(
    ("command", "words"),
    [
        (["extract", "RAW=my reports", "OUT=my tables"], ["extract", "--raw", "my reports", "--out", "my tables"]),
        (["report", "OUT=my tables"], ["report", "--tables", "my tables"]),
        (["panel", "OUT=my tables", "REGION=河北 省"], ["panel", "--tables", "my tables", "--region", "河北 省"]),
        (["review", "OUT=my tables", "SIZE=5", "TO=my tasks.json"], ["review", "--tables", "my tables", "--size", "5", "--out", "my tasks.json"]),
        (["show", "FILE=my report.txt"], ["show", "my report.txt"]),
        (["explain", "ID=0123", "OUT=my tables"], ["explain", "0123", "--tables", "my tables"]),
        (["verify", "OUT=my tables"], ["verify", "--out", "my tables"]),
        (["verify", "OUT=t", "RAW=my reports"], ["verify", "--out", "t", "--raw", "my reports"]),
        (["export", "OUT=my tables", "TO=a copy"], ["export", "--tables", "my tables", "--to", "a copy", "--key", "year"]),
    ],
)
def test_a_target_hands_its_settings_on_whole(command: list[str], words: list[str]) -> None:
    environment = {name: value for name, value in os.environ.items() if name not in ("RAW", "OUT", "TO", "SIZE")}
    done = subprocess.run(["make", "-n", *command], cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    (line,) = (line for line in done.stdout.splitlines() if " -m pipeline " in line)
    assert shlex.split(line)[3:][: len(words)] == words
