"""Where a named number is used: the lines of the functions that name it, in its module and in those that import it."""

import ast
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.tools.named_constants import ROOT, Constant, assigned, module_name

PACKAGES = ("pipeline", "diacritics")
Lines = dict[Path, set[int]]


@cache
def trees() -> dict[Path, ast.Module]:
    """Return the syntax trees of all modules of the package."""
    files = (
        file for package in PACKAGES for file in sorted((ROOT / package).rglob("*.py")) if "training" not in file.parts
    )
    return {file: ast.parse(file.read_text("utf-8")) for file in files}


def names_in(node: ast.AST) -> set[str]:
    """Return the names and attributes that code reads."""
    found = {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}
    return found | {n.attr for n in ast.walk(node) if isinstance(n, ast.Attribute)}


def is_cached(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Tell whether a function runs once for many tests, so that those it serves are not among those that reach it."""
    return any(re.search("cache", ast.unparse(decorator)) for decorator in function.decorator_list)


@dataclass(frozen=True)
class Users:
    """Lines of functions that use a constant, None where all may; `late`: it is read nowhere but in these lines."""

    lines: Lines | None
    late: bool


@cache
def users_of(constant: Constant) -> Users:
    """Return who uses a constant, or what is derived from it while modules are imported."""
    found: Lines = defaultdict(set)
    seen: set[tuple[Path, str]] = set()
    todo = [(constant.file, constant.name)]
    while todo:
        home, name = todo.pop()
        if (home, name) in seen:
            continue
        seen.add((home, name))
        for file, tree in trees().items():
            if file != home and not (imports(tree, home, name) or imports_module(tree, home)):
                continue
            for statement in tree.body:
                lines = _lines_in(statement, name)
                if lines is None:
                    return Users(None, late=False)
                if derived := [] if name not in names_in(statement) else assigned(statement):
                    todo += [(file, other) for other, _ in derived]
                elif lines:
                    found[file] |= lines
    return Users(found, late=len(seen) == 1)


def _lines_in(statement: ast.stmt, name: str) -> set[int] | None:
    """Return the lines of a statement's functions that name a constant; None: it is read while importing, or cached."""
    if name not in names_in(statement) or assigned(statement):
        return set()
    if isinstance(statement, ast.FunctionDef) and not is_cached(statement) and name in body_names(statement):
        return body_lines(statement)
    if isinstance(statement, ast.ClassDef) and all_in_methods(statement, name):
        users = (part for part in statement.body if isinstance(part, ast.FunctionDef) and name in names_in(part))
        return set().union(*map(body_lines, users))
    return None


def modules_having(constant: Constant) -> list[str]:
    """Return the dotted names of the modules that have a constant as their own."""
    files = (
        file for file, tree in trees().items() if file == constant.file or imports(tree, constant.file, constant.name)
    )
    return [module_name(file) for file in files]


def imports(tree: ast.Module, home: Path, name: str) -> bool:
    """Tell whether a module imports a name of another."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            names = {alias.name for alias in node.names}
            if name in names and (node.module or "").split(".")[-1] == home.stem:
                return True
    return False


def imports_module(tree: ast.Module, home: Path) -> bool:
    """Tell whether a module imports another as a whole, by whatever name."""
    froms = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom))
    return any(alias.name == home.stem for node in froms for alias in node.names)


def body_names(function: ast.FunctionDef) -> set[str]:
    """Return the names that a function's body reads; defaults and decorators are read while importing."""
    return set().union(*(names_in(statement) for statement in function.body))


def body_lines(function: ast.FunctionDef) -> set[int]:
    """Return the lines of a function's body."""
    return set(range(function.body[0].lineno, (function.end_lineno or function.lineno) + 1))


def all_in_methods(class_: ast.ClassDef, name: str) -> bool:
    """Tell whether a class names a constant nowhere but in bodies of methods that keep nothing."""
    users = [statement for statement in class_.body if name in names_in(statement)]
    return all(isinstance(u, ast.FunctionDef) and not is_cached(u) and name in body_names(u) for u in users)
