"""The whole pipeline under a coverage-guided fuzzer: ``python tests/fuzz/target.py -runs=10000``, ``make fuzz RUNS=10000``.

Takes what libFuzzer takes (``-runs``, ``-max_total_time``, ``-seed``, a folder of inputs to begin with). atheris has wheels for some
systems only; where it is not installed the inputs come from ``fuzzing.make`` instead, unguided, and that is said.
"""

from __future__ import annotations

import random
import re
import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).resolve().parent)]


def main() -> None:
    """Fuzz as the arguments say."""
    try:
        import atheris
    except ImportError:
        _unguided()
        return
    with atheris.instrument_imports(include=["pipeline"]):
        import fuzzing

    # A first document compiles the rules, outside the time of the first input.
    fuzzing.check("今年生产总值增长6%。".encode())

    def one(data: bytes) -> None:
        # The first byte chooses: the bytes as they are, or what they make of a sample as the seed of mutations.
        if data[:1] < b"\x80":
            fuzzing.check(data[1:])
        else:
            fuzzing.check(*fuzzing.make(random.Random(data[1:])))

    # libFuzzer writes what does not stand into the folder it is started in.
    atheris.Setup([*sys.argv, "-max_len=2000", "-artifact_prefix=.scratch/"], one)
    atheris.Fuzz()


def _unguided() -> None:
    import fuzzing

    print("atheris is not installed here: inputs without guidance", file=sys.stderr)
    found = re.search(r"-runs=(\d+)", " ".join(sys.argv))
    print(fuzzing.soak(int(found[1]) if found else 1000, 1))


if __name__ == "__main__":
    Path(".scratch").mkdir(exist_ok=True)
    main()
