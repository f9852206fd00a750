"""Clean input of the fund."""

from .requests import AnswerForm, DayForm, DecisionForm, InvoiceForm, PaperForm, ReasonForm, RequestForm, TermsForm

__all__ = [
    "AnswerForm",
    "DayForm",
    "DecisionForm",
    "InvoiceForm",
    "PaperForm",
    "ReasonForm",
    "RequestForm",
    "TermsForm",
]
