"""The life of one revision of a text."""

from partage.workflow import State


class RevisionState(State):
    DRAFT = "draft", "Brouillon"
    SUBMITTED = "submitted", "En attente de relecture"
    PUBLISHED = "published", "Publiée"
    SUPERSEDED = "superseded", "Remplacée"


MOVES: dict[State, set[State]] = {
    RevisionState.DRAFT: {RevisionState.SUBMITTED},
    # sent back or refused: whole, to its author's drafts
    RevisionState.SUBMITTED: {RevisionState.PUBLISHED, RevisionState.DRAFT},
    RevisionState.PUBLISHED: {RevisionState.SUPERSEDED},
    RevisionState.SUPERSEDED: set(),
}

# what undoing a reading gives back; apart, so that nothing else can take a published text out of force
UNDO_MOVES: dict[State, set[State]] = {
    RevisionState.PUBLISHED: {RevisionState.SUBMITTED},
    RevisionState.DRAFT: {RevisionState.SUBMITTED},
    RevisionState.SUPERSEDED: {RevisionState.PUBLISHED},
    RevisionState.SUBMITTED: set(),
}


class Decision(State):
    """What a review decided."""

    PUBLISHED = "published", "Publiée"
    SENT_BACK = "sent_back", "Modification demandée"
    REFUSED = "refused", "Refusée avec motif"
    WITHDRAWN = "withdrawn", "Reprise par son auteur"


# Ready reasons: what is wrong, then how to fix it. A refusal always carries one.
REASONS: dict[str, tuple[str, str]] = {
    "personal-data": (
        "Une personne peut être reconnue",
        "Retirez noms, dates précises et lieux, ou remplacez-les par des mots généraux.",
    ),
    "inaccurate": (
        "Une information est inexacte",
        "Vérifiez le passage auprès de l’organisme et indiquez la source avec sa date.",
    ),
    "no-source": ("La source manque", "Ajoutez d’où vient l’information et le jour où vous l’avez consultée."),
    "duplicate": ("Une fiche existe déjà", "Proposez plutôt une modification de la fiche existante."),
    "unclear": ("Le texte est difficile à suivre", "Une étape par ligne, des phrases de 12 mots, dites qui fait quoi."),
    "too-local": (
        "C’est propre à un seul lieu",
        "Indiquez le territoire, ou décrivez la démarche sans les noms du lieu.",
    ),
    "incomplete": ("Une partie essentielle est vide", "Complétez la partie signalée avant de soumettre de nouveau."),
    "not-a-practice": ("Ce n’est pas une fiche", "Ajoutez-le plutôt en remarque sous une fiche qui en parle."),
}
