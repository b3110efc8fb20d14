"""What time does to questions: reminders, closing, and what an absent expert had goes to somebody present."""

from __future__ import annotations

from partage import jobs
from partage.questions.leavers import replace_absent
from partage.questions.reminders import remind

jobs.add("questions.replace_absent", replace_absent)
jobs.add("questions.remind", remind)
