"""Merging and its undoing, by API."""

from typing import Any

from rest_framework import serializers

from cases.actions.merge import merge
from cases.actions.unmerge import unmerge
from cases.api.acting.base import ActionView
from cases.queries.crowds import main_case


class MergeIn(serializers.Serializer):
    main = serializers.CharField(max_length=24, help_text="Number of the main case")
    reason = serializers.CharField(max_length=200)


class UnmergeIn(serializers.Serializer):
    reason = serializers.CharField(max_length=200)


class MergeView(ActionView):
    action, body = "merge", MergeIn

    def act(self, case_id: int, data: dict[str, Any], **who: Any) -> object:
        main = main_case(data["main"], actor=who["actor"])
        return merge(case_id, main=main, reason=data["reason"], **who)


class UnmergeView(ActionView):
    action, body = "unmerge", UnmergeIn

    def act(self, case_id: int, data: dict[str, Any], **who: Any) -> object:
        return unmerge(case_id, reason=data["reason"], **who)


VIEWS: tuple[type[ActionView], ...] = (MergeView, UnmergeView)
