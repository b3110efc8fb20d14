"""Who may do what about a theme. When is the models' business."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from partage import settings
from partage.topics.models import Expertise
from partage.topics.queries import expert_topic_ids


def can_read_topics(user: Any) -> bool:
    """Members; visitors too where the instance opens itself."""
    return user.is_authenticated or settings.get("visitors_read")


def is_expert(user: Any, topic_ids: Iterable[int]) -> bool:
    """A designated expert of one of these themes. An absence suspends what she receives, not what she may do."""
    return not expert_topic_ids(user).isdisjoint(topic_ids)


def can_designate(user: Any) -> bool:
    return user.is_authenticated and user.has_role("coordinator", "administrator")


def can_step_down(user: Any, expertise: Expertise) -> bool:
    """Only oneself: others end a designation from the administration pages."""
    return user.is_authenticated and expertise.user_id == user.id
