//! The letters on a page, with their places, from the page's drawing instructions.

use std::sync::Arc;

use hayro_font::hayro_cmap::{BfString, load_embedded};
use hayro_font::kurbo::{Affine, Point, Vec2};
use hayro_font::{CMapResolverFn, Font, FontCache, FontQuery, FontResolverFn, UNITS_PER_EM};
use hayro_syntax::content::TypedIter;
use hayro_syntax::content::ops::TypedInstruction;
use hayro_syntax::object::{self, Array, Dict, Name, Object, Stream};
use hayro_syntax::page::{Page, Resources};

use crate::{MOST_TEXT_BYTES, ReadError};

/// Drawings inside drawings go at most this deep.
const MOST_DEPTH: usize = 8;

/// A page saves its state at most so many times without restoring it.
const MOST_SAVED: usize = 256;

/// A file has at most so many drawing instructions.
const MOST_INSTRUCTIONS: u64 = 20_000_000;

/// A file has at most so many bytes of drawing instructions, those that are drawn again counted again.
const MOST_DRAWN: usize = 256 * 1024 * 1024;

/// One letter on a page. Lengths are in points, from the page's upper left corner.
#[derive(Clone, Copy, Debug)]
pub(super) struct Glyph {
    pub(super) letter: char,
    pub(super) left: f64,
    pub(super) right: f64,
    /// The line that it stands on.
    pub(super) base: f64,
    /// Height of its font.
    pub(super) size: f64,
    /// The file says that it is no part of the text, as for page headers and footers.
    pub(super) beside: bool,
}

/// Reads pages one after another.
pub(super) struct Pages<'a> {
    fonts: FontCache<'a>,
    font_resolver: FontResolverFn,
    cmap_resolver: CMapResolverFn,
    instructions: u64,
    drawn: usize,
    letters: u64,
    glyphs: Vec<Glyph>,
    /// Whether each marked stretch that is open is no part of the text.
    marked: Vec<bool>,
}

#[derive(Clone)]
struct State<'a> {
    page: Affine,
    font: Option<Font<'a>>,
    size: f64,
    letter_space: f64,
    word_space: f64,
    stretch: f64,
    leading: f64,
    rise: f64,
    line: Affine,
    text: Affine,
}

impl<'a> Pages<'a> {
    pub(super) fn new() -> Self {
        Self {
            fonts: FontCache::new(),
            // Fonts that are not in the file: without one, the library gives no letters.
            font_resolver: Arc::new(|query| match query {
                FontQuery::Standard(font) => Some(font.get_font_data()),
                FontQuery::Fallback(font) => Some(font.pick_standard_font().get_font_data()),
            }),
            cmap_resolver: Arc::new(load_embedded),
            instructions: 0,
            drawn: 0,
            letters: 0,
            glyphs: Vec::new(),
            marked: Vec::new(),
        }
    }

    /// The letters of `page` in the order in which they are drawn.
    ///
    /// # Errors
    /// [`ReadError::TooMuchText`].
    pub(super) fn read(&mut self, page: &Page<'a>) -> Result<Vec<Glyph>, ReadError> {
        self.marked.clear();
        let mut state = State::new(Affine::new(page.initial_transform(true).as_coeffs()));
        for stream in contents(page) {
            let data = stream.decoded_data().unwrap_or_default();
            self.draw(&data, page.resources(), &mut state, 0)?;
        }
        Ok(std::mem::take(&mut self.glyphs))
    }

    fn draw(
        &mut self,
        data: &[u8],
        resources: &Resources<'a>,
        state: &mut State<'a>,
        depth: usize,
    ) -> Result<(), ReadError> {
        self.drawn += data.len();
        let mut saved = Vec::new();
        let mut instructions = TypedIter::new(data);
        while let Some(instruction) = instructions.next() {
            self.instructions += 1;
            let too_long = self.instructions > MOST_INSTRUCTIONS || self.drawn > MOST_DRAWN;
            if too_long || self.letters > MOST_TEXT_BYTES {
                return Err(ReadError::TooMuchText);
            }
            match instruction {
                TypedInstruction::SaveState(_) if saved.len() < MOST_SAVED => saved.push(state.clone()),
                TypedInstruction::RestoreState(_) => {
                    if let Some(before) = saved.pop() {
                        *state = before;
                    }
                }
                TypedInstruction::TextFont(font) => {
                    state.font = self.font(resources, font.0);
                    state.size = font.1.as_f64();
                }
                TypedInstruction::XObject(name) if depth < MOST_DEPTH => {
                    if let Some(form) = form(resources, name.0) {
                        self.draw_form(&form, resources, state, depth)?;
                    }
                }
                TypedInstruction::BeginMarkedContent(mark) => self.mark(mark.0),
                TypedInstruction::BeginMarkedContentWithProperties(mark) => self.mark(mark.0),
                TypedInstruction::EndMarkedContent(_) => {
                    self.marked.pop();
                }
                TypedInstruction::ShowText(text) => self.show(text.0.as_bytes(), state),
                TypedInstruction::NextLineAndShowText(text) => {
                    state.next_line(0.0, -state.leading);
                    self.show(text.0.as_bytes(), state);
                }
                TypedInstruction::ShowTextWithParameters(text) => {
                    state.word_space = text.0.as_f64();
                    state.letter_space = text.1.as_f64();
                    state.next_line(0.0, -state.leading);
                    self.show(text.2.as_bytes(), state);
                }
                TypedInstruction::ShowTexts(texts) => self.show_all(texts.0, state),
                other => state.change(&other),
            }
        }
        Ok(())
    }

    fn draw_form(
        &mut self,
        form: &Stream<'a>,
        resources: &Resources<'a>,
        state: &State<'a>,
        depth: usize,
    ) -> Result<(), ReadError> {
        let mut inner = state.clone();
        if let Some(matrix) = form.dict().get::<[f64; 6]>("Matrix") {
            inner.page *= Affine::new(matrix);
        }
        let own = form.dict().get::<Dict<'a>>("Resources").map(Resources::new);
        let data = form.decoded_data().unwrap_or_default();
        self.draw(&data, own.as_ref().unwrap_or(resources), &mut inner, depth + 1)
    }

    fn font(&self, resources: &Resources<'a>, name: &Name<'_>) -> Option<Font<'a>> {
        let font = resources.get_font(name)?;
        self.fonts.font(&font, &self.font_resolver, &self.cmap_resolver)
    }

    fn mark(&mut self, name: &Name<'_>) {
        if self.marked.len() < MOST_SAVED {
            self.marked.push(&**name == b"Artifact");
        }
    }

    fn show_all(&mut self, texts: &Array<'_>, state: &mut State<'a>) {
        for piece in texts.iter::<Object<'_>>() {
            match piece {
                Object::String(text) => self.show(text.as_bytes(), state),
                Object::Number(back) => {
                    let back = back.as_f64() / f64::from(UNITS_PER_EM) * state.size * state.stretch;
                    state.text *= Affine::translate((-back, 0.0));
                }
                _ => {}
            }
        }
    }

    fn show(&mut self, text: &[u8], state: &mut State<'a>) {
        let Some(font) = state.font.clone() else { return };
        let mut at = 0;
        while at < text.len() {
            let (code, length) = font.read_code(text, at);
            at += length.max(1);
            let advance = font.code_advance(code).x / f64::from(UNITS_PER_EM) * state.size;
            self.place(&font, code, advance * state.stretch, state);
            let word_space = if code == 32 && length == 1 { state.word_space } else { 0.0 };
            state.text *= Affine::translate(((advance + state.letter_space + word_space) * state.stretch, 0.0));
        }
    }

    /// Adds the letters that `code` stands for; of letters that are not upright on the page, none.
    fn place(&mut self, font: &Font<'a>, code: u32, width: f64, state: &State<'a>) {
        let matrix = state.page * state.text * Affine::translate((0.0, state.rise));
        let along = turned(matrix, Vec2::new(1.0, 0.0));
        let up = turned(matrix, Vec2::new(0.0, 1.0));
        let start = matrix * Point::ZERO;
        let right = start.x + along.x * width;
        let size = up.hypot() * state.size.abs();
        let upright = along.x > 0.0 && along.y.abs() < along.x / 4.0;
        if !upright || ![start.x, start.y, right, size].iter().all(|length| length.abs() < 1e6) {
            return;
        }
        let glyph =
            |letter, left| Glyph { letter, left, right, base: start.y, size, beside: self.marked.contains(&true) };
        let before = self.glyphs.len();
        match unicode(font, code) {
            Some(BfString::Char(letter)) => self.glyphs.push(glyph(letter, start.x)),
            Some(BfString::String(letters)) => {
                let mut left = start.x;
                let glyphs: Vec<Glyph> =
                    letters.chars().map(|letter| glyph(letter, std::mem::replace(&mut left, right))).collect();
                self.glyphs.extend(glyphs);
            }
            None => self.glyphs.push(glyph(char::REPLACEMENT_CHARACTER, start.x)),
        }
        self.letters += (self.glyphs.len() - before) as u64;
    }
}

fn unicode(font: &Font<'_>, code: u32) -> Option<BfString> {
    match font.glyph(font.map_code(code), code) {
        hayro_font::FontGlyph::Outline(glyph) => glyph.as_unicode(),
        hayro_font::FontGlyph::Type3(glyph) => glyph.as_unicode(),
    }
}

/// `vector` turned and scaled as `matrix` does, not moved.
fn turned(matrix: Affine, vector: Vec2) -> Vec2 {
    matrix * vector.to_point() - matrix * Point::ZERO
}

/// The streams of a page's instructions.
fn contents<'a>(page: &Page<'a>) -> Vec<Stream<'a>> {
    let dict = page.raw();
    match dict.get::<Stream<'a>>("Contents") {
        Some(stream) => vec![stream],
        None => dict.get::<Array<'a>>("Contents").map(|all| all.iter::<Stream<'a>>().collect()).unwrap_or_default(),
    }
}

/// The drawing under `name`, if it is one and no picture.
fn form<'a>(resources: &Resources<'a>, name: &Name<'_>) -> Option<Stream<'a>> {
    let stream = resources.get_x_object(name)?;
    let kind = stream.dict().get::<Name<'_>>("Subtype")?;
    (&*kind == b"Form").then_some(stream)
}

impl<'a> State<'a> {
    fn new(page: Affine) -> Self {
        Self {
            page,
            font: None,
            size: 1.0,
            letter_space: 0.0,
            word_space: 0.0,
            stretch: 1.0,
            leading: 0.0,
            rise: 0.0,
            line: Affine::IDENTITY,
            text: Affine::IDENTITY,
        }
    }

    /// Follows an instruction that draws nothing.
    fn change(&mut self, instruction: &TypedInstruction<'_, '_>) {
        let number = object::Number::as_f64;
        match instruction {
            TypedInstruction::Transform(to) => {
                let matrix = [&to.0, &to.1, &to.2, &to.3, &to.4, &to.5].map(number);
                self.page *= Affine::new(matrix);
            }
            TypedInstruction::SetTextMatrix(to) => {
                self.line = Affine::new([&to.0, &to.1, &to.2, &to.3, &to.4, &to.5].map(number));
                self.text = self.line;
            }
            TypedInstruction::BeginText(_) => {
                self.line = Affine::IDENTITY;
                self.text = self.line;
            }
            TypedInstruction::NextLine(by) => self.next_line(number(&by.0), number(&by.1)),
            TypedInstruction::NextLineAndSetLeading(by) => {
                self.leading = -number(&by.1);
                self.next_line(number(&by.0), number(&by.1));
            }
            TypedInstruction::NextLineUsingLeading(_) => self.next_line(0.0, -self.leading),
            TypedInstruction::CharacterSpacing(space) => self.letter_space = number(&space.0),
            TypedInstruction::WordSpacing(space) => self.word_space = number(&space.0),
            TypedInstruction::HorizontalScaling(percent) => self.stretch = number(&percent.0) / 100.0,
            TypedInstruction::TextLeading(leading) => self.leading = number(&leading.0),
            TypedInstruction::TextRise(rise) => self.rise = number(&rise.0),
            _ => {}
        }
    }

    fn next_line(&mut self, x: f64, y: f64) {
        self.line *= Affine::translate((x, y));
        self.text = self.line;
    }
}
