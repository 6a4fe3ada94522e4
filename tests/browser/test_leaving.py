"""Nothing is kept, nothing is lost unasked, and the end of traek is said."""

from support import LETTER, Case, Traek, expect


class Keeping(Case):
    def test_nothing_is_stored(self):
        self.write(LETTER)
        kept = self.page.evaluate(
            """async () => [localStorage.length, sessionStorage.length, document.cookie,
                (await indexedDB.databases()).length, (await caches.keys()).length]"""
        )
        self.assertEqual(kept, [0, 0, "", 0, 0])
        again = self.page.context.new_page()
        again.goto(self.traek.address)
        self.assertEqual(again.locator("#field").input_value(), "")

    def test_reloading_brings_nothing_back(self):
        self.write(LETTER)
        self.page.on("dialog", lambda dialog: dialog.accept())
        self.page.reload()
        self.assertEqual(self.value(), "")

    def test_the_browser_is_not_asked_to_spell_unless_wanted(self):
        field = self.page.locator("#field")
        expect(field).to_have_js_property("spellcheck", False)
        self.page.get_by_label("Brug browserens stavekontrol").check()
        expect(field).to_have_js_property("spellcheck", True)

    def test_leaving_warns_only_when_there_is_text(self):
        warnings = []
        self.page.on("dialog", lambda dialog: (warnings.append(dialog.type), dialog.dismiss()))
        self.write("Hej Bo")
        self.page.close(run_before_unload=True)
        self.page.wait_for_timeout(500)
        self.assertEqual(warnings, ["beforeunload"])
        self.page.locator("#clear").click()
        self.page.close(run_before_unload=True)
        self.wait_until_closed()
        self.assertEqual(warnings, ["beforeunload"])

    def wait_until_closed(self):
        if not self.page.is_closed():
            self.page.wait_for_event("close")


class Ending(Case):
    """With a server of each test's own."""

    def setUp(self):
        super().setUp()
        self.traek = Traek()
        self.addCleanup(self.traek.end)
        self.page = self.open()

    def test_a_server_that_is_gone_is_said_and_the_text_stays(self):
        self.write(LETTER)
        self.traek.end()
        self.page.keyboard.insert_text("Mere.")
        problem = self.page.get_by_role("alert")
        expect(problem).to_contain_text("traek svarer ikke mere. Din tekst står her endnu.")
        self.assertIn("Mere.", self.value())
        problem.get_by_role("button", name="Prøv igen").click()
        expect(problem).to_be_visible()
        self.forget_refused_connections()

    def test_closing_asks_about_text_and_ends_traek(self):
        self.write(LETTER)
        self.page.locator("#stop").click()
        dialog = self.page.get_by_role("dialog")
        expect(dialog).to_contain_text("Teksten står kun her")
        dialog.get_by_role("button", name="Bliv her").click()
        self.assertEqual(self.value(), LETTER)
        self.page.locator("#stop").click()
        dialog.get_by_role("button", name="Kopiér teksten, og luk").click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text("traek er lukket")
        self.assertEqual(self.page.evaluate("navigator.clipboard.readText()"), LETTER)
        self.assertEqual(self.traek.process.wait(timeout=20), 0)
        self.assertNotIn("Sørensen", self.page.content())

    def test_closing_without_text_asks_nothing(self):
        self.page.locator("#stop").click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text("traek er lukket")
        self.assertEqual(self.traek.process.wait(timeout=20), 0)

    def forget_refused_connections(self):
        self.complaints = [said for said in self.complaints if "ERR_CONNECTION_REFUSED" not in said]
