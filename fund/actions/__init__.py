"""Every write of the fund."""

from .checking import check_ledger
from .decisions import decide
from .ledger import allocate, commit, give_back, pay, release, reverse
from .missions import add_paper, change_terms, deliver, pay_request, receive_invoice, release_request, remove_paper
from .requests import answer_request, cancel_request, propose, save_draft, send_request

__all__ = [
    "add_paper",
    "allocate",
    "answer_request",
    "cancel_request",
    "change_terms",
    "check_ledger",
    "commit",
    "decide",
    "deliver",
    "give_back",
    "pay",
    "pay_request",
    "propose",
    "receive_invoice",
    "release",
    "release_request",
    "remove_paper",
    "reverse",
    "save_draft",
    "send_request",
]
