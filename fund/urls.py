from django.urls import path

from .views import exports, registers, requests

app_name = "fund"
urlpatterns = [
    path("projects/<slug:project>/fund/", registers.fund, name="fund"),
    path("projects/<slug:project>/fund/new/", requests.new_request, name="new_request"),
    path("projects/<slug:project>/fund/register.xlsx", exports.statement_sheet, name="statement_sheet"),
    path("projects/<slug:project>/fund/accounts.csv", exports.accounts, name="accounts"),
    path("projects/<slug:project>/fund/receipts.zip", exports.receipts, name="receipts"),
    path("fund/", registers.funds, name="funds"),
    path("fund/requests/<int:row>/", requests.request, name="request"),
    path("fund/requests/<int:row>/edit/", requests.edit_request, name="edit_request"),
    path("fund/requests/<int:row>/answer/", requests.answer_request, name="answer_request"),
    path("fund/requests/<int:row>/send/", requests.send_request, name="send_request"),
    path("fund/requests/<int:row>/withdraw/", requests.cancel_request, name="cancel_request"),
    path("fund/requests/<int:row>/decide/", requests.decide_request, name="decide_request"),
    path("fund/requests/<int:row>/deliver/", requests.deliver, name="deliver"),
    path("fund/requests/<int:row>/invoice/", requests.receive_invoice, name="receive_invoice"),
    path("fund/requests/<int:row>/pay/", requests.pay_request, name="pay_request"),
    path("fund/requests/<int:row>/terms/", requests.change_terms, name="change_terms"),
    path("fund/requests/<int:row>/release/", requests.release_request, name="release_request"),
    path("fund/requests/<int:row>/papers/", requests.add_paper, name="add_paper"),
    path("fund/requests/<int:row>/receipts/", requests.add_receipt, name="add_receipt"),
    path("fund/requests/<int:row>/papers/<int:paper>/", requests.paper, name="paper"),
    path("fund/requests/<int:row>/papers/<int:paper>/remove/", requests.remove_paper, name="remove_paper"),
]
