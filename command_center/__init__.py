"""Assembles everything; holds no rule."""

from command_center.celery import app as celery_app

__all__ = ["celery_app"]
