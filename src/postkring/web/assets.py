"""How static files are stored for serving: under a name with their digest, so that a browser may keep them for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage

# Our scripts import each other by relative name; those names get their digest too. Scripts of packages are left alone:
# some mention files in their comments that are not there.
IMPORTS = ("js/*.js", ((r"""(?P<matched>(?P<word>import|from)\s*"(?P<url>\./[^"]+)")""", '%(word)s "%(url)s"'),))


class Assets(CompressedManifestStaticFilesStorage):
    patterns = (*CompressedManifestStaticFilesStorage.patterns, IMPORTS)
