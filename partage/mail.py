"""Mails wait in the database, in the transaction of what they tell, and leave from the worker."""

from __future__ import annotations

import logging
import smtplib
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from typing import Any
from urllib.parse import unquote, urlsplit

from flask import current_app, render_template
from sqlalchemy import Index, select
from sqlalchemy.orm import Mapped, mapped_column

from partage import clock
from partage.config import Deployment
from partage.db import db, long, short, writing

log = logging.getLogger(__name__)
WAITS = (1, 5, 15, 60, 240, 720)  # minutes between two tries
TIMEOUT = 15  # seconds


class Mail(db.Model):
    """One message to send; erased once sent, because it may hold a single-use link."""

    __table_args__ = (Index("ix_mail_due_at", "due_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    to: Mapped[str] = short(254)
    subject: Mapped[str] = short(200)
    body: Mapped[str] = long()
    tries: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime]
    created_at: Mapped[datetime]


def queue(to: str, subject: str, template: str, **context: Any) -> None:
    """Write a mail from `templates/emails/<template>.txt`; it leaves within a minute of the commit."""
    body = render_template(f"emails/{template}.txt", **context)
    subject = " ".join(subject.split())[:200]
    db.session.add(Mail(to=to, subject=subject, body=body, due_at=clock.now(), created_at=clock.now()))


def send_due() -> int:
    """Send what is due; answers how many left. A crash between sending and forgetting gives at most one double."""
    deployment: Deployment = current_app.extensions["deployment"]
    if not deployment.smtp_url:
        return 0
    sent = 0
    for number in db.session.scalars(select(Mail.id).where(Mail.due_at <= clock.now()).order_by(Mail.id).limit(50)).all():
        with writing():  # claimed first, so that a second worker passes over it
            mail = db.session.get(Mail, number, with_for_update=True)
            if mail is None or mail.due_at > clock.now():
                continue
            mail.due_at = clock.now() + timedelta(minutes=WAITS[min(mail.tries, len(WAITS) - 1)])
            mail.tries += 1
            message = _message(mail, deployment)
        try:
            _deliver(message, deployment.smtp_url)
        except (OSError, smtplib.SMTPException) as error:
            log.warning("mail %s not sent: %s", number, type(error).__name__)
            continue
        with writing():
            delivered = db.session.get(Mail, number)
            if delivered is not None:
                db.session.delete(delivered)
        sent += 1
    return sent


def _message(mail: Mail, deployment: Deployment) -> EmailMessage:
    message = EmailMessage()
    message["From"] = deployment.mail_from
    message["To"] = mail.to
    message["Subject"] = mail.subject
    message["Date"] = formatdate(localtime=False)
    message["Message-ID"] = make_msgid(f"partage.{mail.id}", domain=deployment.mail_from.rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.body)
    return message


def _deliver(message: EmailMessage, smtp_url: str) -> None:
    parts = urlsplit(smtp_url)
    kind = smtplib.SMTP_SSL if parts.scheme == "smtps" else smtplib.SMTP
    with kind(parts.hostname or "localhost", parts.port or (465 if parts.scheme == "smtps" else 25), timeout=TIMEOUT) as smtp:
        if parts.username:
            if parts.scheme == "smtp":
                smtp.starttls()
            smtp.login(unquote(parts.username), unquote(parts.password or ""))
        smtp.send_message(message)
