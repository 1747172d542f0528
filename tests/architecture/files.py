"""Which files the repository holds, and faults that any text file can have."""

import re
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = (
    "accounts", "cities", "commitments", "core", "desk", "framework", "hrcities", "labels", "opendata",
    "participation", "portal", "review", "voices",
)  # fmt: skip
SKIPPED = (".venv/", "var/", ".git/", "node_modules/")
BINARY = {".gz", ".xz", ".png", ".jpg", ".webp", ".pdf", ".docx", ".xlsx", ".odt", ".mo", ".ico", ".woff2", ".zip"}

# Assembled, so that this file does not hold what it forbids.
HOSTS = "|".join(("py" + "pi", "python" + "hosted", "npm" + "js", r"deb\." + "debian", r"mirrors?\."))
INDEX_HOST = re.compile(rf"(?:https?:)?//[\w.@:-]*(?:{HOSTS})[\w.-]*|--(?:extra-)?index-" + r"url[ =]\S", re.IGNORECASE)
MACHINE_PATH = re.compile(r"(?<![\w.*~-])/(?:wo" + "rk|ro" + r"ot|(?:ho" + "me|Use" + r"rs)/[a-z]\w*)/[\w.]")

LINK = "120000 "


def git(*words: str) -> str:
    """What git answers here; nothing where the portal was unpacked without its history."""
    return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False).stdout


@cache
def all_files() -> tuple[str, ...]:
    """Every file that is, or is about to be, in the repository."""
    names = git("ls-files", "--cached", "--others", "--exclude-standard").splitlines() or [
        str(path.relative_to(ROOT)) for path in ROOT.rglob("*") if path.is_file()
    ]
    return tuple(sorted(name for name in names if not name.startswith(SKIPPED) and (ROOT / name).is_file()))


def mistakes(listed: str, *, ignored: str) -> list[str]:
    """What git keeps and should not.

    Args:
        listed: the answer of `git ls-files --stage`: mode, object, stage, tab, name.
        ignored: names that are kept although .gitignore names them, one in each line.
    """
    links = [line.partition("\t")[2] for line in listed.splitlines() if line.startswith(LINK)]
    return [f"a link, not a file: {name}" for name in links] + [
        f"ignored, but kept: {name}" for name in ignored.splitlines()
    ]


def kept_by_mistake() -> list[str]:
    """The same for this repository: a link to a folder of one machine breaks every other one."""
    return mistakes(git("ls-files", "--stage"), ignored=git("ls-files", "--cached", "--ignored", "--exclude-standard"))


def files(*patterns: str, exclude: tuple[str, ...] = ()) -> list[str]:
    """Files that match one of the glob patterns, and none of `exclude`."""
    return [
        name
        for name in all_files()
        if any(Path(name).match(pattern) for pattern in patterns) and not any(Path(name).match(x) for x in exclude)
    ]


def source(name: str) -> str:
    """The text of a file."""
    return (ROOT / name).read_text(encoding="utf-8")


def python_files(*, with_tests: bool = False) -> list[str]:
    """Python files we write ourselves: no migrations."""
    kept = files("*.py", exclude=("migrations/*.py",))
    return kept if with_tests else [name for name in kept if name.partition("/")[0] in APPS]


def texts() -> list[str]:
    """Every file that holds text."""
    return [name for name in all_files() if Path(name).suffix not in BINARY]


def places_named(text: str) -> list[str]:
    """Paths of one machine and addresses of package indexes: neither means anything to a stranger."""
    return [match.group(0) for pattern in (MACHINE_PATH, INDEX_HOST) for match in pattern.finditer(text)]


def too_long(text: str, limit: int) -> list[str]:
    """A fault when the text has more lines than the limit."""
    count = len(text.splitlines())
    return [f"{count} lines, {limit} are the most"] if count > limit else []


def escapes(text: str, words: tuple[str, ...]) -> list[str]:
    """The words that switch a check off, with their lines."""
    return [
        f"line {number}: {word}"
        for number, line in enumerate(text.splitlines(), 1)
        for word in words
        if word in line and re.search(rf"(?<!\w){re.escape(word)}" + (r"(?!\w)" if word[-1].isalnum() else ""), line)
    ]


def lock_faults(text: str, wanted: set[str]) -> list[str]:
    """A lock file pins and hashes every package, all wanted ones among them, and names no address."""
    names = re.findall(r"^([a-z0-9][a-z0-9._-]*)(?:\[[^\]]*\])?==", text, re.MULTILINE)
    loose = re.findall(r"^(?![ #])(?![^=\s]+(?:\[[^\]]*\])?==\S).+", text, re.MULTILINE)
    bare = re.findall(r"^(\S+==\S+)(?!\S)(?! \\\n    --hash=sha256:)", text, re.MULTILINE)
    return [
        *(f"no version: {line}" for line in loose),
        *(f"no hash: {line}" for line in bare),
        *(f"address: {match}" for match in re.findall(r"https?://\S+", text)),
        *(f"missing: {name}" for name in sorted(wanted - set(names))),
    ]
