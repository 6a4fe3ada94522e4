//! The page of `traek serve` in a browser: `tests/browser/` holds the cases, which Playwright runs in Chromium.

use crate::support::{python_tool, stderr, stdout};

#[test]
fn the_page_does_in_a_browser_what_its_cases_say() {
    let mut cases = python_tool("python");
    cases.args(["-m", "unittest", "discover", "--verbose", "--start-directory", "tests/browser"]);
    // What Python compiles would lie among the sources.
    cases.env("PYTHONDONTWRITEBYTECODE", "1").env("PYTHONUTF8", "1").env("TRAEK", env!("CARGO_BIN_EXE_traek"));
    let output = cases.output().expect("Python starts");
    assert!(output.status.success(), "{}{}", stdout(&output), stderr(&output));
}
