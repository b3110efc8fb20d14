"""`flask --app wsgi partage reindex`."""

from __future__ import annotations

import click

from partage.cli import partage
from partage.db import writing
from partage.jinja import count
from partage.search import index, vocabulary


@partage.command("reindex")
def reindex() -> None:
    """Relit tout ce qui se cherche. La recherche continue de répondre pendant ce temps."""
    click.echo(f"La recherche est à jour : {count(reindex_all(), 'page relue', 'pages relues')}.")


def reindex_all() -> int:
    """Read everything again, a batch a transaction so that nobody waits long; answers how many things were read."""
    number = 0
    for kind, ids in index.every_thing():
        with writing():
            index.refresh(kind, ids)
        number += len(ids)
    with writing():
        vocabulary.recount()
        index.drop_unknown_kinds()
        index.scrub()
    return number
