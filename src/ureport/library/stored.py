"""The compiled library, kept between runs, so that a start need not read, check and compile the files again.

It is kept as plain data (``marshal``), never as a pickle: loading it runs no code. The key holds the content of the files, their
folders, and the versions of all that took part; what was kept under another key is never looked at.
"""

from __future__ import annotations

import gc
import marshal
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path

from ureport.cache import Cache
from ureport.library.fingerprint import fingerprint
from ureport.library.packing import UnknownKindError, pack
from ureport.library.types import Library
from ureport.library.unpacking import unpack

_LIBRARIES = ("regex-", "ahocorasick_rs-")


def open_library(folders: Sequence[Path], cache: Cache, load: Callable[[Sequence[Path]], Library]) -> Library:
    """The library of folders: from the cache, or else loaded from its files and kept. Raises what ``load`` raises."""
    if cache.folder is None:
        return load(folders)
    key = _key(folders)
    library = recall(key, cache)
    if library is not None:
        cache.tell(f"library {key[:12]} used")
        return library
    library = load(folders)
    if _key(folders) == key:  # else somebody changed a file in between
        keep(key, library, cache)
    return library


def recall(key: str, cache: Cache) -> Library | None:
    """The library that was kept under a key; None when there is none, or none that can be used."""
    data = cache.read(key)
    if data is None:
        return None
    try:
        with _without_collector():
            found = unpack(marshal.loads(data))
    except (UnknownKindError, ValueError, TypeError, EOFError, LookupError, ArithmeticError, RecursionError, MemoryError) as error:
        cache.tell(f"library {key[:12]} not used ({type(error).__name__}: {error})")
        return None
    return found if isinstance(found, Library) else None


def keep(key: str, library: Library, cache: Cache) -> None:
    """Keeps a library under a key, when there is a way to keep all that is in it."""
    try:
        data = marshal.dumps(pack(library))
    except (UnknownKindError, ValueError) as error:
        cache.tell(f"library {key[:12]} not kept ({error})")
        return
    cache.write(key, data)


def _key(folders: Sequence[Path]) -> str:
    """What the files hold, where they lie (faults and ``ureport metrics`` name them), and who compiled them."""
    parts = [fingerprint(folders), *map(os.fspath, folders), sys.version, sys.platform, sys.byteorder, str(marshal.version), *_installed(), *_compilers()]
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _compilers() -> list[str]:
    """The modules that compile, as they lie on the disk: whoever works on them need not think of the cache."""
    found = []
    here = Path(__file__).parent
    for folder in (here, here.parent):
        with suppress(OSError), os.scandir(folder) as entries:
            found += [f"{entry.name} {status.st_size} {status.st_mtime_ns}" for entry in entries if entry.name.endswith(".py") and (status := entry.stat())]
    return sorted(found)


def _installed() -> list[str]:
    """The versions of the libraries that read expressions and words, by the names under which they are installed."""
    found: set[str] = set()
    for folder in sys.path:
        if os.path.basename(folder) in ("site-packages", "dist-packages"):
            try:
                found.update(name for name in os.listdir(folder) if name.startswith(_LIBRARIES))
            except OSError:
                continue
    return sorted(found)


@contextmanager
def _without_collector() -> Iterator[None]:
    """Many objects are made that all stay: the collector would walk them again and again."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
