"""Where a named number is used: the lines of the functions that name it, in its own module and in those that import it."""

import ast
import re
from collections import defaultdict
from functools import cache
from pathlib import Path

from tests.tools.named_constants import ROOT, Constant, assigned

PACKAGES = ("pipeline", "diacritics")
Lines = dict[Path, set[int]]


@cache
def trees() -> dict[Path, ast.Module]:
    """Return the syntax trees of all modules of the package."""
    files = (file for package in PACKAGES for file in sorted((ROOT / package).rglob("*.py")) if "training" not in file.parts)
    return {file: ast.parse(file.read_text("utf-8")) for file in files}


def names_in(node: ast.AST) -> set[str]:
    """Return the names and attributes that code reads."""
    found = {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}
    return found | {n.attr for n in ast.walk(node) if isinstance(n, ast.Attribute)}


def is_cached(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Tell whether a function runs once for many tests, so that those it serves are not among those that reach it."""
    return any(re.search("cache", ast.unparse(decorator)) for decorator in function.decorator_list)


def lines_using(constant: Constant) -> Lines | None:
    """Return the lines of functions that use a constant, or what is derived from it; None: it works while importing."""
    found: Lines = defaultdict(set)
    seen: set[tuple[Path, str]] = set()
    todo = [(constant.file, constant.name)]
    while todo:
        home, name = todo.pop()
        if (home, name) in seen:
            continue
        seen.add((home, name))
        for file, tree in trees().items():
            if file != home and not imports(tree, home, name):
                continue
            for statement in tree.body:
                if name not in names_in(statement):
                    continue
                if derived := assigned(statement):
                    todo += [(file, other) for other, _ in derived]
                elif isinstance(statement, ast.FunctionDef) and not is_cached(statement) and name in body_names(statement):
                    found[file] |= body_lines(statement)
                elif isinstance(statement, ast.ClassDef) and all_in_methods(statement, name):
                    for method in statement.body:
                        if isinstance(method, ast.FunctionDef) and name in names_in(method):
                            found[file] |= body_lines(method)
                else:
                    return None
    return found


def imports(tree: ast.Module, home: Path, name: str) -> bool:
    """Tell whether a module imports a name of another, or that other module itself."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            names = {alias.name for alias in node.names}
            if name in names and (node.module or "").split(".")[-1] == home.stem or home.stem in names:
                return True
    return False


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
