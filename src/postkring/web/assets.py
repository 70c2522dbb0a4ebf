"""How static files are stored for serving: under a name with their digest, so that a browser may keep them for ever."""

from collections.abc import Iterator
from typing import Any, Final

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

# Our scripts import each other by relative name; those names get their digest too. Scripts of packages are left alone:
# some mention files in their comments that are not there.
IMPORTS = ("js/*.js", ((r"""(?P<matched>(?P<word>import|from)\s*"(?P<url>\./[^"]+)")""", '%(word)s "%(url)s"'),))

# What pages load: all style sheets in one.
STYLESHEET: Final = "css/all.css"
# In the order of the cascade layers, which tokens.css names.
STYLESHEETS: Final = (
    "css/tokens.css",
    "css/base.css",
    "css/layout.css",
    *(
        f"css/components/{name}.css"
        for name in (
            "button",
            "field",
            "lookup",
            "list_table",
            "list_tools",
            "filter_pane",
            "view_tabs",
            "bulk",
            "progress",
            "menu",
            "dialog",
            "tell_me",
            "fasttab",
            "more",
            "notice",
            "toast",
            "marks",
            "changes",
            "criteria",
            "home",
            "contact",
            "manual",
        )
    ),
    "css/print.css",
)


class Assets(CompressedManifestStaticFilesStorage):
    patterns = (*CompressedManifestStaticFilesStorage.patterns, IMPORTS)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._urls: dict[str, str] = {}

    def url(self, name: str, force: bool = False) -> str:
        """A page names thirty files, always the same ones: their addresses are put together once."""
        if name not in self._urls:
            self._urls[name] = super().url(name, force)
        return self._urls[name]

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Joins the style sheets first: a page asks for one file then, and names one."""
        self._urls.clear()
        if not dry_run and paths.keys() >= set(STYLESHEETS):
            self._join()
            paths[STYLESHEET] = (self, STYLESHEET)
        yield from super().post_process(paths, dry_run, **options)

    def _join(self) -> None:
        sheets = []
        for name in STYLESHEETS:
            with self.open(name) as file:
                sheets.append(file.read())
        self.delete(STYLESHEET)
        self.save(STYLESHEET, ContentFile(b"\n".join(sheets)))
