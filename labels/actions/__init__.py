"""Every write of the label."""

from labels.actions.applications import (
    StaleEdit,
    save_application,
    start_application,
    submit_application,
    withdraw_application,
)
from labels.actions.decisions import grant, propose, refuse, reject_proposal
from labels.actions.log import log_act
from labels.actions.releasing import release_proposals
from labels.actions.schemes import LoadedScheme, load_scheme, make_scheme_current, save_criteria, save_scheme

__all__ = [
    "LoadedScheme",
    "StaleEdit",
    "grant",
    "load_scheme",
    "log_act",
    "make_scheme_current",
    "propose",
    "refuse",
    "reject_proposal",
    "release_proposals",
    "save_application",
    "save_criteria",
    "save_scheme",
    "start_application",
    "submit_application",
    "withdraw_application",
]
