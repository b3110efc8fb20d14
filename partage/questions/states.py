"""The life of a question. What readers see besides (taken, answered, relaunched) is derived."""

from partage.workflow import State


class QuestionState(State):
    OPEN = "open", "Ouverte"
    RESOLVED = "resolved", "Résolue"
    CLOSED = "closed", "Clôturée"


MOVES: dict[State, set[State]] = {
    QuestionState.OPEN: {QuestionState.RESOLVED, QuestionState.CLOSED},
    QuestionState.RESOLVED: {QuestionState.OPEN},
    QuestionState.CLOSED: {QuestionState.OPEN},
}


class Urgency(State):
    """For when an answer is needed. The first is for somebody with a person in front of her."""

    TODAY = "today", "Pour aujourd’hui"
    WEEK = "week", "Cette semaine"
    CALM = "calm", "Pas pressé"


# Ready reasons of whoever reads a post before it is shown: what is wrong, then how to fix it.
REASONS: dict[str, tuple[str, str]] = {
    "personal-data": (
        "Une personne peut être reconnue",
        "Retirez noms, dates précises et lieux, ou remplacez-les par des mots généraux.",
    ),
    "unclear": ("La demande est difficile à comprendre", "Dites ce que la personne veut faire, et ce qui bloque."),
    "several": ("Il y a plusieurs questions", "Posez une question par message : chacune trouvera sa réponse."),
    "duplicate": ("La question est déjà posée", "Suivez plutôt la question existante, ou complétez-la."),
    "inaccurate": (
        "Une information est inexacte",
        "Vérifiez le passage auprès de l’organisme et indiquez la source avec sa date.",
    ),
    "wrong-place": ("Ce n’est pas une question d’entraide", "Écrivez plutôt une fiche, ou adressez-vous à la coordination."),
    "tone": ("Le ton peut blesser", "Gardez les faits et ce que vous proposez, retirez le jugement."),
    "not-an-answer": ("Cela ne répond pas à la question", "Dites ce que la personne peut faire, étape par étape."),
}
