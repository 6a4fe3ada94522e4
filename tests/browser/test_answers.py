"""What the page asks for, and what it makes of answers that are refused or do not come."""

from support import BEFORE_ASKING, LETTER, Case, drop, expect
from test_notes import GOOD


class Asking(Case):
    def test_a_session_of_the_departments_sign_in_goes_along(self):
        self.page.context.add_cookies([{"name": "session", "value": "mette", "url": self.traek.address}])
        with self.page.expect_request("**/api/check") as text:
            self.page.keyboard.insert_text(LETTER)
        with self.page.expect_request("**/api/check-file") as file:
            drop(self.page, "svar.txt", LETTER.encode())
        for asked in [text.value, file.value]:
            self.assertEqual(asked.all_headers().get("cookie"), "session=mette", asked.url)


class Refused(Case):
    def setUp(self):
        super().setUp()
        self.problem = self.page.get_by_role("alert")
        self.again = self.problem.get_by_role("button", name="Prøv igen")

    def test_a_text_that_was_not_read_is_tried_again(self):
        self.refuse("/api/check", times=1)
        self.page.keyboard.insert_text(LETTER)
        expect(self.problem).to_contain_text("traek har travlt.")
        expect(self.page.locator("#count")).to_have_text("Brevet er ikke læst endnu.")
        self.again.click()
        expect(self.page.locator(".note")).not_to_have_count(0)
        expect(self.problem).to_be_hidden()
        # The button that had the focus is gone.
        expect(self.page.locator("#field")).to_be_focused()

    def test_an_old_count_does_not_stand_beside_a_text_that_nobody_read(self):
        self.write(GOOD)
        expect(self.page.locator("#count")).to_contain_text("Ingen fund")
        held = self.hold("/api/check")
        with self.page.expect_request("**/api/check"):
            self.page.keyboard.insert_text(LETTER)
        expect(self.page.locator("#count")).to_have_text("Et øjeblik …")
        self.forgive("Failed to load resource")
        held[0].fulfill(status=413, json={"error": "Brevet er for langt."})
        expect(self.problem).to_contain_text("Brevet er for langt.")
        expect(self.page.locator("#count")).to_have_text("Brevet er ikke læst endnu.")

    def test_a_server_that_is_silent_is_not_waited_for_without_end(self):
        self.page = self.open(clock=True)
        self.hold("/api/check")
        with self.page.expect_request("**/api/check"):
            self.page.keyboard.insert_text(LETTER)
            self.page.clock.run_for(BEFORE_ASKING)
        self.page.clock.run_for(60_000)
        problem = self.page.get_by_role("alert")
        expect(problem).to_contain_text("traek svarer ikke lige nu.")
        expect(problem.get_by_role("button", name="Prøv igen")).to_be_visible()
        expect(self.page.locator("#count")).to_have_text("Brevet er ikke læst endnu.")

    def test_a_file_that_was_not_read_is_tried_again(self):
        self.refuse("/api/check-file", times=1)
        drop(self.page, "svar.txt", LETTER.encode())
        self.again.click()
        expect(self.page.locator("#file-name")).to_have_text("svar.txt")
        expect(self.problem).to_be_hidden()

    def test_names_that_did_not_come_are_asked_for_again(self):
        self.refuse("/api/names", times=1)
        self.page.reload()
        expect(self.page.locator("#genre option")).to_have_count(1)
        self.write(LETTER)
        expect(self.problem).to_be_visible()
        self.again.click()
        expect(self.page.locator("#genre option")).not_to_have_count(1)
        expect(self.page.locator(".severity", has_text="Råd")).not_to_have_count(0)
        expect(self.problem).to_be_hidden()

    def test_an_answer_on_the_text_takes_away_no_message_about_a_file(self):
        held = self.hold("/api/check")
        with self.page.expect_request("**/api/check"):
            self.page.keyboard.insert_text(LETTER)
        self.forgive("Failed to load resource")
        drop(self.page, "billede.docx", b"\x89PNG\r\n\x1a\n" + bytes(200))
        expect(self.problem).to_contain_text("billede.docx")
        held[0].continue_()
        expect(self.page.locator(".note")).not_to_have_count(0)
        expect(self.problem).to_contain_text("billede.docx")

    def test_the_same_message_is_said_once(self):
        self.page.evaluate(
            """() => {
                window.said = [];
                const text = document.getElementById("problem-text");
                new MutationObserver(() => window.said.push(text.textContent)).observe(text, { childList: true });
            }"""
        )
        self.refuse("/api/check", times=2)
        for text in ["Hej", " Bo"]:
            with self.page.expect_response("**/api/check"):
                self.page.keyboard.insert_text(text)
            self.settle()
        expect(self.problem).to_be_visible()
        self.assertEqual(self.page.evaluate("window.said"), ["traek har travlt. Prøv igen om lidt."])
