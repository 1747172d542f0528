from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def soon(request: HttpRequest, **_kwargs: object) -> HttpResponse:
    return render(request, "portal/soon.html")
