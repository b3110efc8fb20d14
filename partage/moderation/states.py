"""What waits in moderation, and what was decided."""

from partage.workflow import State


class ReportState(State):
    OPEN = "open", "Signalé"
    UPHELD = "upheld", "Retenu"
    DISMISSED = "dismissed", "Classé sans suite"


class AppealState(State):
    OPEN = "open", "Contestation en cours"
    STANDS = "stands", "La décision est maintenue"
    WON = "won", "La décision est annulée"


class Action(State):
    PUBLISH = "publish", "Publier"
    HIDE = "hide", "Masquer"
    KEEP = "keep", "Laisser en ligne"
    RESTORE = "restore", "Rétablir"
    UPHOLD = "uphold", "Maintenir la décision"
    REFUSE = "refuse", "Refuser avec motif"
    SEND_BACK = "send_back", "Demander une modification"
    ERASE = "erase", "Effacer une donnée personnelle"


# the same, once done: « masqué par la modération »
DONE: dict[Action, str] = {
    Action.PUBLISH: "publié",
    Action.HIDE: "masqué",
    Action.KEEP: "laissé en ligne",
    Action.RESTORE: "rétabli",
    Action.UPHOLD: "décision maintenue",
    Action.REFUSE: "refusé avec motif",
    Action.SEND_BACK: "modification demandée",
    Action.ERASE: "donnée personnelle effacée",
}
CONTESTABLE = (Action.HIDE, Action.REFUSE)
UNDOABLE = tuple(action for action in Action if action is not Action.ERASE)

REPORT_MOVES: dict[State, set[State]] = {
    ReportState.OPEN: {ReportState.UPHELD, ReportState.DISMISSED},
    ReportState.UPHELD: {ReportState.OPEN},  # the decision was undone
    ReportState.DISMISSED: {ReportState.OPEN},
}
APPEAL_MOVES: dict[State, set[State]] = {
    AppealState.OPEN: {AppealState.STANDS, AppealState.WON},
    AppealState.STANDS: {AppealState.OPEN},  # undone within the minute
    AppealState.WON: {AppealState.OPEN},
}
