"""The process in which what strangers sent is parsed. It limits itself first; `core.sandbox` starts it."""

import importlib
import resource
import sys

CPU_SECONDS = 10
MEMORY = 512 * 1024 * 1024
MOST_WRITTEN = 128 * 1024 * 1024
DONE, REFUSED, TOO_COSTLY = 0, 1, 2  # Python itself ends with 1 when the work raises


def main(arguments: list[str]) -> int:
    """Call "module:function" with standard input, standard output and the other arguments; return the exit code."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_WRITTEN, MOST_WRITTEN))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    module, _colon, name = arguments[0].partition(":")
    work = getattr(importlib.import_module(module), name)
    try:
        work(sys.stdin.buffer, sys.stdout.buffer, *arguments[1:])
        sys.stdout.buffer.flush()
    except MemoryError:
        return TOO_COSTLY
    return DONE


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
