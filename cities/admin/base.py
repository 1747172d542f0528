"""What the admin pages of this app share: documents that are sent after a check, and saving through an action."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path

from cities.rules import document_name
from core import clamd
from core.admin import RuleAdmin
from core.storage import download_response
from core.uploads import content_type_of
from review.workflow import Stale


def send_document(file: Any, name: str) -> HttpResponse:
    """Send a document whose permission was checked; its type follows from the name it was accepted with."""
    if not file:
        raise Http404
    return download_response(file, name=name, content_type=content_type_of(name))


def scan_words(obj: Any) -> str:
    """Return what the virus scanner said of the document of a row."""
    return f"{obj.get_scan_state_display()}: {obj.scan_found}" if obj.scan_found else obj.get_scan_state_display()


class DocumentAdmin(RuleAdmin):
    """A model admin with one more address: the document of a row. `find` checks the permission."""

    def waiting_files(self, obj: Any) -> list[str]:
        """Return the document that the virus scanner has not judged, for "Scan the files now"."""
        name = document_name(obj)
        return [name] if name and clamd.waits(obj.scan_state) else []

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_document"
        view = self.admin_site.admin_view(self.document_view)
        return [path("<int:object_id>/document/", view, name=name), *super().get_urls()]

    def document_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        raise NotImplementedError


class ActingAdmin(RuleAdmin):
    """Saves through an action. What the action refuses is shown on the page; nothing is half saved."""

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().changeform_view(request, *args, **kwargs)
        except Stale as error:
            messages.error(request, str(error))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect(request.path)
