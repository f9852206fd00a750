"""How a person acts on a page: with a mouse or a finger, or with the keyboard alone."""

from playwright.sync_api import Locator, Page, expect

MOST_TABS = 250


class Pointer:
    """Clicks, and types into what was clicked."""

    name = "pointer"

    def __init__(self, page: Page) -> None:
        self.page = page

    def follow(self, target: Locator) -> None:
        target.click()

    def write(self, field: Locator, text: str) -> None:
        field.click()
        field.fill("")
        field.press_sequentially(text, delay=2)

    def choose(self, choice: Locator) -> None:
        """A radio button or a box to tick."""
        choice.check()

    def select(self, field: Locator, label: str) -> None:
        field.select_option(label=label)

    def date(self, field: Locator, day: str) -> None:
        field.fill(day)


class Keyboard(Pointer):
    """Never touches the mouse: Tab until the target has the focus, then the key that a person would press."""

    name = "keyboard"

    def reach(self, target: Locator) -> None:
        expect(target).to_be_visible()
        for _press in range(MOST_TABS):
            if target.evaluate("element => element === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"The keyboard does not reach {target}")

    def follow(self, target: Locator) -> None:
        self.reach(target)
        self.page.keyboard.press("Enter")

    def write(self, field: Locator, text: str) -> None:
        self.reach(field)
        self.page.keyboard.press("ControlOrMeta+A")
        self.page.keyboard.type(text, delay=2)

    def choose(self, choice: Locator) -> None:
        """Tab stops at one button of a group: the one chosen, or the first; the arrows go through it."""
        if choice.get_attribute("type") == "checkbox":
            self.reach(choice)
            self.page.keyboard.press("Space")
            return
        group = self.page.locator(f'{self.form_of(choice)}input[type=radio][name="{choice.get_attribute("name")}"]')
        chosen = group.and_(self.page.locator(":checked"))
        self.reach(chosen if chosen.count() else group.first)
        for _press in range(group.count()):
            if choice.evaluate("element => element === document.activeElement"):
                break
            self.page.keyboard.press("ArrowDown")
        if not choice.is_checked():
            self.page.keyboard.press("Space")
        expect(choice).to_be_checked()

    def form_of(self, choice: Locator) -> str:
        action = choice.evaluate("element => element.form.getAttribute('action')")
        return f'form[action="{action}"] ' if action else ""

    def select(self, field: Locator, label: str) -> None:
        self.reach(field)
        self.page.keyboard.type(label, delay=2)
        expect(field.locator("option:checked")).to_have_text(label)

    def date(self, field: Locator, day: str) -> None:
        """The order of Chromium's own field is that of the languages it was installed with: whoever sees it knows."""
        year, month, date = day.split("-")
        for first, second in ((date, month), (month, date)):
            self.reach(field)
            for _part in range(3):  # back to the first of its three parts
                self.page.keyboard.press("ArrowLeft")
            self.page.keyboard.type(f"{first}{second}{year}", delay=5)
            if field.input_value() == day:
                return
        raise AssertionError(f"The field holds {field.input_value()}, not {day}")
