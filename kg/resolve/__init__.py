"""Cluster -> Entity: what each group of mentions is called, what class it has, and under which key it stands."""

from .entities import resolve

__all__ = ["resolve"]
