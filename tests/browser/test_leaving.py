"""Nothing is kept, nothing is lost unasked, and the end of traek is said."""

from support import LETTER, Case, Traek, drop, expect


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
        with self.page.expect_event("dialog"):
            self.page.close(run_before_unload=True)
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
        self.forgive("ERR_CONNECTION_REFUSED")

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

    def test_with_nothing_but_the_citizens_letter_no_copy_is_offered(self):
        self.page.locator("#citizen summary").click()
        self.page.locator("#citizen-field").fill("Jeg er vred.")
        self.page.evaluate("navigator.clipboard.writeText('noget andet')")
        self.page.locator("#stop").click()
        dialog = self.page.get_by_role("dialog")
        expect(dialog.get_by_role("button")).to_have_text(["Luk", "Bliv her"])
        expect(dialog.get_by_role("button", name="Bliv her")).to_be_focused()
        dialog.get_by_role("button", name="Luk").click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text("traek er lukket")
        self.assertEqual(self.page.evaluate("navigator.clipboard.readText()"), "noget andet")

    def test_after_the_end_keys_and_files_do_nothing(self):
        self.write(LETTER)
        self.page.keyboard.press("F8")
        expect(self.page.locator("#live")).not_to_be_empty()
        self.page.locator("#stop").click()
        self.page.get_by_role("dialog").get_by_role("button", name="Luk", exact=True).click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text("traek er lukket")
        for key in ["F8", "Escape", "Alt+Enter"]:
            self.page.keyboard.press(key)
        drop(self.page, "svar.txt", LETTER.encode())
        expect(self.page.locator("#live")).to_be_empty()
        expect(self.page.get_by_role("alert")).to_be_hidden()

    def test_an_end_that_failed_is_tried_again(self):
        self.refuse("/api/stop", times=1)
        self.page.locator("#stop").click()
        self.page.get_by_role("alert").get_by_role("button", name="Prøv igen").click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text("traek er lukket")
        expect(self.page.get_by_role("alert")).to_be_hidden()
