"""Reference tables: what a commitment can refer to."""

from framework.models.charters import CharterArticle, CharterPart, HeadingCheck, Right, RightsTitle
from framework.models.editions import Element, Framework, Pillar, PillarIntro
from framework.models.instruments import Instrument, InstrumentItem, Network
from framework.models.vocabulary import Goal, PolicyArea, RightsHolderGroup

__all__ = [
    "CharterArticle",
    "CharterPart",
    "Element",
    "Framework",
    "Goal",
    "HeadingCheck",
    "Instrument",
    "InstrumentItem",
    "Network",
    "Pillar",
    "PillarIntro",
    "PolicyArea",
    "Right",
    "RightsHolderGroup",
    "RightsTitle",
]
