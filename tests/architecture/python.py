"""Faults that can be seen in the syntax tree of one Python file."""

import ast
from collections.abc import Iterator

WRITES = {"save", "delete", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "update",
          "asave", "adelete", "acreate", "aupdate", "apply", "enqueue", "record"}  # fmt: skip
Function = ast.FunctionDef | ast.AsyncFunctionDef


def _lines(node: ast.stmt) -> int:
    """Lines of a function or class, its docstring not counted: every argument of an action is explained there."""
    first = node.body[0] if isinstance(node, Function | ast.ClassDef) else None
    words = isinstance(first, ast.Expr) and _is_text(first.value)
    docstring = first.end_lineno - first.lineno + 1 if words and isinstance(node, Function) else 0
    return node.end_lineno - node.lineno + 1 - docstring


def _calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Every call of an attribute, with the attribute's name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node.func.attr, node


def sizes(text: str, *, function: int = 40, of_class: int = 200) -> list[str]:
    """Functions and classes that nobody reads in one go."""
    limits = {ast.FunctionDef: function, ast.AsyncFunctionDef: function, ast.ClassDef: of_class}
    return [
        f"line {node.lineno}: {node.name} has {_lines(node)} lines, {limits[type(node)]} are the most"
        for node in ast.walk(ast.parse(text))
        if type(node) in limits and _lines(node) > limits[type(node)]
    ]


def late_imports(text: str) -> list[str]:
    """Imports inside functions, but for `AppConfig.ready`."""
    faults = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, Function) and node.name != "ready":
            faults += [
                f"line {inner.lineno}: import inside {node.name}"
                for inner in ast.walk(node)
                if isinstance(inner, ast.Import | ast.ImportFrom)
            ]
    return faults


def imports_of(text: str, package: str) -> list[str]:
    """Imports of one package; relative ones count."""
    faults = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom):
            names = [node.module or ""] if not node.level else [package]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        faults += [f"line {node.lineno}: imports {name}" for name in names if name.partition(".")[0] == package]
    return faults


def apply_calls(text: str) -> list[str]:
    """Calls of a workflow's `apply`."""
    return [f"line {call.lineno}: calls .apply()" for name, call in _calls(ast.parse(text)) if name == "apply"]


def state_writes(text: str) -> list[str]:
    """Every way to write a state past the workflow: assignment, update, setattr, a save that names it."""
    tree = ast.parse(text)
    faults = [f"line {line}: assigns .state" for line in _state_assignments(tree)]
    for name, call in _calls(tree):
        words = {keyword.arg for keyword in call.keywords}
        if name in {"update", "aupdate", "bulk_update", "update_or_create"} and _names_state(call, words):
            faults.append(f"line {call.lineno}: writes state in {name}()")
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "setattr":
            field = node.args[1] if len(node.args) > 1 else None
            if isinstance(field, ast.Constant) and field.value == "state":
                faults.append(f"line {node.lineno}: setattr of state")
    return faults


def _names_state(call: ast.Call, words: set[str | None]) -> bool:
    texts = {node.value for part in [*call.args, *call.keywords] for node in ast.walk(part) if _is_text(node)}
    return "state" in words or "state" in texts


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _state_assignments(tree: ast.AST) -> Iterator[int]:
    for node in ast.walk(tree):
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
            for target in targets:
                if any(isinstance(part, ast.Attribute) and part.attr == "state" for part in _parts(target)):
                    yield node.lineno


def _parts(target: ast.AST | None) -> list[ast.AST]:
    """The targets of an assignment, tuples unpacked."""
    if isinstance(target, ast.Tuple | ast.List):
        return [part for element in target.elts for part in _parts(element)]
    return [target] if target is not None else []


def acts(text: str) -> list[str]:
    """Signs that a door which only shows does something: writes, posted data, background work."""
    tree = ast.parse(text)
    faults = [f"line {call.lineno}: calls .{name}()" for name, call in _calls(tree) if name in WRITES]
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in {"POST", "FILES", "body"}:
            faults.append(f"line {node.lineno}: reads .{node.attr}")
        if isinstance(node, ast.ImportFrom) and (node.module or "").endswith((".actions", ".tasks", ".admin")):
            faults.append(f"line {node.lineno}: imports {node.module}")
    return faults
