"""Inviting, and answering an invitation."""

from __future__ import annotations

import io
from typing import Any

import segno
from flask import Response, abort, flash, redirect, render_template, url_for
from flask_login import current_user

from partage import errors, operations
from partage.access import public, staff
from partage.accounts import letters, passwords, queries, sessions, throttle
from partage.accounts.forms import InvitationForm, WelcomeForm
from partage.accounts.models import Invitation, new_token
from partage.accounts.views import bp, page, unkept
from partage.db import db, writing
from partage.pagination import paginate


@bp.route("/compte/invitations", methods=["GET", "POST"])
@staff("coordinator", "administrator")
def invitations() -> Any:
    form = InvitationForm()
    form.offer(list(db.session.scalars(queries.structures())), none="À choisir par la personne")
    if not form.validate_on_submit():
        return page("invitations", form, listing=paginate(queries.open_invitations()))
    throttle.take((throttle.INVITE_BY_PERSON, str(current_user.id)))
    email, structure_id, token = form.email.data or None, form.structure_id, new_token()

    def issue() -> operations.Outcome:
        Invitation.issue(token, by=current_user, email=email, structure_id=structure_id)
        if email:
            letters.invite(email, token, known=queries.is_known(email))
        return operations.Outcome(url_for("accounts.invitations"))

    outcome = operations.once(current_user, form.key, "invitation.issue", [email, structure_id], issue)
    if email:
        flash(f"L’invitation part à {email}. Elle est valable 7 jours.")
    elif not outcome.replayed:
        link = letters.public_link("accounts.invitation", token=token)
        return render_template("accounts/invitation_link.html", link=link, token=token)
    else:  # the page with the link was loaded again, and the link is not kept anywhere
        flash("Ce lien n’est montré qu’une fois. Retirez l’invitation et faites-en une autre.", "warning")
    return redirect(outcome.location, 303)


@bp.get("/compte/invitations/<token>/qr.svg")
@staff("coordinator", "administrator")
def invitation_qr(token: str) -> Any:
    invitation = queries.find_invitation(token)
    if invitation is None or not invitation.is_open:
        abort(404)
    drawing = io.BytesIO()
    code = segno.make(letters.public_link("accounts.invitation", token=token), error="m", micro=False)
    code.save(drawing, kind="svg", scale=8, border=4, light="#fff", dark="#000")
    return Response(drawing.getvalue(), mimetype="image/svg+xml")


@bp.post("/compte/invitations/<int:number>/retrait")
@staff("coordinator", "administrator")
def withdraw(number: int) -> Any:
    with writing():
        invitation = db.session.get(Invitation, number, with_for_update=True) or abort(404)
        invitation.withdraw(by=current_user)
    flash("L’invitation est retirée. Son lien ne marche plus.")
    return redirect(url_for("accounts.invitations"), 303)


@bp.route("/invitation/<token>", methods=["GET", "POST"])
@public
def invitation(token: str) -> Any:
    invitation = queries.find_invitation(token)
    if invitation is None or not invitation.is_open:
        return errors.page(410, advice="Demandez une autre invitation à la personne qui vous a invité.")
    if current_user.is_authenticated:
        return unkept(page("invitation_signed_in"))
    form = _welcome(invitation)
    if form.validate_on_submit():
        ticket = throttle.take((throttle.LINK_BY_ADDRESS, throttle.address()))
        email = invitation.email or form.email.data
        if not queries.is_known(email):
            return _open_account(token, email, form, passwords.hash_password(form.password.data), ticket)
        form.form_errors = ["Cette adresse ne peut pas servir ici. Si vous avez déjà un compte, connectez-vous."]
    return unkept(page("invitation", form, invitation=invitation))


def _welcome(invitation: Invitation) -> WelcomeForm:
    form = WelcomeForm(structure=invitation.structure_id or 0)
    structures = list(db.session.scalars(queries.structures()))
    form.offer(structures)
    if invitation.email:
        del form.email
    chosen = next((item.name for item in structures if item.id == form.structure_id), "")
    typed = invitation.email or form.email.data or ""
    form.context = (form.name.data or "", typed, chosen, letters.instance_name())
    return form


def _open_account(token: str, email: str, form: WelcomeForm, password_hash: str, ticket: throttle.Ticket) -> Any:
    with writing():
        invitation = queries.find_invitation(token)
        if invitation is None or not invitation.is_open:  # used on another screen while we were hashing
            abort(410)
        person = invitation.accept(
            name=form.name.data, email=email, password_hash=password_hash, job=form.job.data,
            structure_id=form.structure_id,
        )  # fmt: skip
        ticket.give_back()
        sessions.open_session(person, shared=form.shared.data, proof="invitation")
    flash("Votre compte est ouvert. Bienvenue.")
    return redirect("/", 303)
