"""Files: dropped or chosen, read in the page, edited there, and given back with comments."""

import io
import os
import tempfile
import zipfile
from pathlib import Path

from support import LETTER, Case, drop, drop_all, expect, missing, underlined, words_of

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

MAIL = """From: Mette Holm <mette@example.org>
To: Åse <aase@example.org>
Subject: Svar
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=skel

--skel
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

Kære Åse\r
\r
Såfremt du vil, ringer vi 😀.\r
\r
Venlig hilsen\r
Mette\r
--skel
Content-Type: text/plain; charset=utf-8; name="bilag.txt"
Content-Disposition: attachment; filename="bilag.txt"
Content-Transfer-Encoding: 8bit

Kære Åse

Vedrørende din henvendelse kan vi fremsende papirerne.

Venlig hilsen
Mette
--skel--
"""


def word_file(text):
    """A Word document with a paragraph for each line."""
    paragraphs = "".join(f'<w:p><w:r><w:t xml:space="preserve">{line}</w:t></w:r></w:p>' for line in text.split("\n"))
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>{paragraphs}</w:body></w:document>',
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return packed.getvalue()


class Files(Case):
    def drop(self, name, content):
        with self.page.expect_response("**/api/check-file") as answer:
            drop(self.page, name, content)
        letters = answer.value.json()["letters"]
        expect(self.page.locator("#file-name")).to_have_text(name)
        return letters

    def assert_underlines(self, letter):
        found = [finding for finding in letter["findings"] if not missing(finding)]
        self.assertGreater(len(found), 0)
        for finding in found:
            self.assertEqual(underlined(self.page, finding["rule"], "#file-text"), words_of(finding))

    def test_a_dropped_word_file_is_read_and_underlined(self):
        (letter,) = self.drop("svar på klage.docx", word_file(LETTER))
        expect(self.page.locator("#file-text")).to_contain_text("Vi beklager ventetiden")
        self.assert_underlines(letter)
        self.assertEqual(self.page.locator("#file-text").text_content(), letter["text"])
        expect(self.page.locator("#desk-editor")).to_be_hidden()
        # What cannot be edited here is not offered.
        self.page.locator(".note-head").first.click()
        expect(self.page.get_by_role("button", name="Skriv »")).to_have_count(0)

    def test_the_word_file_comes_back_with_comments(self):
        self.drop("svar på klage.docx", word_file(LETTER))
        with self.page.expect_download() as download:
            self.page.locator("#file-comments").click()
        self.assertEqual(download.value.suggested_filename, "svar på klage-med-kommentarer.docx")
        with zipfile.ZipFile(download.value.path()) as package:
            self.assertIn("kontorsprog", package.read("word/comments.xml").decode())

    def test_a_word_file_is_known_by_what_is_in_it_and_saved_by_the_servers_name(self):
        self.drop("skabelon.dotx", word_file(LETTER))
        with self.page.expect_download() as download:
            self.page.locator("#file-comments").click()
        self.assertEqual(download.value.suggested_filename, "skabelon-med-kommentarer.dotx")

    def test_comments_are_about_the_chosen_genre(self):
        self.drop("svar.docx", word_file(LETTER))
        with self.page.expect_response("**/api/check-file"):
            self.page.locator("#genre").select_option(label="orientering")
        with self.page.expect_request("**/api/comments") as asked:
            self.page.locator("#file-comments").click()
        self.assertEqual(asked.value.headers["x-traek-genre"], "orientering")

    def test_the_text_of_a_file_can_be_edited(self):
        (letter,) = self.drop("svar.docx", word_file(LETTER))
        with self.page.expect_response("**/api/check"):
            self.page.locator("#file-edit").click()
        self.assertEqual(self.value(), letter["text"].rstrip())
        expect(self.page.locator("#desk-file")).to_be_hidden()
        expect(self.page.locator("#field")).to_be_focused()

    def test_letters_in_a_mail_have_a_tab_each(self):
        letters = self.drop("mail.eml", MAIL.encode())
        self.assertEqual(len(letters), 2)
        tabs = self.page.get_by_role("tab")
        expect(tabs).to_have_count(2)
        self.assert_underlines(letters[0])
        tabs.first.focus()
        self.page.keyboard.press("ArrowRight")
        expect(tabs.last).to_be_focused()
        expect(tabs.last).to_have_attribute("aria-selected", "true")
        expect(self.page.locator("#file-text")).to_contain_text("fremsende papirerne")
        self.assert_underlines(letters[1])

    def test_line_ends_of_windows_move_no_underline(self):
        (letter,) = self.drop("brev.txt", LETTER.replace("\n", "\r\n").encode())
        self.assert_underlines(letter)

    def test_clicking_underlined_words_opens_their_note(self):
        self.drop("svar.docx", word_file(LETTER))
        self.page.locator('#file-text [data-rule="fagsprog/fremsende"]').click()
        expect(self.note("»fremsende« er kontorsprog").locator(".note-head")).to_have_attribute("aria-expanded", "true")

    def test_the_genre_of_a_file_can_be_changed(self):
        self.drop("svar.docx", word_file(LETTER))
        expect(self.page.locator("#missing-list")).to_contain_text("læseren er hørt")
        with self.page.expect_response("**/api/check-file") as answer:
            self.page.locator("#genre").select_option(label="orientering")
        self.assertEqual(answer.value.json()["letters"][0]["genre"], "orientering")
        expect(self.page.locator("#missing-list")).not_to_contain_text("læseren er hørt")

    def test_a_chosen_genre_stays_with_its_letter(self):
        genre = self.page.locator("#genre")
        self.write(LETTER)
        genre.select_option(label="orientering")
        with self.page.expect_request("**/api/check-file") as asked:
            drop(self.page, "svar.txt", LETTER.encode())
        self.assertNotIn("x-traek-genre", asked.value.headers)
        expect(self.page.locator("#file-name")).to_be_focused()
        expect(genre).to_have_value("")
        self.page.locator("#file-close").click()
        expect(genre).to_have_value("orientering")
        self.page.locator("#clear").click()
        expect(genre).to_have_value("")

    def test_a_chosen_file_is_read_and_closed(self):
        self.write("Hej Bo")
        with self.page.expect_file_chooser() as chooser:
            self.page.locator("#choose").click()
        with self.page.expect_response("**/api/check-file"):
            chooser.value.set_files({"name": "svar.txt", "mimeType": "text/plain", "buffer": LETTER.encode()})
        expect(self.page.locator("#file-text")).to_contain_text("Kære Åse")
        expect(self.page.locator("#file-comments")).to_be_hidden()
        self.page.locator("#file-close").click()
        self.assertEqual(self.value(), "Hej Bo")
        self.assertNotIn("Sørensen", self.page.content())

    def test_a_file_that_is_being_read_is_told_and_only_the_newest_is_shown(self):
        held = self.hold("/api/check-file")
        reading = self.page.get_by_text("Et øjeblik …")
        for name in ["først.txt", "sidst.txt"]:
            with self.page.expect_request("**/api/check-file"):
                drop(self.page, name, LETTER.encode())
            expect(reading).to_be_visible()
        held[1].continue_()
        expect(self.page.locator("#file-name")).to_have_text("sidst.txt")
        expect(reading).to_be_hidden()
        with self.page.expect_response("**/api/check-file"):
            held[0].continue_()
        self.settle()
        expect(self.page.locator("#file-name")).to_have_text("sidst.txt")

    def test_a_closed_file_does_not_come_back_with_a_late_answer(self):
        for late in [{"status": 200}, {"status": 503, "json": {"error": "traek har travlt."}}]:
            self.forgive("Failed to load resource")
            self.drop("svar.txt", LETTER.encode())
            held = self.hold("/api/check-file")
            with self.page.expect_request("**/api/check-file"):
                self.page.locator("#genre").select_option(label="orientering")
            self.page.locator("#file-close").click()
            expect(self.page.locator("#field")).to_be_focused()
            with self.page.expect_response("**/api/check-file"):
                held[0].fulfill(**late) if late["status"] == 503 else held[0].continue_()
            self.settle()
            expect(self.page.locator("#desk-file")).to_be_hidden()
            expect(self.page.locator("#field")).to_be_focused()
            expect(self.page.get_by_role("alert")).to_be_hidden()
            self.page.unroute("**/api/check-file")

    def test_of_several_files_the_first_is_read_and_that_is_said(self):
        with self.page.expect_response("**/api/check-file"):
            drop_all(self.page, {"første.txt": LETTER.encode(), "anden.txt": b"Hej"})
        expect(self.page.locator("#file-name")).to_have_text("første.txt")
        expect(self.page.get_by_role("alert")).to_contain_text("Kun »første.txt« er åbnet.")
        self.page.locator("#file-close").click()
        expect(self.page.get_by_role("alert")).to_be_hidden()

    def test_a_file_that_was_changed_meanwhile_is_not_the_servers_end(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "svar.txt"
            path.write_text(LETTER, encoding="utf-8")
            with self.page.expect_response("**/api/check-file"):
                self.page.locator("#file").set_input_files(path)
            expect(self.page.locator("#file-text")).to_contain_text("Kære Åse")
            path.write_text("Et andet brev", encoding="utf-8")
            os.utime(path, (0, 0))
            self.page.locator("#genre").select_option(label="orientering")
            problem = self.page.get_by_role("alert")
            expect(problem).to_contain_text("»svar.txt« kan ikke læses. Er filen ændret eller flyttet, så åbn den igen.")
            # The same would fail again.
            expect(problem.get_by_role("button", name="Prøv igen")).to_be_hidden()

    def test_a_file_that_cannot_be_read_is_refused_in_words(self):
        with self.page.expect_response("**/api/check-file"):
            drop(self.page, "billede.docx", b"\x89PNG\r\n\x1a\n" + bytes(200))
        problem = self.page.get_by_role("alert")
        expect(problem).to_contain_text("billede.docx")
        expect(self.page.locator("#desk-editor")).to_be_visible()
        problem.get_by_role("button", name="Luk beskeden").click()
        expect(problem).to_be_hidden()
        self.forgive("Failed to load resource")
