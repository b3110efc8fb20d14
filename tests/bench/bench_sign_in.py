"""Whether a wrong password takes as long for a known address as for an unknown one (S13): `make bench`.

In one process, one after the other in turns; prints medians as a ratio, judges nothing.
"""

from __future__ import annotations

import statistics
import tempfile
import time

from partage import create_app
from partage.db import db
from partage.migrate import upgrade
from tests.cast import create_cast

TURNS = 100
PAGES = (
    ("se connecter", "/connexion", {"password": "pas le bon du tout"}),
    ("mot de passe oublié", "/mot-de-passe-oublie", {}),
    ("demander un compte", "/demander-un-compte", {"name": "Une personne", "structure_name": "Une structure"}),
)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        app = create_app({"PARTAGE_DATA": folder, "PARTAGE_SECRET_KEY": "x" * 40})
        app.config["WTF_CSRF_ENABLED"] = False
        with app.app_context():
            upgrade()
            create_cast()
            db.session.remove()
        for name, path, fields in PAGES:
            known, unknown = [], []
            for turn in range(TURNS):
                for email, times in (("nadia@exemple.test", known), (f"personne-{turn}@exemple.test", unknown)):
                    where = {"REMOTE_ADDR": f"10.{turn}.{len(known) + len(unknown)}.1"}  # nobody waits: each from elsewhere
                    begun = time.perf_counter()
                    app.test_client().post(path, data={"email": email, **fields}, environ_base=where)
                    times.append(time.perf_counter() - begun)
            ratio = statistics.median(known) / statistics.median(unknown)
            print(f"{name:<22} adresse connue {statistics.median(known) * 1000:6.1f} ms, rapport à une inconnue {ratio:.3f}")
        with app.app_context():
            db.engine.dispose()


if __name__ == "__main__":
    main()
