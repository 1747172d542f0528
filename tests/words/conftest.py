"""The world of the permission table, read in a language of tests."""

from tests.authorization.conftest import _own_files, folder, shared_world, world

__all__ = ["_own_files", "folder", "shared_world", "world"]
