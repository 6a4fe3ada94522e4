//! The names that data files and reports use: markers, moves, signals, genres, modes, severities, mentions.

use serde::{Deserialize, Serialize};

/// Declares an enum whose names in data and reports are the domain's Danish ids.
macro_rules! named {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $id:literal, $title:literal;)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$variant_doc])* #[serde(rename = $id)] $variant,)*
        }

        impl $name {
            /// All of them, in the order in which they are shown.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The id in data files and reports.
            #[must_use]
            pub fn id(self) -> &'static str {
                match self { $(Self::$variant => $id),* }
            }

            /// The name that a reader sees, in Danish.
            #[must_use]
            pub fn title(self) -> &'static str {
                match self { $(Self::$variant => $title),* }
            }

            /// The one with this id.
            #[must_use]
            pub fn from_id(id: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.id() == id)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.id())
            }
        }
    };
}

named! {
    /// What a finding is about.
    Marker {
        /// Jargon and officialese.
        Fagsprog = "fagsprog", "Fagsprog";
        /// Defending and explaining away.
        Forsvar = "forsvar", "Forsvar";
        /// Judging, lecturing or labelling the reader.
        Bedoemmelse = "bedoemmelse", "Bedømmelse";
        /// Pressure, and closing the dialogue.
        Lukning = "lukning", "Lukning";
        /// Missing acknowledgement.
        Anerkendelse = "anerkendelse", "Anerkendelse";
        /// Missing next step.
        NaesteSkridt = "naeste-skridt", "Næste skridt";
        /// Missing legal safeguards.
        Retssikkerhed = "retssikkerhed", "Retssikkerhed";
        /// Readability: long sentences, passives, LIX.
        Laesbarhed = "laesbarhed", "Læsbarhed";
        /// The document itself: leftover fields, dates that disagree, CPR numbers.
        Dokument = "dokument", "Dokument";
    }
}

named! {
    /// A calming move (`greb`), reported as a strength.
    MoveKind {
        /// Thanks.
        Tak = "tak", "takker";
        /// Restates the reader's matter.
        Opsummering = "opsummering", "gengiver sagen";
        /// Shows understanding.
        Forstaaelse = "forstaaelse", "viser forståelse";
        /// Apologises without reserve.
        Beklagelse = "beklagelse", "beklager uden forbehold";
        /// Asks, or invites the reader to add.
        Spoerger = "spoerger", "spørger og inviterer";
        /// Shows what can be done.
        Mulighed = "mulighed", "viser muligheder";
        /// Gives room: short paragraphs, time to read and come back.
        Pause = "pause", "giver ro";
        /// Says what happens now and who acts.
        NaesteSkridt = "naeste-skridt", "siger, hvad der sker nu";
        /// Names a person or a direct line.
        Kontakt = "kontakt", "giver en direkte kontakt";
    }
}

named! {
    /// What a letter says, for the structural checks.
    Signal {
        /// The reader does not get what was asked for, or loses or owes something.
        Afslag = "afslag", "afslår";
        /// The reader gets all that was asked for.
        Medhold = "medhold", "giver medhold";
        /// A case is decided, whatever else the letter is.
        Afgjort = "afgjort", "afgør en sag";
        /// The reader is dissatisfied, or has reminded us.
        Utilfredshed = "utilfredshed", "svarer på utilfredshed";
        /// Reasons are given.
        Begrundelse = "begrundelse", "begrunder";
        /// Where, how and by when to complain, or that one cannot.
        Klagevejledning = "klagevejledning", "vejleder om klage";
        /// By when the reader should comment.
        Frist = "frist", "sætter en frist";
        /// An end date, or a date when it is looked at again.
        Slutdato = "slutdato", "har en slutdato";
        /// Why contact is limited.
        Kontaktgrund = "kontaktgrund", "begrunder grænsen for kontakt";
        /// What the answer is.
        Resultat = "resultat", "siger resultatet";
        /// What the reader has told or sent.
        LaeserensOplysninger = "laeserens-oplysninger", "nævner læserens oplysninger";
        /// How the reader still reaches us.
        AabenVej = "aaben-vej", "viser en åben vej";
        /// When limits are looked at again.
        NyVurdering = "ny-vurdering", "siger, hvornår det vurderes igen";
    }
}

named! {
    /// The kind of letter; it decides what is expected of it.
    Genre {
        /// Reply to a complaint, criticism, angry mail or reminder.
        Svar = "svar", "svar";
        /// Decision, also refusal and reconsideration.
        Afgoerelse = "afgoerelse", "afgørelse";
        /// Receipt or holding reply.
        Kvittering = "kvittering", "kvittering";
        /// Party hearing.
        Partshoering = "partshoering", "partshøring";
        /// Access to documents.
        Aktindsigt = "aktindsigt", "svar om aktindsigt";
        /// Call to a meeting.
        Indkaldelse = "indkaldelse", "indkaldelse";
        /// We write unasked.
        Orientering = "orientering", "orientering";
        /// Follow-up on a meeting or agreement.
        Opfoelgning = "opfoelgning", "opfølgning";
        /// Limits to the reader's contact with us.
        Kontaktbegraensning = "kontaktbegraensning", "kontaktbegrænsning";
    }
}

named! {
    /// What a letter is looked at for.
    Mode {
        /// A template that letters are made from.
        Skabelon = "skabelon", "skabelon";
        /// A letter that is about to be sent.
        Afsend = "afsend", "brev, der skal sendes";
    }
}

named! {
    /// What a letter tells about the authority.
    MentionKind {
        /// A phone number.
        Telefon = "telefon", "telefonnummer";
        /// A mail address.
        Mail = "mail", "mailadresse";
        /// When one can come or call.
        Aabningstid = "aabningstid", "åbningstid";
        /// By when we answer.
        Svartid = "svartid", "svartid";
    }
}

named! {
    /// What opening hours or an answer are about.
    Topic {
        /// When one can call.
        Telefontid = "telefontid", "telefontid";
        /// When one can come.
        Fremmoede = "fremmoede", "personligt fremmøde";
        /// An answer of any kind.
        Svar = "svar", "svar";
        /// A decision.
        Afgoerelse = "afgoerelse", "afgørelse";
        /// How long a case takes.
        Sagsbehandling = "sagsbehandling", "sagsbehandling";
        /// That something has arrived.
        Kvittering = "kvittering", "kvittering";
    }
}

named! {
    /// How much a finding weighs.
    Severity {
        /// A hint.
        Raad = "raad", "råd";
        /// Likely to escalate.
        Advarsel = "advarsel", "advarsel";
        /// Must not be sent.
        Fejl = "fejl", "fejl";
    }
}

named! {
    /// The dimensions of a fair process that moves serve (Lind and Tyler, as the lederguide cites them).
    Fairness {
        /// The reader has a say.
        Indflydelse = "indflydelse", "indflydelse";
        /// The reader can see what happens and why.
        Gennemskuelighed = "gennemskuelighed", "gennemskuelighed";
        /// The reader can trust us.
        Tillid = "tillid", "tillid";
        /// The reader is met with dignity and respect.
        Respekt = "respekt", "værdighed og respekt";
    }
}

// A derive cannot say which variant of a `named!` enum is the default.
#[allow(clippy::derivable_impls)]
impl Default for Severity {
    fn default() -> Self {
        Self::Raad
    }
}

impl Severity {
    /// Whether a finding of this severity is at or above `threshold`.
    #[must_use]
    pub fn reaches(self, threshold: Self) -> bool {
        self >= threshold
    }
}

impl MoveKind {
    /// The dimension of a fair process that the move serves most.
    #[must_use]
    pub fn fairness(self) -> Fairness {
        match self {
            Self::Spoerger | Self::Mulighed => Fairness::Indflydelse,
            Self::Pause | Self::NaesteSkridt | Self::Kontakt => Fairness::Gennemskuelighed,
            Self::Opsummering | Self::Beklagelse => Fairness::Tillid,
            Self::Tak | Self::Forstaaelse => Fairness::Respekt,
        }
    }
}
