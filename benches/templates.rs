//! A whole template repository, checked by the command: time, findings and peak memory for 500, 1,000 and 2,000 letters,
//! of which every fourth is a Word document. The findings grow with the letters, the memory should not.

// The figures are what the program is for.
#![allow(clippy::print_stdout)]

mod corpus;

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// How many letters a run reads.
const SIZES: [usize; 3] = [500, 1_000, 2_000];

/// Each size is measured so many times; the middle one is told.
const RUNS: usize = 3;

fn main() {
    let texts = corpus::letters();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("templates");
    let _ = std::fs::remove_dir_all(&folder);
    println!("letters   bytes of text   seconds   MiB/s   findings   peak memory (MiB)");
    for letters in SIZES {
        let bytes = write_letters(&folder, &texts, letters);
        let mut runs: Vec<Run> = (0..RUNS).map(|_| run(&folder)).collect();
        runs.sort_by_key(|run| run.time);
        let Run { time, findings, memory } = &runs[RUNS / 2];
        assert!(runs.iter().all(|run| run.findings == *findings), "the same letters, the same findings");
        assert!(*findings > letters, "a run that finds nothing measures nothing");
        let seconds = time.as_secs_f64();
        let speed = bytes as f64 / seconds / 1024.0 / 1024.0;
        println!("{letters:7} {bytes:15} {seconds:9.2} {speed:7.2} {findings:10} {:19}", memory / 1024);
    }
    let _ = std::fs::remove_dir_all(&folder);
}

/// What one run of the command came to.
struct Run {
    time: Duration,
    findings: usize,
    /// Kibibytes; 0 where the system does not tell.
    memory: u64,
}

fn run(folder: &Path) -> Run {
    let out = folder.with_extension("jsonl");
    let start = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_traek"))
        .args(["check", "--no-config", "--format", "jsonl"])
        .arg(folder)
        .stdout(std::fs::File::create(&out).expect("a file"))
        .stderr(Stdio::inherit())
        .spawn()
        .expect("traek starts");
    let memory = wait(&mut child);
    let time = start.elapsed();
    let written = std::fs::read_to_string(&out).expect("results");
    let _ = std::fs::remove_file(&out);
    Run { time, findings: written.matches("\"severity\":").count(), memory }
}

/// Waits for the end; returns the most memory that was seen meanwhile, in kibibytes.
fn wait(child: &mut Child) -> u64 {
    let status = format!("/proc/{}/status", child.id());
    let mut most = 0;
    while child.try_wait().expect("it runs").is_none() {
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let peak = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        most = most.max(peak.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0));
        std::thread::sleep(Duration::from_millis(5));
    }
    most
}

/// Makes `folder` hold so many letters; returns the bytes of their text.
fn write_letters(folder: &Path, texts: &[String], letters: usize) -> usize {
    std::fs::create_dir_all(folder).expect("a folder");
    let mut bytes = 0;
    for (number, text) in texts.iter().cycle().take(letters).enumerate() {
        bytes += text.len();
        let (name, content) = if number % 4 == 3 {
            (format!("{number:05}.docx"), docx(text))
        } else {
            (format!("{number:05}.txt"), text.clone().into_bytes())
        };
        std::fs::write(folder.join(name), content).expect("a file");
    }
    bytes
}

/// A Word document with each line of `text` as a paragraph.
fn docx(text: &str) -> Vec<u8> {
    let mut body = String::new();
    for line in text.lines() {
        let line = line.replace('&', "&amp;").replace('<', "&lt;");
        let _ = write!(body, "<w:p><w:r><w:t xml:space=\"preserve\">{line}</w:t></w:r></w:p>");
    }
    let space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    let document = format!("<w:document xmlns:w=\"{space}\"><w:body>{body}</w:body></w:document>");
    let types = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
        <Override PartName=\"/word/document.xml\" ContentType=\
        \"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in [("[Content_Types].xml", types), ("word/document.xml", &document)] {
        zip.start_file(name, SimpleFileOptions::default()).expect("a part");
        zip.write_all(content.as_bytes()).expect("a part");
    }
    zip.finish().expect("a package").into_inner()
}
