"""For everybody: keyboard, screen reader, small and dark screens, enlarged text."""

from axe_playwright_python.sync_playwright import Axe

from support import BEFORE_ASKING, BEFORE_SAYING, LETTER, Case, drop, expect
from test_files import MAIL
from test_notes import GOOD

# The rules of WCAG 2.2 A and AA, and good practice.
AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


class Keyboard(Case):
    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)

    def test_a_letter_is_written_and_mended_without_a_mouse(self):
        expect(self.page.locator("#field")).to_be_focused()
        with self.page.expect_response("**/api/check"):
            self.page.keyboard.type("Kære Åse\n\nSåfremt du vil, kan du ringe.")
        expect(self.page.locator(".note")).not_to_have_count(0)
        self.press("F8")
        expect(self.page.locator(".note.active .message")).to_contain_text("»Såfremt«")
        expect(self.page.locator("#live")).to_contain_text("»Såfremt« er kontorsprog")
        self.press("Alt+Enter")
        self.assertEqual(self.value(), "Kære Åse\n\nHvis du vil, kan du ringe.")
        self.press("Control+z")
        self.assertEqual(self.value(), "Kære Åse\n\nSåfremt du vil, kan du ringe.")

    def test_f8_goes_round_the_notes_in_both_directions(self):
        self.write(LETTER)
        self.select(0, 0)
        said = self.page.locator(".note .message").all_text_contents()
        active = self.page.locator(".note.active .message")
        for message in [*said, said[0]]:
            self.press("F8")
            expect(active).to_have_text(message)
        for message in [said[-1], said[-2]]:
            self.press("Shift+F8")
            expect(active).to_have_text(message)

    def test_f8_from_elsewhere_leads_to_the_first_or_the_last_note_of_a_file(self):
        with self.page.expect_response("**/api/check-file"):
            drop(self.page, "svar.txt", LETTER.encode())
        heads = self.page.locator(".note-head")
        expect(heads).not_to_have_count(0)
        self.page.locator("#file-name").focus()
        self.press("Shift+F8")
        expect(heads.last).to_be_focused()
        self.page.locator("#file-name").focus()
        self.press("F8")
        expect(heads.first).to_be_focused()

    def test_the_keys_say_what_cannot_be_done_in_a_file(self):
        live = self.page.locator("#live")
        with self.page.expect_response("**/api/check-file"):
            drop(self.page, "svar.txt", LETTER.encode())
        expect(self.page.locator(".note")).not_to_have_count(0)
        self.press("F8", "Alt+Enter")
        expect(live).to_have_text("I en fil kan forslag ikke sættes ind. Vælg »Ret teksten her«.")
        drop(self.page, "godt.txt", GOOD.encode())
        expect(self.page.locator("#count")).to_contain_text("Ingen fund")
        self.press("F8")
        expect(live).to_have_text("Der er ingen noter.")

    def test_in_the_notes_f8_moves_the_focus_and_escape_leads_back_to_the_words(self):
        self.write(LETTER)
        heads = self.page.locator(".note-head")
        heads.first.focus()
        self.press("F8")
        expect(heads.nth(1)).to_be_focused()
        self.press("Enter")
        expect(heads.nth(1)).to_have_attribute("aria-expanded", "true")
        self.press("Escape")
        expect(self.page.locator("#field")).to_be_focused()
        self.assertTrue(self.selected() and self.selected() in LETTER)

    def test_every_control_is_reached_with_tab_and_shows_it(self):
        self.write(LETTER)
        wanted = self.page.evaluate(
            """() => [...document.querySelectorAll("button, select, textarea, summary, a, input")]
                .filter((one) => one.checkVisibility() && one.tabIndex >= 0).length"""
        )
        self.page.evaluate("document.activeElement.blur()")
        self.page.locator(".skip").focus()
        seen = set()
        for _ in range(wanted):
            state = self.page.evaluate(
                """() => {
                    const one = document.activeElement;
                    one.dataset.seen ??= String(Math.random());
                    const { outlineStyle, outlineWidth } = getComputedStyle(one);
                    const box = one.getBoundingClientRect();
                    const on = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height / 2, 20));
                    return [one.dataset.seen, outlineStyle !== "none" && parseFloat(outlineWidth) >= 2, one.contains(on) || on?.contains(one), one.outerHTML.slice(0, 80)];
                }"""
            )
            self.assertTrue(state[1], f"focus is not visible: {state[3]}")
            self.assertTrue(state[2], f"focus is covered: {state[3]}")
            seen.add(state[0])
            self.press("Tab")
        self.assertEqual(len(seen), wanted)

    def test_the_keys_are_told(self):
        self.page.locator("#show-keys").click()
        expect(self.page.get_by_role("dialog")).to_contain_text("næste note")
        self.press("Escape")
        expect(self.page.locator("#show-keys")).to_be_focused()


class Announced(Case):
    """On a page whose clock stands still."""

    def setUp(self):
        super().setUp()
        self.page = self.open(clock=True)
        self.page.evaluate(
            """() => {
                window.said = [];
                new MutationObserver(() => window.said.push(document.getElementById("live").textContent))
                    .observe(document.getElementById("live"), { childList: true, characterData: true, subtree: true });
            }"""
        )

    def said(self):
        return self.page.evaluate("window.said")

    def type(self, text):
        """Writes at the caret, waits for the answer, and gives how many notes there are."""
        with self.page.expect_response("**/api/check"):
            self.page.keyboard.insert_text(text)
            self.page.clock.run_for(BEFORE_ASKING)
        self.settle()
        return self.page.locator("#count").text_content()

    def test_the_number_of_findings_is_said_once_after_a_pause(self):
        count = self.type(LETTER)
        self.assertRegex(count, r"^\d+ fund: ")
        self.page.clock.run_for(BEFORE_SAYING - 1)
        self.assertEqual(self.said(), [])
        self.page.clock.run_for(1)
        self.assertEqual(self.said(), [count])
        self.assertEqual(self.type("\nHej."), count)
        self.page.clock.run_for(2 * BEFORE_SAYING)
        self.assertEqual(self.said(), [count])

    def test_nothing_is_said_while_one_writes(self):
        self.type(LETTER)
        self.page.clock.run_for(BEFORE_SAYING - 1)
        self.page.keyboard.insert_text("H")
        self.page.clock.run_for(1)
        self.assertEqual(self.said(), [])
        count = self.type("ej.")
        self.page.clock.run_for(BEFORE_SAYING)
        self.assertEqual(self.said(), [count])


class ReadAloud(Case):
    def test_the_page_has_landmarks_and_names(self):
        self.write(LETTER)
        for role, name in [
            ("main", None),
            ("banner", None),
            ("contentinfo", None),
            ("region", "Noter"),
            ("region", "Brevet"),
        ]:
            expect(self.page.get_by_role(role, name=name)).to_have_count(1)
        expect(
            self.page.get_by_role("textbox", name="Sæt dit svar ind her. Intet forlader din maskine.")
        ).to_be_visible()
        expect(self.page.get_by_role("combobox", name="Brevtype")).to_be_visible()


class Accessible(Case):
    def assert_accessible(self, page, state):
        found = Axe().run(page, options=AXE).response["violations"]
        said = [f"{one['id']}: {node['html'][:160]} {node['failureSummary']}" for one in found for node in one["nodes"]]
        self.assertEqual(said, [], state)

    def each_state(self, page):
        self.assert_accessible(page, "empty")
        self.write(LETTER, page)
        for summary in page.locator("summary").all():
            summary.click()
        page.locator(".note-head").nth(1).click()
        expect(page.locator(".why p").first).to_be_visible()
        self.assert_accessible(page, "findings")
        self.write(GOOD, page)
        page.locator("#show-moves").click()
        self.assert_accessible(page, "moves")
        page.locator("#show-keys").click()
        self.assert_accessible(page, "keys")
        page.keyboard.press("Escape")
        with page.expect_response("**/api/check-file"):
            drop(page, "mail.eml", MAIL.encode())
        expect(page.locator("#file-text .mark")).not_to_have_count(0)
        self.assert_accessible(page, "file")
        page.locator("#stop").click()
        self.assert_accessible(page, "leaving")

    def test_light(self):
        self.each_state(self.page)

    def test_dark(self):
        page = self.open(color_scheme="dark")
        ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
        self.assertLess(sum(map(int, ground.strip("rgb()").split(", "))), 3 * 64)
        self.each_state(page)

    def test_phone(self):
        self.each_state(self.open(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True))


class Narrow(Case):
    def assert_fits(self, page, state):
        wide = page.evaluate(
            """() => [...document.querySelectorAll("body *")].filter((one) => one.checkVisibility() && !one.closest(".unseen, .skip")
                && one.getBoundingClientRect().right > innerWidth + 0.5).map((one) => one.outerHTML.slice(0, 100))"""
        )
        self.assertEqual(wide, [], state)
        self.assertEqual(page.evaluate("document.scrollingElement.scrollWidth"), page.viewport_size["width"], state)

    def each_state(self, page):
        self.assert_fits(page, "empty")
        self.write(LETTER + "\nhttps://example.org/" + "a" * 80, page)
        for summary in page.locator("summary").all():
            summary.click()
        for head in page.locator(".note-head").all():
            head.click()
            self.assert_fits(page, "note")
        self.write(GOOD, page)
        self.assert_fits(page, "moves")
        page.locator("#show-keys").click()
        self.assert_fits(page, "keys")
        page.keyboard.press("Escape")
        with page.expect_response("**/api/check-file"):
            drop(page, f"{'langt-navn-' * 12}.eml", MAIL.encode())
        self.assert_fits(page, "file")

    def test_no_sideways_scroll_at_320(self):
        self.each_state(self.open(viewport={"width": 320, "height": 640}))

    def test_no_sideways_scroll_at_400_percent(self):
        # A window of 1280 × 1024 enlarged four times.
        self.each_state(self.open(viewport={"width": 320, "height": 256}, device_scale_factor=4))

    def test_a_message_does_not_cover_an_enlarged_page(self):
        page = self.open(viewport={"width": 320, "height": 256})
        self.forgive("Failed to load resource")
        with page.expect_response("**/api/check-file"):
            drop(page, f"{'langt-navn-' * 12}.docx", b"\x89PNG\r\n\x1a\n" + bytes(200))
        expect(page.get_by_role("alert")).to_be_visible()
        page.locator("#citizen").scroll_into_view_if_needed()
        expect(page.get_by_role("alert")).not_to_be_in_viewport()

    def test_on_paper_the_letter_is_whole(self):
        self.write(LETTER * 8)
        self.page.emulate_media(media="print")
        expect(self.page.locator("#field")).to_be_hidden()
        letter = self.page.locator("#backdrop")
        self.assertNotIn(letter.evaluate("(box) => getComputedStyle(box).color"), ["rgba(0, 0, 0, 0)"])
        self.assertEqual(self.page.locator("#notes").evaluate("(box) => getComputedStyle(box).overflowY"), "visible")

    def test_on_a_phone_the_note_of_touched_words_is_within_reach(self):
        page = self.open(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
        self.write(LETTER, page)
        box = page.locator('#backdrop [data-rule="fagsprog/fremsende"]').bounding_box()
        page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        peek = page.locator("#peek")
        expect(peek).to_contain_text("»fremsende« er kontorsprog")
        expect(peek).to_be_in_viewport()
        peek.get_by_role("link", name="Se noten").click()
        head = self.note("»fremsende« er kontorsprog", page).locator(".note-head")
        expect(head).to_be_focused()
        expect(head).to_be_in_viewport()

    def test_the_note_under_the_letter_goes_away_with_its_words(self):
        page = self.open(viewport={"width": 390, "height": 844})
        self.write(LETTER, page)
        page.locator("#field").evaluate(
            "(field, at) => field.setSelectionRange(at, at)", self.value(page).index("fremsende") + 3
        )
        expect(page.locator("#peek")).to_contain_text("»fremsende« er kontorsprog")
        self.write("Hej Bo", page)
        expect(page.locator("#peek")).to_be_hidden()

    def test_targets_are_large_enough(self):
        page = self.open(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
        self.write(LETTER, page)
        for head in page.locator(".note-head").all():
            head.click()
        small = page.evaluate(
            """() => [...document.querySelectorAll("button, select, summary, input:not([type=file]), a:not(.skip)")]
                .filter((one) => one.checkVisibility()).map((one) => (one.type === "checkbox" ? one.closest("label") : one))
                .map((one) => [one.getBoundingClientRect(), one.outerHTML.slice(0, 80)])
                .filter(([box]) => box.width < 24 || box.height < 24).map(([, html]) => html)"""
        )
        self.assertEqual(small, [])
