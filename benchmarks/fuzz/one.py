"""One target under guidance; called by ``benchmarks/fuzz`` in a process of its own."""

from __future__ import annotations

import importlib
import pkgutil
import sys

import atheris

with atheris.instrument_imports(include=["app", "geodata"]):
    import app.locate
    import app.pipeline
    import app.placing
    import app.reading
    import geodata

    for package in (app.reading, app.placing, geodata):
        for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
            importlib.import_module(module.name)

from targets import TARGETS

if __name__ == "__main__":
    target = TARGETS[sys.argv.pop(1)]
    atheris.Setup(sys.argv, target.run)
    atheris.Fuzz()
