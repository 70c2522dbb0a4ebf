import socket

import pytest

from postkring.kit.errors import Refused
from postkring.operations.server import Place, refuse_busy


@pytest.mark.parametrize(
    ("host", "address", "near"),
    [
        ("127.0.0.1", "http://localhost:8000", "127.0.0.1"),
        ("localhost", "http://localhost:8000", "localhost"),
        ("0.0.0.0", "http://localhost:8000", "127.0.0.1"),
        ("::", "http://localhost:8000", "::1"),
        ("192.0.2.7", "http://192.0.2.7:8000", "192.0.2.7"),
        ("post.example", "http://post.example:8000", "post.example"),
    ],
)
def test_place_has_an_address_to_open_and_one_to_reach(host: str, address: str, near: str) -> None:
    assert (Place(host, 8000).address, Place(host, 8000).near) == (address, near)


def test_busy_port_is_refused_with_the_next_one() -> None:
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        with pytest.raises(Refused, match=f"^Port {port} is in use by another program: .*PORT={port + 1} "):
            refuse_busy(Place("127.0.0.1", port))


def test_free_port_is_taken_and_given_back() -> None:
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
    refuse_busy(Place("127.0.0.1", port))
    refuse_busy(Place("127.0.0.1", port))


def test_address_of_another_machine_is_refused() -> None:
    with pytest.raises(Refused, match="this machine has no such address"):
        refuse_busy(Place("192.0.2.7", 8000))
