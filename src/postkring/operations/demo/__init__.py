"""The demo organisation: a made-up wholesaler with its contacts, loaded as one act and removed as one."""

from postkring.operations.demo.load import demo_user, load_demo, password_file
from postkring.operations.demo.remove import demo_contacts, demo_is_there, remove_demo

__all__ = ["demo_contacts", "demo_is_there", "demo_user", "load_demo", "password_file", "remove_demo"]
