"""Fetch the browser libraries of the report again, as ``pipeline/report/vendored.json`` pins them.

``python tools/vendor_assets.py`` takes every package from the npm registry with the ordinary client, copies the files and
fails where one is not what the list says. To take a newer version, change it in the list, run with ``--accept``, look at
the report, and commit both.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

REPORT = Path(__file__).resolve().parent.parent / "pipeline" / "report"


def main() -> None:
    """Fetch, compare, copy."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--accept", action="store_true", help="write the hashes of what was fetched into the list")
    accept = parser.parse_args().accept
    listed = json.loads((REPORT / "vendored.json").read_text(encoding="utf-8"))
    wrong = []
    with tempfile.TemporaryDirectory() as folder:
        fetched = {
            (item["package"], item["version"]): fetch(item["package"], item["version"], Path(folder))
            for item in listed.values()
        }
        for name, item in listed.items():
            data = member(fetched[item["package"], item["version"]], item["path"])
            digest = hashlib.sha256(data).hexdigest()
            if digest != item["sha256"] and not accept:
                wrong.append(f"{name}: {item['package']} {item['version']} has another {item['path']} than the list says")
                continue
            item["sha256"] = digest
            (REPORT / "vendor" / name).write_bytes(data)
    if wrong:
        sys.exit("\n".join(wrong))
    (REPORT / "vendored.json").write_text(json.dumps(listed, indent=2) + "\n", encoding="utf-8")


def fetch(package: str, version: str, folder: Path) -> Path:
    """The package's archive; npm itself checks it against the registry's integrity hash."""
    command = ["npm", "pack", f"{package}@{version}", "--silent", "--pack-destination", str(folder)]
    name = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip().splitlines()[-1]
    return folder / name


def member(archive: Path, path: str) -> bytes:
    """One file of a package."""
    with tarfile.open(archive) as tar:
        file = tar.extractfile(f"package/{path}")
        if file is None:
            raise FileNotFoundError(f"{archive.name} has no {path}")
        return file.read()


if __name__ == "__main__":
    main()
