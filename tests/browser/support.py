"""What the tests of the page need: traek, a browser, and pages that talk to nobody else."""

import os
import re
import shutil
import subprocess
import unittest
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import expect, sync_playwright

# A machine that builds at the same time is slow (ms).
PATIENCE = 20_000
expect.set_options(timeout=PATIENCE)

# Where a clock that stands still stands (s); it was set to 0 when the page was opened.
HOUR = 3600

# The pauses of the page (ms): before it asks, and before it says how many notes there are.
BEFORE_ASKING = 250
BEFORE_SAYING = 1500

BROWSERS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]

LETTER = """Kære Åse Sørensen 😀

Vi beklager ventetiden, men vi har haft mange sygemeldinger 🤒. Som tidligere oplyst skal du fremsende lønsedler, såfremt du ønsker hjælp til huslejen.

Såfremt vi ikke har modtaget lønsedlerne inden 14 dage, betragter vi sagen som afsluttet.

Venlig hilsen
Mette Holm
"""


class Traek:
    """A `traek serve` of its own; `address` is where its page is."""

    def __init__(self):
        command = [os.environ["TRAEK"], "serve", "--no-open", "--no-config"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8")
        line = self.process.stdout.readline()
        found = re.search(r"http://\S+/", line)
        assert found, f"no address in {line!r}"
        self.address = found.group()

    def end(self):
        if self.process.poll() is None:
            self.process.terminate()
        self.process.wait(timeout=20)
        self.process.stdout.close()


class Shared:
    """One browser and one server for all tests of a run, started when the first one needs them."""

    playwright = browser = traek = None

    @classmethod
    def start(cls):
        if cls.browser:
            return
        program = next(filter(None, map(shutil.which, BROWSERS)), None)
        assert program, "Chromium is missing: tests/run.sh installs it"
        cls.traek = Traek()
        cls.playwright = sync_playwright().start()
        cls.browser = cls.playwright.chromium.launch(executable_path=program)
        unittest.addModuleCleanup(cls.end)

    @classmethod
    def end(cls):
        cls.browser.close()
        cls.playwright.stop()
        cls.traek.end()
        cls.playwright = cls.browser = cls.traek = None


class Held:
    """Requests to a path that get no answer until a test lets them go; each by its number."""

    def __init__(self, page, path):
        self.page = page
        self.routes = []
        page.route(f"**{path}", lambda route: self.routes.append(route))

    def __getitem__(self, number):
        self.wait()
        return self.routes[number]

    def texts(self):
        """The texts that they ask about."""
        self.wait()
        return [route.request.post_data_json["text"] for route in self.routes]

    def wait(self):
        """A request is told of before it is held: whatever was told before this question is held after it."""
        self.page.evaluate("null")


class Case(unittest.TestCase):
    """A test with a page of its own. It fails when the page complains, breaks its policy, or asks somebody else."""

    traek = None

    def setUp(self):
        Shared.start()
        self.complaints = []
        self.forgiven = []
        self.traek = Shared.traek
        self.page = self.open()

    def open(self, traek=None, clock=False, **options):
        """A new page as a browser with these options shows it. With `clock` its time stands still until a test moves it."""
        traek = traek or self.traek
        options = {"viewport": {"width": 1280, "height": 800}, "locale": "da-DK"} | options
        context = Shared.browser.new_context(permissions=["clipboard-read", "clipboard-write"], **options)
        self.addCleanup(context.close)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.on("console", lambda said: said.type in ("error", "warning") and self.complaints.append(said.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self.note_stranger(request.url, traek.address))
        if clock:
            page.clock.install(time=0)
        page.goto(traek.address)
        # The names have come: the page is ready.
        expect(page.locator("#genre option"), f"complaints: {self.complaints}").not_to_have_count(1)
        if clock:
            page.clock.pause_at(HOUR)
        return page

    def note_stranger(self, url, own):
        if url.startswith(("blob:", "data:")):
            return
        if urlsplit(url).netloc != urlsplit(own).netloc:
            self.complaints.append(f"asked {url}")

    def forgive(self, words):
        """The browser itself may complain with these words: it notes every answer that is no success."""
        self.forgiven.append(words)

    def tearDown(self):
        left = [said for said in self.complaints if not any(words in said for words in self.forgiven)]
        self.assertEqual(left, [])

    def write(self, text, page=None):
        """Puts a text into the field as if it was typed, and waits for the answer on exactly this text."""
        page = page or self.page
        page.locator("#field").focus()
        with page.expect_response(lambda answer: self.is_answer_on(answer, text)) as answer:
            page.keyboard.press("Control+a")
            page.keyboard.insert_text(text)
        letter = answer.value.json()["letters"][0]
        expect(page.locator("#count")).not_to_have_text("Et øjeblik …")
        return letter

    @staticmethod
    def is_answer_on(answer, text):
        return answer.url.endswith("/api/check") and answer.request.post_data_json["text"] == text

    def value(self, page=None):
        return (page or self.page).locator("#field").input_value()

    def hold(self, path):
        """Keeps the requests to a path."""
        return Held(self.page, path)

    def refuse(self, path, times, words="traek har travlt. Prøv igen om lidt."):
        """Answers so many requests to a path as a server does that has too much to do."""
        self.forgive("Failed to load resource")
        self.page.route(
            f"**{path}", lambda route: route.fulfill(status=503, json={"error": words}), times=times
        )

    def settle(self):
        """Waits until the page has dealt with the answers that it has got: a later one comes after them."""
        self.page.evaluate("async () => { await (await fetch('/icon.svg')).blob(); }")

    def selected(self):
        """The words that are selected in the field."""
        return self.page.locator("#field").evaluate(
            "(field) => field.value.slice(field.selectionStart, field.selectionEnd)"
        )

    def note(self, words, page=None):
        """The note whose message has these words."""
        return (page or self.page).locator(".note", has_text=words)

    def select(self, start, end):
        self.page.locator("#field").evaluate(
            "(field, [a, b]) => { field.focus(); field.setSelectionRange(a, b); }", [start, end]
        )


def underlined(page, rule, box="#backdrop"):
    """The words that are underlined for a rule, together."""
    return "".join(page.locator(f'{box} [data-rule="{rule}"]').all_text_contents())


def words_of(finding):
    """The words that a finding of the report is about, together."""
    return finding["text"] + "".join(place["text"] for place in finding.get("also", []))


def missing(finding):
    return "/mangler" in finding["rule"]


def drop(page, name, data):
    """Drops a file on the page."""
    drop_all(page, {name: data})


def drop_all(page, files):
    """Drops files on the page: `{name: data}`."""
    page.evaluate(
        """(files) => {
            const carried = new DataTransfer();
            for (const [name, bytes] of files) carried.items.add(new File([new Uint8Array(bytes)], name));
            for (const kind of ["dragenter", "dragover", "drop"]) {
                document.body.dispatchEvent(new DragEvent(kind, { dataTransfer: carried, bubbles: true, cancelable: true }));
            }
        }""",
        [[name, list(data)] for name, data in files.items()],
    )


def paste(page, kinds):
    """Pastes into the field what another program put on the clipboard: `{media type: text}`."""
    page.locator("#field").evaluate(
        """(field, kinds) => {
            const board = new DataTransfer();
            for (const [kind, text] of Object.entries(kinds)) board.setData(kind, text);
            field.focus();
            const pasted = new ClipboardEvent("paste", { clipboardData: board, bubbles: true, cancelable: true });
            if (field.dispatchEvent(pasted)) document.execCommand("insertText", false, board.getData("text/plain"));
        }""",
        kinds,
    )


def data(name):
    """A file beside the tests."""
    return Path(__file__).with_name("data") / name
