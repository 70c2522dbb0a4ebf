"""What ends an act that a worker does, beside what the act itself refuses. Neither is a fault, and nothing of the act stays."""


class Cancelled(Exception):
    """The user wants it no more."""


class Interrupted(Exception):
    """The worker has to stop; another one begins anew."""


class Settled(Exception):
    """Somebody else has done it meanwhile."""
