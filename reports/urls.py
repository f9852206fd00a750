from django.urls import path

from . import views

app_name = "reports"
urlpatterns = [
    path("reports/", views.documents, name="documents"),
    path("reports/new/", views.new_document, name="new_document"),
    path("reports/<int:document>/", views.document, name="document"),
    path("reports/<int:document>/progress/", views.progress, name="progress"),
    path("reports/<int:document>/retry/", views.retry_document, name="retry_document"),
    path("reports/<int:document>/download/", views.download, name="download"),
]
