"""The notes beside the letter: choosing, taking a suggestion, what is missing, what is good."""

import re

from support import LETTER, Case, drop, expect, missing, underlined

GOOD = """Kære Åse

Tak for din mail. Jeg kan godt forstå, at det har været hårdt at vente. Du skriver, at du mangler svar om boligstøtte.

Jeg ringer til dig senest den 4. juni på 12 34 56 78. Hvad er vigtigst for dig?

Venlig hilsen
Mette Holm
"""


def choose_quietly(page, genre):
    """Has the letter read as another genre without moving the focus."""
    page.locator("#genre").evaluate(
        "(box, genre) => { box.value = genre; box.dispatchEvent(new Event('change')); }", genre
    )


class Choosing(Case):
    def test_notes_stand_in_reading_order(self):
        letter = self.write(LETTER)
        said = self.page.locator(".note .message").all_text_contents()
        self.assertEqual(said, [finding["message"] for finding in letter["findings"] if not missing(finding)])

    def test_severity_is_said_in_words(self):
        self.write(LETTER)
        kinds = self.page.locator(".note .severity").all_text_contents()
        self.assertLessEqual(set(kinds), {"Råd", "Advarsel", "Fejl"})
        self.assertIn("Advarsel", kinds)

    def test_clicking_underlined_words_opens_their_note(self):
        self.write(LETTER)
        box = self.page.locator('#backdrop [data-rule="fagsprog/fremsende"]').bounding_box()
        self.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        note = self.note("»fremsende« er kontorsprog")
        expect(note.locator(".note-head")).to_have_attribute("aria-expanded", "true")
        expect(note).to_be_in_viewport()

    def test_choosing_a_note_sets_off_its_words(self):
        self.write(LETTER)
        self.note("»fremsende« er kontorsprog").locator(".note-head").click()
        expect(self.page.locator("#backdrop .active")).to_have_text(["fremsende"])

    def test_the_caret_in_a_finding_sets_off_its_note(self):
        self.write(LETTER)
        place = self.value().index("fremsende") + 3
        self.select(place, place)
        expect(self.page.locator(".note.active .message")).to_contain_text("»fremsende«")
        self.select(0, 0)
        expect(self.page.locator(".note.active")).to_have_count(0)

    def test_a_note_says_why(self):
        self.write(LETTER)
        note = self.note("tager beklagelsen tilbage")
        note.locator(".note-head").click()
        expect(note.locator(".why")).to_contain_text("Kilde:")
        self.assertGreater(len(note.locator(".why p").first.text_content()), 40)

    def test_a_note_that_was_open_in_the_field_opens_with_one_click_in_a_file(self):
        self.write(LETTER)
        head = self.note("»fremsende« er kontorsprog").locator(".note-head")
        head.click()
        drop(self.page, "svar.txt", LETTER.encode())
        expect(self.page.locator("#file-name")).to_be_focused()
        expect(head).to_have_attribute("aria-expanded", "false")
        head.click()
        expect(head).to_have_attribute("aria-expanded", "true")

    def test_notes_that_stay_keep_the_focus(self):
        self.write(LETTER)
        head = self.note("»fremsende« er kontorsprog").locator(".note-head")
        head.focus()
        with self.page.expect_response("**/api/check"):
            choose_quietly(self.page, "orientering")
        expect(self.page.locator("#missing")).to_be_hidden()
        expect(head).to_be_focused()


class Taking(Case):
    def test_a_suggestion_is_taken_at_all_its_places_and_undone(self):
        self.write(LETTER)
        note = self.note("»såfremt« er kontorsprog")
        note.locator(".note-head").click()
        with self.page.expect_response("**/api/check"):
            note.get_by_role("button", name="Skriv »hvis« 2 steder").click()
        self.assertEqual(self.value(), LETTER.replace("såfremt", "hvis").replace("Såfremt", "Hvis"))
        expect(note).to_have_count(0)
        self.page.keyboard.press("Control+z")
        self.assertEqual(self.value(), LETTER)
        expect(note).to_have_count(1)

    def test_a_sentence_in_other_words_is_taken(self):
        self.write(LETTER)
        note = self.note("tager beklagelsen tilbage")
        note.locator(".note-head").click()
        expect(note.locator(".changes q")).to_contain_text("Vi beklager ventetiden")
        note.get_by_role("button", name="Brug forslaget").click()
        self.assertNotIn("sygemeldinger", self.value())
        self.assertIn("Vi beklager ventetiden", self.value())

    def test_a_plain_word_keeps_the_capital_of_the_old_one(self):
        self.write("Kære Åse\n\nVedr. din sag skriver vi i morgen.\n")
        note = self.note("»Vedr.« er kontorsprog")
        note.locator(".note-head").click()
        note.get_by_role("button", name="Skriv »Om«").click()
        self.assertIn("Om din sag", self.value())

    def test_all_safe_changes_are_one_step(self):
        self.write(LETTER)
        self.page.get_by_role("button", name="Tag 2 sikre rettelser").click()
        self.assertNotIn("åfremt", self.value())
        self.page.keyboard.press("Control+z")
        self.assertEqual(self.value(), LETTER)

    def test_a_sentence_of_another_letter_can_be_copied(self):
        self.write(LETTER)
        note = self.note("minder læseren om")
        note.locator(".note-head").click()
        note.get_by_role("button", name="Kopiér: ").first.click()
        expect(self.page.locator("#live")).to_have_text("Sætningen er kopieret.")
        self.assertEqual(self.page.evaluate("navigator.clipboard.readText()"), "Fristen er den 3. maj.")


class Missing(Case):
    PLAIN = "Kære Åse\n\nVi har modtaget din klage over ventetiden. Sagen er hos os.\n\nVenlig hilsen\nMette Holm\n"

    def test_what_is_missing_stands_on_top(self):
        letter = self.write(self.PLAIN)
        lacks = [finding["message"] for finding in letter["findings"] if missing(finding)]
        self.assertGreaterEqual(len(lacks), 1)
        self.assertEqual(self.page.locator("#missing-list > li > .message").all_text_contents(), lacks)

    def test_an_opening_comes_after_the_salutation_and_its_blank_is_selected(self):
        self.write(self.PLAIN)
        box = self.page.locator("#missing-list > li", has_text="læseren er hørt")
        box.get_by_role("button", name="Sæt ind: Du skriver").click()
        opening = "Du skriver, at du har ventet siden …, og at du mangler svar på …"
        self.assertTrue(self.value().startswith(f"Kære Åse\n\n{opening}\n\nVi har modtaget"), self.value())
        self.assertEqual(self.selected(), "…")
        self.page.keyboard.type("august")
        self.assertIn("ventet siden august, og", self.value())
        expect(box).to_have_count(0)

    def test_an_opening_is_put_in_after_the_salutation_was_written_anew(self):
        self.write(self.PLAIN)
        box = self.page.locator("#missing-list > li", has_text="læseren er hørt")
        expect(box).to_be_visible()
        self.write(self.PLAIN.replace("Kære Åse", "Hej Bo"))
        box.get_by_role("button", name="Sæt ind: Du skriver").click()
        self.assertTrue(self.value().startswith("Hej Bo\n\nDu skriver, at"), self.value())

    def test_a_next_step_comes_before_the_closing(self):
        self.write(self.PLAIN)
        box = self.page.locator("#missing-list > li", has_text="hvad der sker nu")
        box.get_by_role("button", name="Sæt ind: Jeg undersøger").click()
        self.assertIn(
            "Sagen er hos os.\n\nJeg undersøger det og ringer til dig senest den [dato].\n\nVenlig hilsen", self.value()
        )
        self.page.keyboard.press("Control+z")
        self.assertEqual(self.value(), self.PLAIN)


class Good(Case):
    def test_what_the_letter_does_well_is_named_and_tinted_on_wish(self):
        letter = self.write(GOOD)
        self.assertGreaterEqual(len(letter["moves"]), 4)
        expect(self.page.locator("#good-list")).to_contain_text("Viser forståelse")
        expect(self.page.locator("#backdrop .move")).to_have_count(0)
        self.page.locator("#show-moves").click()
        expect(self.page.locator("#show-moves")).to_have_attribute("aria-pressed", "true")
        tinted = "".join(self.page.locator("#backdrop .move").all_text_contents())
        for move in letter["moves"]:
            self.assertIn(move["text"], tinted)

    def test_a_quote_leads_to_its_words_also_while_one_writes_above_it(self):
        self.write(GOOD)
        # Nothing is answered any more, so what is seen is the page's own doing.
        self.page.route("**/api/check", lambda route: None)
        self.select(0, 0)
        self.page.keyboard.insert_text("Hej 😀\n\n")
        quote = self.page.locator(".move-quote", has_text="Jeg kan godt forstå")
        quote.click()
        self.assertTrue(self.selected() and quote.text_content().startswith(f"»{self.selected()}"), self.selected())

    def test_a_quote_keeps_the_focus_when_the_letter_is_read_anew(self):
        self.write(GOOD)
        quote = self.page.locator(".move-quote").nth(1)
        quote.focus()
        with self.page.expect_response("**/api/check"):
            choose_quietly(self.page, "orientering")
        expect(self.page.locator("#genre option").first).to_have_text("traek finder selv")
        expect(quote).to_be_focused()

    def test_the_picture_says_what_it_shows(self):
        letter = self.write(GOOD)
        said = self.page.locator("svg.square").get_attribute("aria-label").lower()
        degrees = letter["profile"]["fairness"]
        self.assertEqual(len(degrees), 4)
        for side, degree in degrees.items():
            self.assertIn(f"{side}: {degree}", said)
        expect(self.page.locator(".five .there")).to_contain_text(
            ["Lytter og spørger", "Opsummerer", "Viser forståelse"]
        )

    def test_how_hard_the_letter_is_to_read_is_said_of_the_letter(self):
        self.write("Kære Åse\n\n" + "Jeg ringer til dig i morgen efter klokken ti. " * 20)
        expect(self.page.locator(".figures")).to_have_text(
            re.compile(r"^\d+ ord\. Lixtallet er \d+: Brevet er (meget )?(let|middelsvært|svært) at læse\.$")
        )

    def test_nothing_found_is_said(self):
        self.write(GOOD)
        expect(self.page.locator("#count")).to_contain_text("Ingen fund")


class Genre(Case):
    def test_the_genre_that_was_found_is_shown_and_can_be_changed(self):
        found = self.write(LETTER)["genre"]
        expect(self.page.locator("#genre option").first).to_have_text(f"traek finder selv: {found}")
        expect(self.page.locator("#missing-list")).to_contain_text("læseren er hørt")
        with self.page.expect_response("**/api/check") as answer:
            self.page.locator("#genre").select_option(label="orientering")
        self.assertEqual(answer.value.request.post_data_json["genre"], "orientering")
        expect(self.page.locator("#missing-list")).not_to_contain_text("læseren er hørt")
        expect(self.page.locator("#genre option").first).to_have_text("traek finder selv")
        self.assertEqual(underlined(self.page, "fagsprog/fremsende"), "fremsende")
