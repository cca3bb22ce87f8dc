"""The named numbers of a room of the package: found in its source, and put to another value while it is imported.

A named number is a number on the right of a module's `NAME = …` in capitals: alone (`1 / 45` too), in tuples, lists and
dicts, or given to a type that is made of numbers (`Weights(0.23, 0.48)`). Each number counts by itself. Not counted:

- numbers within patterns, translations, ranges and other calls: they are text or tables, and no thresholds;
- noughts, which no factor changes, and numbers that are names: what numerals mean, severities, marks (`NAMES` below);
- sizes that decide only how much is kept or done at once (`SPEED` below).
"""

import ast
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType

ROOT = Path(__file__).parents[2]
FACTORS = (0.6, 1.6)

# How much is kept, or done in one call: results are the same whatever stands there.
SPEED = frozenset(
    {
        ("imaging/grey.py", "_KEPT"),
        ("imaging/rulings.py", "_AROUND"),
        ("ocr/language.py", "_REMEMBERED"),
        ("ocr/trueocr_engine.py", "_BATCH"),
        ("ocr/trueocr_engine.py", "_COLUMNS"),
        ("form/text_key.py", "_KEPT"),
        ("form/text_key.py", "_MOST"),
        ("form/text_key.py", "_SHORT"),
        ("restore/candidates.py", "PIECE"),
        ("restore/forward_backward.py", "WINDOW"),
        ("restore/network.py", "BATCH"),
        ("restore/network.py", "CACHE"),
        ("restore/network.py", "ROWS"),
        ("restore/restorer.py", "BLOCK"),
    }
)
# Names that are written as numbers: what numerals mean, severities, modes and marks, the layout of a file.
NAMES = frozenset(
    {
        ("ocr/align.py", "_STEPS"),
        ("ocr/language.py", "_FIGURE_ID"),
        ("ocr/language.py", "_UNKNOWN_ID"),
        ("ocr/tesserocr_engine.py", "_LINE"),
        ("ocr/tesserocr_engine.py", "_PAGE"),
        ("ocr/tsv.py", "_COLUMNS"),
        ("parse/checks/check.py", "_SECTION_ISSUES"),
        ("parse/tasks/amounts.py", "_SCALES"),
        ("parse/tasks/moments.py", "_WEEKS"),
        ("form/numbering.py", "_ROMAN"),
        ("restore/candidates.py", "CASES"),
        ("restore/candidates.py", "OWN"),
        ("restore/features.py", "SENTENCE_ENDS"),
        ("restore/features.py", "UNKNOWN"),
        ("restore/ngram_file.py", "BITS"),
    }
)


def module_name(file: Path) -> str:
    """Return the dotted name under which a file of the package is imported."""
    return ".".join(("kehoach", *file.relative_to(ROOT).with_suffix("").parts)).removesuffix(".__init__")


@dataclass(frozen=True)
class Constant:
    """One named number: its file, its name, the same with the place in a tuple or dict, its value, where it stands."""

    file: Path
    name: str
    label: str
    value: float
    line: int
    column: int

    @property
    def module(self) -> str:
        """Return the dotted name under which the file is imported."""
        return module_name(self.file)

    def replaced(self, value: float, names: dict[str, object]) -> object:
        """Return what the constant is with another value for this number; `names`: those of its module."""
        replace = _Replace(self, value)
        tree = replace.visit(ast.parse(self.file.read_text("utf-8")))
        pairs = (pair for statement in tree.body for pair in assigned(statement))
        expression = next(expression for name, expression in pairs if name == self.name)
        return eval(compile(ast.fix_missing_locations(ast.Expression(expression)), str(self.file), "eval"), dict(names))

    def times(self, factor: float) -> float:
        """Return the perturbed value: an integer moves by one at least, a share stays a share.

        >>> [Constant(Path("x.py"), "X", "X", value, 1, 0).times(1.6) for value in (2, 0.5, 0.9, -4.0)]
        [3, 0.8, 0.95, -6.4]
        """
        if isinstance(self.value, int):
            moved = round(self.value * factor)
            return moved if moved != self.value else self.value + (1 if factor > 1 else -1)
        moved = self.value * factor
        if 0 < self.value < 1 <= moved:
            moved = (1 + self.value) / 2
        return float(f"{moved:.12g}")


def number(node: ast.expr) -> float | None:
    """Return the number that an expression of nothing but numbers stands for.

    >>> number(ast.parse("-14 / 297", mode="eval").body) == -14 / 297
    True
    >>> number(ast.parse("len(x)", mode="eval").body)
    """
    match node:
        case ast.Constant(value=int() | float()) if not isinstance(node.value, bool):
            return node.value
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            inner = number(operand)
            return None if inner is None else -inner
        case ast.BinOp(left=left, right=right) if number(left) is not None and number(right) is not None:
            value: float = eval(compile(ast.Expression(node), "", "eval"), {})
            return value
    return None


def numbers(node: ast.expr, label: str) -> Iterator[tuple[ast.expr, str, float]]:
    """Yield each number of a constant's value with a label that tells its place, as `_SIZE[1]` or `WIDTH[marks]`."""
    value = number(node)
    if value is not None:
        if value:
            yield node, label, value
        return
    match node:
        case ast.Tuple(elts=parts) | ast.List(elts=parts):
            for place, part in enumerate(parts):
                yield from numbers(part, f"{label}[{place}]")
        case ast.Dict(keys=keys, values=values):
            for key, part in zip(keys, values, strict=True):
                yield from numbers(part, f"{label}[{ast.unparse(key) if key else ''}]")
        case ast.Call(func=ast.Name(id=name), args=args, keywords=keywords) if name[0].isupper():
            for place, part in enumerate(args):
                yield from numbers(part, f"{label}[{place}]")
            for keyword in keywords:
                yield from numbers(keyword.value, f"{label}.{keyword.arg}")
        case ast.Call(func=ast.Attribute(attr="float32" | "float64"), args=[part]):
            yield from numbers(part, label)


def assigned(statement: ast.stmt) -> list[tuple[str, ast.expr]]:
    """Return the constants that a statement names, with their values: one, or several as in `FEW, MOST = 3, 9`."""
    match statement:
        case (
            ast.Assign(targets=[ast.Name(id=name)], value=value) | ast.AnnAssign(target=ast.Name(id=name), value=value)
        ):
            return [(name, value)] if value is not None and name.isupper() else []
        case ast.Assign(targets=[ast.Tuple(elts=names)], value=ast.Tuple(elts=values)):
            pairs = zip(names, values, strict=True)
            return [(name.id, value) for name, value in pairs if isinstance(name, ast.Name) and name.id.isupper()]
    return []


def statements_of(file: Path) -> list[ast.stmt]:
    """Return the statements of a module."""
    return ast.parse(file.read_text("utf-8")).body


def constants_of(package: Path) -> list[Constant]:
    """Return the named numbers of all modules of a package, in the order in which they stand."""
    found = []
    for file in sorted(package.rglob("*.py")):
        where = (package.name / file.relative_to(package)).as_posix()
        for statement in statements_of(file):
            for name, expression in assigned(statement):
                if (where, name) not in SPEED | NAMES:
                    found += [
                        Constant(file, name, label, value, node.lineno, node.col_offset)
                        for node, label, value in numbers(expression, name)
                    ]
    return found


class _Replace(ast.NodeTransformer):
    """Puts another value in the place of one number."""

    def __init__(self, constant: Constant, value: float) -> None:
        self.constant, self.value, self.done = constant, value, False

    def visit(self, node: ast.AST) -> ast.AST:
        here = isinstance(node, ast.expr) and (node.lineno, node.col_offset) == (
            self.constant.line,
            self.constant.column,
        )
        if here and not self.done and isinstance(node, ast.expr) and number(node) == self.constant.value:
            self.done = True
            return ast.copy_location(ast.Constant(self.value), node)
        return self.generic_visit(node)


class _Loader(SourceFileLoader):
    """Loads a module from its source with one number replaced, past any compiled file."""

    replace: _Replace

    def get_code(self, fullname: str) -> CodeType:
        tree = self.replace.visit(ast.parse(Path(self.path).read_text("utf-8")))
        if not self.replace.done:
            raise LookupError(f"{self.replace.constant.label} stands no longer where it was in {self.path}")
        return compile(ast.fix_missing_locations(tree), self.path, "exec")


class Perturbation(MetaPathFinder):
    """Import hook: the module of a constant is loaded with another value, so that all that copies it has that value."""

    def __init__(self, constant: Constant, value: float) -> None:
        self.constant, self.value = constant, value

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return how the module is loaded, where it is the one of the constant."""
        if fullname != self.constant.module:
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is not None and spec.origin is not None:
            loader = _Loader(fullname, spec.origin)
            loader.replace = _Replace(self.constant, self.value)
            spec.loader = loader
        return spec

    def install(self) -> None:
        """Put the hook before all others; no module of the package may have been imported."""
        assert not any(name == "kehoach" or name.startswith("kehoach.") for name in sys.modules)
        sys.meta_path.insert(0, self)
