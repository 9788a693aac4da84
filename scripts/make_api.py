"""Make docs/api.md, the reference of the Python API, from the docstrings. tests/test_docs.py makes sure that it is up to date.

    python scripts/make_api.py
"""

import dataclasses
import inspect
import re
from pathlib import Path

import kg
from kg import errors

TARGET = Path(__file__).resolve().parent.parent / "docs" / "api.md"
HEAD = """# The Python API

Made from the docstrings by `scripts/make_api.py`. All examples run in the tests; `kg.demo()` is an invented war to try things on.
Where a parameter asks for a thing (`What`), it takes any of its names, its IRI, a prefixed name such as `id:northern-front`, or
the record that another call gave.

"""
TEXT = set(dir(str)) | set(dir(Exception)) | {"index", "count"}
"""Members that records inherit from Python's own types."""


def reference() -> str:
    """The whole reference as Markdown."""
    functions = [name for name in kg.__all__ if inspect.isfunction(getattr(kg, name))]
    classes = [name for name in kg.__all__ if inspect.isclass(getattr(kg, name))]
    classes.sort(key=lambda name: (name != "Graph", name))
    parts = [HEAD, "## Functions\n\n", *(_function(f"kg.{name}", getattr(kg, name)) for name in functions)]
    for name in classes:
        parts.append(_class(name, getattr(kg, name)))
    parts += ["## Errors\n\n", "```text\n", inspect.cleandoc((errors.__doc__ or "").partition("\n\n")[2]), "\n```\n"]
    return "".join(parts)


def members(cls: type) -> list[tuple[str, object]]:
    """The public methods and properties of a class, in the order in which they are written."""
    found: dict[str, object] = {}
    for parent in reversed(cls.__mro__):
        if parent.__module__.startswith("kg."):
            found |= {name: value for name, value in vars(parent).items() if not name.startswith("_") and name not in TEXT
                      and (inspect.isfunction(value) or isinstance(value, property | classmethod))}
    return list(found.items())


def _class(name: str, cls: type) -> str:
    parts = [f"## kg.{name}\n\n{_text(inspect.getdoc(cls) or '')}\n"]
    if dataclasses.is_dataclass(cls):
        fields = ", ".join(f"`{field.name}`" for field in dataclasses.fields(cls))
        parts.append(f"Fields: {fields}.\n\n")
    return "".join([*parts, *(_function(member, value) for member, value in members(cls))])


def _function(name: str, value: object) -> str:
    if isinstance(value, property):
        return f"### {name}\n\n{_text(inspect.getdoc(value) or '')}\n"
    signature = str(inspect.signature(value.__func__ if isinstance(value, classmethod) else value))
    modules = r"\b(kg\.(graph|model|terms|store)(\.\w+)*|pathlib(\._local)?|collections\.abc|datetime)\."
    signature = re.sub(modules, "", signature).replace("(self, ", "(").replace("(self)", "()")
    return f"### {name}\n\n```python\n{name}{signature}\n```\n\n{_text(inspect.getdoc(value) or '')}\n"


def _text(docstring: str) -> str:
    """A docstring as Markdown: its examples as code, its aligned lines as they are."""
    blocks = []
    for block in docstring.split("\n\n"):
        kind = "python" if block.lstrip().startswith(">>>") else "text" if re.search(r"^\w[\w, ]*  \S", block, re.M) else ""
        blocks.append(f"```{kind}\n{block}\n```" if kind else block)
    return "\n\n".join(blocks) + "\n"


if __name__ == "__main__":
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(reference(), encoding="utf-8")
