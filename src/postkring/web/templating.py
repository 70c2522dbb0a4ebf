"""Templates as they are sent: what indents them for whoever writes them does not travel with every page."""

import re
from typing import Final

from django.template import Origin
from django.template.loaders.filesystem import Loader

_INDENTATION: Final = re.compile(r"^[ \t]+", re.MULTILINE)


class UnindentedLoader(Loader):
    """Lines stay lines, so that faults are still named by their place."""

    def get_contents(self, origin: Origin) -> str:
        return _INDENTATION.sub("", super().get_contents(origin))
