//! The method behind traek as data: packs of rules in TOML, embedded as they stand.

/// The shipped packs as (file name, TOML): shared words first, then one pack for each theme.
pub const PACKS: &[(&str, &str)] = &[
    ("ord.toml", include_str!("ord.toml")),
    ("leksikon.toml", include_str!("leksikon.toml")),
    ("greb.toml", include_str!("greb.toml")),
    ("genre.toml", include_str!("genre.toml")),
    ("mangler.toml", include_str!("mangler.toml")),
    ("anerkendelse.toml", include_str!("anerkendelse.toml")),
    ("bedoemmelse-belaering.toml", include_str!("bedoemmelse-belaering.toml")),
    ("bedoemmelse-raab.toml", include_str!("bedoemmelse-raab.toml")),
    ("bedoemmelse-sideblik.toml", include_str!("bedoemmelse-sideblik.toml")),
    ("bedoemmelse.toml", include_str!("bedoemmelse.toml")),
    ("dokument.toml", include_str!("dokument.toml")),
    ("fagsprog-fagtermer-bolig-og-vej.toml", include_str!("fagsprog-fagtermer-bolig-og-vej.toml")),
    ("fagsprog-fagtermer-skole-og-arbejde.toml", include_str!("fagsprog-fagtermer-skole-og-arbejde.toml")),
    ("fagsprog-fagtermer.toml", include_str!("fagsprog-fagtermer.toml")),
    ("fagsprog-forkortelser.toml", include_str!("fagsprog-forkortelser.toml")),
    ("fagsprog-kancelli-biord.toml", include_str!("fagsprog-kancelli-biord.toml")),
    ("fagsprog-kancelli-tillaegsord.toml", include_str!("fagsprog-kancelli-tillaegsord.toml")),
    ("fagsprog-kancelli.toml", include_str!("fagsprog-kancelli.toml")),
    ("fagsprog-moenstre.toml", include_str!("fagsprog-moenstre.toml")),
    ("fagsprog-navneord-ret-og-penge.toml", include_str!("fagsprog-navneord-ret-og-penge.toml")),
    ("fagsprog-navneord.toml", include_str!("fagsprog-navneord.toml")),
    ("fagsprog-udtryk-faste.toml", include_str!("fagsprog-udtryk-faste.toml")),
    ("fagsprog-udtryk.toml", include_str!("fagsprog-udtryk.toml")),
    ("fagsprog-verber-sagsbehandling.toml", include_str!("fagsprog-verber-sagsbehandling.toml")),
    ("fagsprog-verber.toml", include_str!("fagsprog-verber.toml")),
    ("forsvar-afvisning.toml", include_str!("forsvar-afvisning.toml")),
    ("forsvar-beklagelse.toml", include_str!("forsvar-beklagelse.toml")),
    ("forsvar-forklaring.toml", include_str!("forsvar-forklaring.toml")),
    ("laert.toml", include_str!("laert.toml")),
    ("laesbarhed.toml", include_str!("laesbarhed.toml")),
    ("lukning.toml", include_str!("lukning.toml")),
    ("naeste-skridt.toml", include_str!("naeste-skridt.toml")),
    ("retssikkerhed.toml", include_str!("retssikkerhed.toml")),
];

/// The sentence scorer, trained by the core's `train` example on the sentences and letters of `corpus`.
pub const SENTENCE_MODEL: &[u8] = include_bytes!("sentences.model");

/// The word scorer, trained by the core's `train` example on `corpus/words.tsv`.
pub const WORD_MODEL: &[u8] = include_bytes!("words.model");

/// How letters of each kind read, and those that lack something, trained by the core's `train` example on the letters of `corpus`.
pub const LETTER_MODEL: &[u8] = include_bytes!("letters.model");

/// How sentences read in their letter and what letters lack, trained by the core's `train` example on the letters of
/// `corpus`.
pub const CONTEXT_MODEL: &[u8] = include_bytes!("context.model");

/// How common Danish words are, made by `make_familiarity.py` from wordfreq (data: CC BY-SA 4.0).
pub const FAMILIARITY_TABLE: &[u8] = include_bytes!("familiarity.table");
