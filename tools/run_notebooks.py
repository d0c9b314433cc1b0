"""Run every notebook on a folder of tables and write the executed copies beside them.

``python tools/run_notebooks.py data/processed`` writes ``data/processed/notebooks/*.ipynb``; exit status 1 if one fails.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

NOTEBOOKS = Path(__file__).resolve().parent.parent / "notebooks"


def main() -> None:
    """Run all; a notebook that fails is named with its error, and the others are run all the same."""
    tables = Path(sys.argv[1] if len(sys.argv) > 1 else "data/processed").resolve()
    os.environ["GOVTARGETS_TABLES"] = str(tables)
    out = tables / "notebooks"
    out.mkdir(parents=True, exist_ok=True)
    failed = []
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        try:
            # The kernel's notes on how it talks to this program are no news to a reader.
            quiet = ["--IPKernelApp.log_level=ERROR"]
            NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(NOTEBOOKS)}}, extra_arguments=quiet).execute()
        except CellExecutionError as error:
            failed.append(f"{path.name}: {error}")
        nbformat.write(notebook, out / path.name)
        print(out / path.name)
    sys.exit("\n".join(failed) or None)


if __name__ == "__main__":
    main()
