"""Takes the pictures of the guide anew: TRAEK=target/debug/traek target/readers/bin/python tests/browser/pictures.py"""

import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

from support import BROWSERS, PATIENCE, Traek

FOLDER = Path(__file__).parents[2] / "docs" / "billeder"

LETTER = """Kære Åse Sørensen

Tak for din mail den 3. november. Jeg kan godt forstå, at det har været svært at vente på svar om boligstøtte.

Vi beklager ventetiden, men vi har haft mange sygemeldinger. Som tidligere oplyst skal du fremsende lønsedler, såfremt du ønsker hjælp til huslejen.

Såfremt vi ikke har modtaget lønsedlerne inden 14 dage, betragter vi sagen som afsluttet.

Venlig hilsen
Mette Holm
Borgerservice
"""


class Pictures:
    def __init__(self, browser, address):
        self.browser = browser
        self.address = address

    def page(self, text=LETTER, **options):
        context = self.browser.new_context(locale="da-DK", **{"viewport": {"width": 1280, "height": 800}} | options)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.goto(self.address)
        if text:
            page.locator("#field").fill(text)
            page.locator("#backdrop .mark").first.wait_for(state="attached")
        return page

    def take(self, page, name, **options):
        page.evaluate("document.fonts.ready")
        path = FOLDER / f"{name}.png"
        page.screenshot(path=path, animations="disabled", caret="hide", **options)
        print(f"{path.name}: {path.stat().st_size // 1000} kB")

    def all(self):
        self.take(self.page(text=None), "forside")
        page = self.page()
        self.take(page, "noter")
        page.locator(".note-head").first.click()
        page.locator(".why p").first.wait_for()
        self.column_to(page, ".note")
        self.take(page, "note")
        page.locator("#show-moves").click()
        page.evaluate("scrollTo(0, 0)")
        self.column_to(page, "#good")
        self.take(page, "godt")
        self.take(self.page(viewport={"width": 390, "height": 844}, has_touch=True), "telefon")
        self.take(self.page(color_scheme="dark"), "moerk")

    @staticmethod
    def column_to(page, selector):
        page.evaluate(
            """(selector) => {
                scrollTo(0, 0);
                const column = document.getElementById("notes");
                const below = document.querySelector(selector).getBoundingClientRect().top - column.getBoundingClientRect().top;
                column.scrollTop += below - 8;
            }""",
            selector,
        )


def main():
    FOLDER.mkdir(exist_ok=True)
    traek = Traek()
    try:
        with sync_playwright() as playwright:
            program = next(filter(None, map(shutil.which, BROWSERS)))
            browser = playwright.chromium.launch(executable_path=program)
            Pictures(browser, traek.address).all()
            browser.close()
    finally:
        traek.end()


if __name__ == "__main__":
    main()
