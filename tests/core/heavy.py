"""Work that runs into the limits of core.limited."""

from pathlib import Path


def spin(source, target):
    while True:
        pass


def hoard(source, target):
    target.write(b"x" * (len(bytearray(2**30)) % 7))


def pour(source, target):
    for _ in range(1000):
        target.write(bytes(2**20))


def environment(source, target):
    target.write(Path("/proc/self/environ").read_bytes())


def refuse(source, target):
    raise ValueError("no")


def copy(source, target, word):
    target.write(source.read() + word.encode())
