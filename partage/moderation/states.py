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
    HIDE = "hide", "Masquer"
    KEEP = "keep", "Laisser en ligne"
    RESTORE = "restore", "Rétablir"
    REFUSE = "refuse", "Refuser avec motif"
    SEND_BACK = "send_back", "Demander une modification"
    ERASE = "erase", "Effacer une donnée personnelle"


REPORT_MOVES: dict[State, set[State]] = {
    ReportState.OPEN: {ReportState.UPHELD, ReportState.DISMISSED},
    ReportState.UPHELD: {ReportState.OPEN},  # the decision was undone
    ReportState.DISMISSED: {ReportState.OPEN},
}
APPEAL_MOVES: dict[State, set[State]] = {
    AppealState.OPEN: {AppealState.STANDS, AppealState.WON},
    AppealState.STANDS: set(),
    AppealState.WON: set(),
}
