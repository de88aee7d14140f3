"""Templates with escaping, form fields with their errors, and the headers every page carries.

Values are escaped by markupsafe; a page may load the one stylesheet and send its form here or on to
the shop, and nothing else.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from urllib.parse import urlsplit

from markupsafe import Markup

from rethread.sandbox.wire import Response

STYLESHEET = "/sandbox.css"


@cache
def _template(name: str) -> Markup:
    folder = resources.files("rethread.sandbox.pages") / "templates"
    return Markup((folder / f"{name}.html").read_text(encoding="utf-8"))  # noqa: S704


@cache
def stylesheet() -> bytes:
    """Return the stylesheet."""
    folder = resources.files("rethread.sandbox.pages") / "templates"
    return (folder / "sandbox.css").read_bytes()


def part(name: str, /, **values: object) -> Markup:
    """Fill a template; plain strings are escaped."""
    return _template(name).format(**values)


def html_page(
    title: str, body: Markup, *, status: int = 200, leads_to: Sequence[str | None] = ()
) -> Response:
    """Return a whole page; `leads_to` are the addresses its forms may end at."""
    document = part("layout", title=title, body=body, stylesheet=STYLESHEET)
    return Response(status, document.encode(), _headers(leads_to))


def _headers(leads_to: Sequence[str | None]) -> Mapping[str, str]:
    targets = " ".join(dict.fromkeys(["'self'", *(_origin(url) for url in leads_to if url)]))
    policy = (
        f"default-src 'none'; style-src 'self'; img-src 'self'; form-action {targets};"
        " base-uri 'none'; frame-ancestors 'none'"
    )
    return {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Security-Policy": policy,
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }


def _origin(url: str) -> str:
    """Return scheme and host, which Chromium checks a form's redirects against."""
    parts = urlsplit(url)
    host = "".join(char for char in parts.netloc if char.isalnum() or char in ".:-[]")
    return f"{parts.scheme}://{host}"


def redirect(url: str) -> Response:
    """Send the browser on with a GET."""
    return Response(303, b"", {"Location": url, "Cache-Control": "no-store"})


def text_field(
    name: str,
    label: str,
    *,
    value: str = "",
    error: str | None = None,
    hint: str = "",
    **attributes: str,
) -> Markup:
    """Return a labelled input with its hint and its error beside it."""
    described = f"{name}-error" if error else f"{name}-hint" if hint else ""
    known = {
        "aria-invalid": "true" if error else None,
        "aria-describedby": described or None,
        **{key.replace("_", "-"): text for key, text in attributes.items()},
    }
    extra = Markup("").join(
        Markup(' {}="{}"').format(key, text) for key, text in known.items() if text is not None
    )
    note = Markup('<p class="hint" id="{}-hint">{}</p>').format(name, hint) if hint else Markup("")
    if error:
        note = Markup('<p class="error" id="{}-error">{}</p>').format(name, error)
    return part("field", name=name, label=label, value=value, attributes=extra, note=note)


def notice(text: str | None) -> Markup:
    """Return a message above a form, or nothing."""
    if not text:
        return Markup("")
    return Markup('<p class="notice" role="alert">{}</p>').format(text)
