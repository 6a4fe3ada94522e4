"""Writing and pasting: the underlines stand under the right words, and undo knows every change."""

from support import BEFORE_ASKING, LETTER, Case, data, expect, missing, paste, underlined, words_of


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
        self.assertEqual(underlined(self.page, "fagsprog/fremsende"), "fremsende")
        place = self.value().index("såfremt")
        self.select(place + 2, place + 2)
        self.page.keyboard.type("x")
        self.assertNotIn("såxfremt", underlined(self.page, "fagsprog/saafremt"))

    def test_one_question_at_a_time_and_only_the_newest_answer_counts(self):
        held = self.ask("Såfremt du vil.")
        self.page.keyboard.insert_text(" Vedrørende sagen.")
        # The second question waits for the first answer, however long that takes.
        self.page.clock.run_for(4 * BEFORE_ASKING)
        self.settle()
        self.assertEqual(held.texts(), ["Såfremt du vil."])
        with self.page.expect_request("**/api/check"):
            held[0].continue_()
        self.settle()
        expect(self.page.locator("#backdrop .mark")).to_have_count(0)
        self.assertEqual(held.texts(), ["Såfremt du vil.", "Såfremt du vil. Vedrørende sagen."])
        held[1].continue_()
        expect(self.page.locator('#backdrop [data-rule="fagsprog/vedroerende"]')).to_have_text("Vedrørende")

    def test_a_late_answer_cuts_no_pause_short(self):
        held = self.ask("Såfremt du vil.")
        self.page.keyboard.insert_text(" Vedrørende sa")
        self.page.clock.run_for(BEFORE_ASKING - 1)
        with self.page.expect_response("**/api/check"):
            held[0].continue_()
        self.settle()
        self.page.keyboard.insert_text("gen.")
        self.page.clock.run_for(BEFORE_ASKING - 1)
        self.settle()
        self.assertEqual(held.texts(), ["Såfremt du vil."])
        with self.page.expect_request("**/api/check"):
            self.page.clock.run_for(1)
        self.assertEqual(held.texts(), ["Såfremt du vil.", "Såfremt du vil. Vedrørende sagen."])

    def ask(self, text):
        """Writes on a page whose clock stands still, and holds what it asks."""
        self.page = self.open(clock=True)
        held = self.hold("/api/check")
        with self.page.expect_request("**/api/check"):
            self.page.keyboard.insert_text(text)
            self.page.clock.run_for(BEFORE_ASKING)
        return held

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

    def test_clearing_leaves_the_citizens_letter(self):
        self.page.locator("#citizen summary").click()
        self.page.locator("#citizen-field").fill("Jeg er vred.")
        self.write(LETTER)
        self.page.locator("#clear").click()
        expect(self.page.locator("#citizen-field")).to_have_value("Jeg er vred.")

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

    def test_a_table_that_sets_a_letter_is_read_as_a_letter(self):
        letter = (
            "<table><tr><td><p>Kære Åse</p><p>Tak for din mail.</p>"
            "<table><tr><td>Maj</td><td>3.200 kr.</td></tr></table></td></tr>"
            "<tr><td>Vej 1<br>8000 Aarhus</td><td>Mette Holm</td></tr></table>"
        )
        paste(self.page, {"text/html": letter, "text/plain": "Kære Åse"})
        self.assertEqual(
            self.value(),
            "Kære Åse\n\nTak for din mail.\n\nMaj\t3.200 kr.\n\nVej 1\n8000 Aarhus\nMette Holm",
        )

    def test_what_was_deleted_with_tracked_changes_stays_away(self):
        tracked = "<p>Vi <span class=msoDel><del>afviser</del></span><span class=msoIns><ins>imødekommer</ins></span> dig.</p>"
        paste(self.page, {"text/html": tracked, "text/plain": "Vi afviserimødekommer dig."})
        self.assertEqual(self.value(), "Vi imødekommer dig.")

    def test_a_long_text_is_put_in_whole(self):
        self.write("Før. ")
        line = "Vi ringer til dig i morgen."
        paste(self.page, {"text/html": f"<p>{line}</p>" * 1500, "text/plain": line})
        self.assertEqual(self.value(), "Før. " + "\n\n".join([line] * 1500))
        self.page.keyboard.insert_text(" Hej.")
        self.page.keyboard.press("Control+z")
        self.assertEqual(self.value(), "Før. " + "\n\n".join([line] * 1500))

    def test_cells_keep_words_apart(self):
        table = "<table><tr><td><div><div>Vej 1</div></div></td><td><style>x{}</style>8000<br></td></tr></table>"
        paste(self.page, {"text/html": table, "text/plain": "Vej 1"})
        self.assertEqual(self.value(), "Vej 1\t8000")

    def test_line_breaks_of_plain_text_are_kept(self):
        mails = {
            "<pre>Hej Åse\n\nTak for <b>din</b>\n<b>mail</b>.\n</pre>": "Hej Åse\n\nTak for din\nmail.",
            "<div style='white-space: pre-wrap'>Hej\nÅse\n<div style='white-space: normal'>Tak\nfor</div></div>": "Hej\nÅse\nTak for",
            "<div>Hej\nÅse</div>": "Hej Åse",
        }
        for markup, text in mails.items():
            self.page.locator("#field").fill("")
            paste(self.page, {"text/html": markup, "text/plain": "Hej"})
            self.assertEqual(self.value(), text, markup)

    def test_an_empty_item_gives_its_mark_to_nothing(self):
        paste(
            self.page,
            {"text/html": "<ul><li>Løn</li><li><p></p></li></ul><p>Hilsen</p>", "text/plain": "Løn"},
        )
        self.assertEqual(self.value(), "- Løn\n\nHilsen")

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
    def test_a_sentence_goes_where_people_would_put_it(self):
        salutations = {
            "Hej,\n\nVi": "Hej,\n\n[s]\n\nVi",
            "Hej!\nVi": "Hej!\n\n[s]\n\nVi",
            "Godmorgen Bo\n\nVi": "Godmorgen Bo\n\n[s]\n\nVi",
            "Kære Bo, vi har": "Kære Bo,\n\n[s]\n\nvi har",
            "Til mødet den 3. maj, som vi har aftalt med dig, skal du huske at tage papirer med.": "[s]\n\nTil mødet den 3. maj, som vi har aftalt med dig, skal du huske at tage papirer med.",
            "Vi har": "[s]\n\nVi har",
        }
        closings = {
            "Vi har.\n\nMvh. Mette": "Vi har.\n\n[s]\n\nMvh. Mette",
            "Vi har.\n\nKh Mette": "Vi har.\n\n[s]\n\nKh Mette",
            "Vi har.\n\nPå kommunens vegne\nMette": "Vi har.\n\n[s]\n\nPå kommunens vegne\nMette",
            "Vi har.\n\nMange borgere skriver.\n\nMed de bedste hilsner\nMette": "Vi har.\n\nMange borgere skriver.\n\n[s]\n\nMed de bedste hilsner\nMette",
            "Vi har.\n\nHilsen fra din nabo er kommet.\n\nHilsen Mette": "Vi har.\n\nHilsen fra din nabo er kommet.\n\n[s]\n\nHilsen Mette",
            "Vi har.\n\nFra: Bo\nSendt: i går\n\nHilsen Bo": "Vi har.\n\n[s]\n\nFra: Bo\nSendt: i går\n\nHilsen Bo",
            "Vi har.\n\n-----Oprindelig meddelelse-----\nHej": "Vi har.\n\n[s]\n\n-----Oprindelig meddelelse-----\nHej",
            "Vi har.\n\n> Hej\n> Bo": "Vi har.\n\n[s]\n\n> Hej\n> Bo",
            "Vi har.": "Vi har.\n\n[s]",
        }
        for marker, letters in {"anerkendelse": salutations, "naeste-skridt": closings}.items():
            for before, after in letters.items():
                put = self.page.evaluate(
                    """async ([marker, text]) => {
                        const { placeFor } = await import("/opening.js");
                        const place = placeFor({ marker, places: [{ start: 0, end: 0 }] }, "[s]", text);
                        const put = text.slice(0, place.at) + place.text + text.slice(place.end);
                        return [put, put.slice(place.at + place.blank.start, place.at + place.blank.end)];
                    }""",
                    [marker, before],
                )
                self.assertEqual(put, [after, "[s]"])

    def test_safe_changes_never_lie_over_each_other(self):
        def finding(*places, safe=True):
            return {"safe": safe, "edits": [{"start": start, "end": end} for start, end in places]}

        for findings, taken in [
            ([finding((0, 100)), finding((10, 20)), finding((30, 40))], [[0, 100]]),
            ([finding((0, 5), (50, 60)), finding((3, 8), (20, 30))], [[0, 5], [50, 60]]),
            ([finding((0, 10)), finding((5, 20)), finding((15, 30))], [[0, 10], [15, 30]]),
            ([finding((5, 8)), finding((0, 5)), finding((1, 2), safe=False)], [[0, 5], [5, 8]]),
        ]:
            edits = self.page.evaluate(
                """async (findings) => (await import("/advice.js")).safeEdits({ findings })
                    .map(({ start, end }) => [start, end])""",
                findings,
            )
            self.assertEqual(edits, taken, findings)

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
