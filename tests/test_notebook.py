"""The notebook in docs/ runs from first to last and shows what it shows; KG_UPDATE_GOLDEN=1 writes its outputs anew."""

import ast
import contextlib
import io
import json
import os
import pprint
from pathlib import Path

NOTEBOOK = Path(__file__).parent.parent / "docs" / "tour.ipynb"


def run(source: str, names: dict) -> list[dict]:
    """The outputs of one code cell: what it prints, and the value of its last expression."""
    tree, value, printed = ast.parse(source), None, io.StringIO()
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    with contextlib.redirect_stdout(printed):
        exec(compile(tree, str(NOTEBOOK), "exec"), names)
        if last is not None:
            value = eval(compile(ast.Expression(last.value), str(NOTEBOOK), "eval"), names)
    outputs = [{"name": "stdout", "output_type": "stream", "text": printed.getvalue()}] if printed.getvalue() else []
    if value is not None:
        shown = {"text/plain": pprint.pformat(value, width=110)}
        if hasattr(value, "_repr_html_"):
            shown["text/html"] = value._repr_html_()
        outputs.append({"data": shown, "execution_count": None, "metadata": {}, "output_type": "execute_result"})
    return outputs


def test_the_tour():
    told = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    cells = [cell for cell in told["cells"] if cell["cell_type"] == "code"]
    names: dict = {}
    found = [run(cell["source"], names) for cell in cells]
    if os.environ.get("KG_UPDATE_GOLDEN") == "1":
        for cell, outputs in zip(cells, found, strict=True):
            cell["outputs"] = outputs
        NOTEBOOK.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    for cell, outputs in zip(cells, found, strict=True):
        assert cell["outputs"] == outputs, cell["source"]
