"""Writing and pasting: the underlines stand under the right words, and undo knows every change."""

from support import LETTER, Case, data, expect, missing, paste, underlined, words_of


class Writing(Case):
    def assert_underlines(self, letter):
        found = [finding for finding in letter["findings"] if not missing(finding)]
        self.assertGreater(len(found), 4)
        for finding in found:
            self.assertEqual(underlined(self.page, finding["rule"]), words_of(finding), finding["rule"])

    def test_words_are_underlined_after_emoji_and_line_breaks(self):
        self.assert_underlines(self.write(LETTER))

    def test_half_a_character_moves_no_underline(self):
        self.page.locator("#field").focus()
        with self.page.expect_response("**/api/check") as answer:
            self.page.evaluate("text => document.execCommand('insertText', false, '\\ud83d ' + text)", LETTER)
        letter = answer.value.json()["letters"][0]
        expect(self.page.locator("#backdrop .mark")).not_to_have_count(0)
        self.assert_underlines(letter)

    def test_underlines_lie_under_the_lines_of_the_field(self):
        self.write(LETTER * 4)
        boxes = self.page.evaluate(
            """() => ["field", "backdrop"].map((id) => {
                const box = document.getElementById(id);
                return [box.clientWidth, box.clientHeight, box.scrollHeight, getComputedStyle(box).font];
            })"""
        )
        self.assertEqual(boxes[0], boxes[1])
        self.assertEqual(boxes[0][1], boxes[0][2], "the field does not scroll")
        drawn = self.page.locator("#backdrop").text_content()
        self.assertEqual(drawn, self.value() + "\u200b")

    def test_underlines_move_with_the_words_while_one_writes(self):
        self.write(LETTER)
        self.select(0, 0)
        # Nothing is answered any more, so what is seen is the page's own doing.
        self.page.route("**/api/check", lambda route: None)
        self.page.keyboard.type("Å😀\n")
        self.assertEqual(underlined(self.page, "fagsprog/indsende"), "indsende")
        place = self.value().index("såfremt")
        self.select(place + 2, place + 2)
        self.page.keyboard.type("x")
        self.assertNotIn("såxfremt", underlined(self.page, "fagsprog/saafremt"))

    def test_one_question_at_a_time_and_only_the_newest_answer_counts(self):
        asked = []
        self.page.on(
            "request",
            lambda request: request.url.endswith("/api/check") and asked.append(request.post_data_json["text"]),
        )
        held = []
        self.page.route("**/api/check", lambda route: held.append(route) if not held else route.continue_())
        self.page.locator("#field").focus()
        with self.page.expect_request("**/api/check"):
            self.page.keyboard.insert_text("Såfremt du vil.")
        self.page.keyboard.insert_text(" Vedrørende sagen.")
        # Longer than the pause: the second question waits for the first answer.
        self.page.wait_for_timeout(600)
        self.assertEqual(asked, ["Såfremt du vil."])
        with self.page.expect_request("**/api/check"):
            held[0].continue_()
        expect(self.page.locator('#backdrop [data-rule="fagsprog/vedroerende"]')).to_have_text("Vedrørende")
        self.assertEqual(asked, ["Såfremt du vil.", "Såfremt du vil. Vedrørende sagen."])

    def test_undo_takes_back_everything_that_was_written(self):
        self.write("Vi skriver.")
        self.page.keyboard.press("Control+z")
        self.assertEqual(self.value(), "")

    def test_clearing_can_be_undone(self):
        self.write(LETTER)
        self.page.locator("#clear").click()
        self.assertEqual(self.value(), "")
        expect(self.page.locator(".note")).to_have_count(0)
        self.page.keyboard.press("Control+z")
        self.assertEqual(self.value(), LETTER)

    def test_text_is_copied(self):
        self.write(LETTER)
        self.page.locator("#copy").click()
        expect(self.page.locator("#live")).to_have_text("Teksten er kopieret.")
        self.assertEqual(self.page.evaluate("navigator.clipboard.readText()"), LETTER)


class Pasting(Case):
    def test_word_keeps_paragraphs_and_lists(self):
        paste(self.page, {"text/html": data("word.html").read_text(), "text/plain": "Kære Åse\nTak for din mail."})
        self.assertEqual(
            self.value(),
            "Kære Åse\n\n"
            "Tak for din mail. Vi har læst hele sagen igennem, og vi mangler:\n\n"
            "- lønsedler for maj\n- din lejekontrakt\n\n"
            "1. Ring til os\n2. Send papirerne\n\n"
            "Venlig hilsen\nMette Holm\nBorgerservice",
        )

    def test_outlook_keeps_its_empty_lines(self):
        paste(self.page, {"text/html": data("outlook.html").read_text(), "text/plain": "Hej"})
        self.assertEqual(
            self.value(),
            "Hej Åse\n\nTak for din mail.\nJeg ringer i morgen.\n\n- Tag papirerne frem.\n- Hav MitID klar.\n\nMette",
        )

    def test_a_table_is_lines_with_tabs(self):
        table = (
            "<table><tr><th>Måned</th><th>Beløb</th></tr><tr><td><p>Maj</p></td><td><p>3.200 kr.</p></td></tr></table>"
        )
        paste(self.page, {"text/html": table, "text/plain": "Måned"})
        self.assertEqual(self.value(), "Måned\tBeløb\nMaj\t3.200 kr.")

    def test_markup_from_elsewhere_runs_nothing_and_loads_nothing(self):
        hostile = (
            "<p style='color:red' onclick='x()'>Hej style=2</p><script>document.title='ramt'</script>"
            "<img src='http://example.org/spor.png' onerror=\"document.title='ramt'\"><p>Åse</p>"
        )
        paste(self.page, {"text/html": hostile, "text/plain": "Hej"})
        self.assertEqual(self.value(), "Hej style=2\n\nÅse")
        self.assertNotEqual(self.page.title(), "ramt")

    def test_words_without_paragraphs_are_pasted_by_the_browser(self):
        paste(self.page, {"text/html": "<b>Hej</b>  du", "text/plain": "Hej  du"})
        self.assertEqual(self.value(), "Hej  du")

    def test_pasting_is_one_step_of_undo(self):
        self.write("Før. ")
        paste(self.page, {"text/html": "<p>En</p><p>To</p>", "text/plain": "En To"})
        self.assertEqual(self.value(), "Før. En\n\nTo")
        self.page.keyboard.press("Control+z")
        self.assertEqual(self.value(), "Før. ")


class Parts(Case):
    def test_byte_offsets_are_those_of_utf8(self):
        wrong = self.page.evaluate(
            """async () => {
                const { Offsets } = await import("/offsets.js");
                const pieces = ["a", " ", "å", "Ø", "€", "…", "😀", "👨‍👩‍👧", "\\u0301", "\\n", "\\r\\n", "\\r", "\\ud83d"];
                let seed = 7;
                const random = (below) => (seed = (seed * 48271) % 2147483647) % below;
                for (let round = 0; round < 2000; round++) {
                    const parts = Array.from({ length: random(12) }, () => pieces[random(pieces.length)]);
                    const offsets = new Offsets(parts.join(""));
                    const shown = parts.join("").replace(/\\r\\n?/g, "\\n");
                    if (offsets.text !== shown) return [parts, offsets.text];
                    let source = "";
                    for (const part of parts) {
                        const joins = /[\\r\\ud83d]$/.test(source) ;
                        const at = new TextEncoder().encode(source).length;
                        const index = source.replace(/\\r\\n?/g, "\\n").length;
                        if (!joins && offsets.index(at) !== index) return [parts, source, at, offsets.index(at), index];
                        source += part;
                    }
                }
                return null;
            }"""
        )
        self.assertIsNone(wrong)
