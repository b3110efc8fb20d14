"""flask partage …: what an administrator types. Each command imports what it needs when it runs."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import AppGroup

partage = AppGroup("partage", help="Partage : installer, remplir, sauvegarder, faire tourner.")


@partage.command("upgrade")
def upgrade_command() -> None:
    """Prépare ou met à jour la base de données."""
    from partage.migrate import upgrade

    upgrade()
    click.echo("La base de données est à jour.")


@partage.command("starter")
@click.option("--remove", "taking_out", is_flag=True, help="Retire ce que personne n’a utilisé ni modifié.")
def starter_command(taking_out: bool) -> None:
    """Ajoute le contenu de départ : thèmes, structures, fiches."""
    from partage.starter import load, remove

    counts = remove.remove() if taking_out else load.load()
    words = {"topics": "thèmes", "structures": "structures", "practices": "fiches", "questions": "questions"}
    told = ", ".join(f"{counts[key]} {word}" for key, word in words.items())
    click.echo(f"{'Retiré' if taking_out else 'Ajouté'} : {told}.")


@partage.command("tick")
def tick_command() -> None:
    """Fait une fois ce qui est dû : rappels, échéances, ménage."""
    from partage import jobs

    failed = jobs.tick()
    if failed:
        raise click.ClickException(f"En échec : {', '.join(failed)}. La cause est écrite plus haut.")


@partage.command("worker")
def worker_command() -> None:
    """Envoie les courriels et fait chaque minute ce qui est dû, jusqu’à l’arrêt."""
    from partage import worker

    worker.run(current_app._get_current_object())  # type: ignore[attr-defined]


@partage.command("backup")
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
def backup_command(file: Path | None) -> None:
    """Sauvegarde la base et les fichiers dans une seule archive, sans arrêter le service."""
    from partage import backup

    made = _told(backup.backup, _deployment(), file)
    click.echo(f"Sauvegarde vérifiée : {made}")


@partage.command("restore")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--into", type=click.Path(path_type=Path, file_okay=False), help="Dossier à remplir, PARTAGE_DATA sinon.")
@click.option("--replace", is_flag=True, help="Met de côté ce que le dossier contient, puis restaure.")
def restore_command(file: Path, into: Path | None, replace: bool) -> None:
    """Vérifie une sauvegarde, puis la remet dans un dossier vide."""
    from partage import restore

    told = _told(restore.restore, _deployment(), file, into=into, replace=replace)
    click.echo(told)


@partage.command("check")
def check_command() -> None:
    """Vérifie la base, les fichiers et l’index de recherche."""
    from partage import check

    findings = check.check()
    for line in findings:
        click.echo(f"- {line}")
    if findings:
        raise click.ClickException("Tout n’est pas en ordre.")
    click.echo("Tout est en ordre.")


@partage.command("personal-data")
@click.option("--jsonl", is_flag=True, required=True, help="Une ligne JSON par texte, à l’entrée et à la sortie.")
def personal_data_command(jsonl: bool) -> None:
    """Dit où un texte semble désigner une personne : {"text": …} à chaque ligne de l’entrée."""
    from partage.shared_rules import personal_data_lines

    broken = False
    for answer in personal_data_lines.answers(sys.stdin.buffer):
        broken = broken or "error" in answer
        click.echo(json.dumps(answer, ensure_ascii=False))
    if broken:
        raise SystemExit(1)


def _deployment() -> Any:
    return current_app.extensions["deployment"]


def _told(function: Any, *args: Any, **options: Any) -> Any:
    """Call `function`; what it refuses becomes one French sentence instead of a trace."""
    from partage.backup import BackupError

    try:
        return function(*args, **options)
    except BackupError as error:
        raise click.ClickException(str(error)) from None
