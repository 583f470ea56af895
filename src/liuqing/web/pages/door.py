"""Coming in and going out; the language switch; the first address."""

from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.views.decorators.http import require_POST
from django.views.i18n import set_language


class SignIn(LoginView):
    """Name and password; five wrong ones close the door for a quarter of an hour."""

    template_name = "web/sign_in.html"
    redirect_authenticated_user = True


sign_in = SignIn.as_view()
sign_out = LogoutView.as_view()


def home(request: HttpRequest) -> HttpResponseRedirect:
    """Everybody lands on what there is to do."""
    return redirect("todo")


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Speak Chinese or English from now on."""
    return set_language(request)


def alive(request: HttpRequest) -> HttpResponse:
    """Two letters for whoever watches the server; nothing is asked of the record."""
    return HttpResponse("ok", content_type="text/plain")
