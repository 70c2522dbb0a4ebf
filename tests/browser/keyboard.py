"""Somebody with a keyboard and no pointer: walks from stop to stop, and sees at each of them where they are."""

from typing import Any, Final

from playwright.sync_api import Locator, Page, expect

FAR: Final = 60  # more stops than a page needs
PAUSE: Final = 5  # milliseconds between two signs: as fast as a good typist's fastest pair

# What is wrong with the place of the focus; nothing when it is seen. A field of a row that is scrolled away does not count.
UNSEEN: Final = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return 'the focus is lost';
  if (element.matches('main, h2')) return '';
  const style = getComputedStyle(element.closest('.tell-me-box') ?? element);
  const ring = (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== 'none';
  if (!ring) return 'no ring around ' + element.outerHTML;
  const box = element.getBoundingClientRect();
  const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
  if (x < 0 || y < 0 || x > innerWidth || y > innerHeight) return 'out of sight: ' + element.outerHTML;
  const top = document.elementFromPoint(x, y);
  const isOnTop = element.contains(top) || top?.contains(element) || top?.closest('label')?.control === element;
  return isOnTop ? '' : 'covered: ' + element.outerHTML;
}"""


class Keyboard:
    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text, delay=PAUSE)

    def at(self, role: Any, name: Any = None, *, within: Locator | None = None) -> Locator:
        """Here is the focus, where it is seen."""
        place = self._place(role, name, within)
        expect(place).to_be_focused()
        self.sees()
        return place

    def sees(self) -> None:
        unseen: str = self.page.evaluate(UNSEEN)
        assert not unseen, unseen

    def go(self, role: Any, name: Any = None, *, key: str = "Tab", within: Locator | None = None) -> None:
        """On with Tab (or another key) until there; every stop on the way is seen."""
        place = self._place(role, name, within)
        expect(place).to_be_visible()
        for _ in range(FAR):
            self.press(key)
            self.sees()
            if self._is_at(place):
                return
        raise AssertionError(f"{key} does not lead to {role} {name}")

    def _is_at(self, place: Locator) -> bool:
        """A part of the page may be renewed while one looks: then look again."""
        found = None
        while found is None:
            found = place.evaluate("place => (place.isConnected ? place === document.activeElement : null)")
        return bool(found)

    def _place(self, role: Any, name: Any, within: Locator | None) -> Locator:
        exact = isinstance(name, str)
        return (within or self.page).get_by_role(role, name=name, exact=exact).first
