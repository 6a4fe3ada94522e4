//! How many templates there are, what was found in them, and what they do well.

use serde::Serialize;
use traek_core::{Marker, MoveKind, Severity};

use super::blocks::{Block, Run, Section, Table, percent, plain, text, title};
use super::gather::Collection;
use crate::danish::{self, count, number};

#[derive(Debug, Serialize)]
pub(crate) struct Overview {
    pub(crate) templates: usize,
    pub(crate) unread: usize,
    pub(crate) words: usize,
    pub(crate) findings: usize,
    /// Findings that somebody has decided to live with; they are not counted among the others.
    pub(crate) accepted: usize,
    /// Templates without a finding of at least `advarsel`.
    pub(crate) without_warnings: usize,
    pub(crate) severities: Vec<OfSeverity>,
    pub(crate) markers: Vec<OfMarker>,
    pub(crate) moves: Vec<OfMove>,
}

#[derive(Debug, Serialize)]
pub(crate) struct OfSeverity {
    pub(crate) severity: Severity,
    pub(crate) findings: usize,
    pub(crate) templates: usize,
}

#[derive(Debug, Serialize)]
pub(crate) struct OfMarker {
    pub(crate) marker: Marker,
    pub(crate) findings: usize,
    pub(crate) templates: usize,
}

#[derive(Debug, Serialize)]
pub(crate) struct OfMove {
    #[serde(rename = "move")]
    pub(crate) kind: MoveKind,
    pub(crate) templates: usize,
}

impl Overview {
    pub(crate) fn of(collection: &Collection) -> Self {
        let templates = &collection.templates;
        let sum = |of: &dyn Fn(&super::gather::Template) -> usize| templates.iter().map(of).sum::<usize>();
        let having =
            |of: &dyn Fn(&super::gather::Template) -> usize| templates.iter().filter(|one| of(one) > 0).count();
        let severities = Severity::ALL.iter().rev().map(|severity| {
            let of = |template: &super::gather::Template| template.severities[*severity as usize];
            OfSeverity { severity: *severity, findings: sum(&of), templates: having(&of) }
        });
        let markers = Marker::ALL.iter().map(|marker| {
            let of = |template: &super::gather::Template| template.markers[*marker as usize];
            OfMarker { marker: *marker, findings: sum(&of), templates: having(&of) }
        });
        let moves = MoveKind::ALL
            .iter()
            .map(|kind| OfMove { kind: *kind, templates: having(&|template| template.moves[*kind as usize]) });
        Self {
            templates: templates.len(),
            unread: collection.problems.len(),
            words: sum(&|template| template.words),
            findings: sum(&|template| template.findings()),
            accepted: sum(&|template| template.accepted),
            without_warnings: templates.iter().filter(|template| template.is_calm()).count(),
            severities: severities.collect(),
            markers: markers.collect(),
            moves: moves.collect(),
        }
    }

    pub(crate) fn section(&self) -> Section {
        let mut blocks = vec![Block::Figures(self.figures())];
        if self.unread > 0 {
            let unread = count(self.unread, "fil eller mappe", "filer eller mapper");
            blocks.push(text(format!("{unread} kunne ikke læses. De står sidst i rapporten.")));
        }
        if self.accepted > 0 {
            let accepted = count(self.accepted, "fund er valgt fra", "fund er valgt fra");
            blocks.push(text(format!("{accepted} med en begrundelse og tæller ikke med.")));
        }
        Section { id: "overblik", title: "Overblik", blocks }
    }

    /// The figures behind the overview.
    pub(crate) fn tables(&self) -> Section {
        let mut blocks = Vec::new();
        if self.findings > 0 {
            blocks.push(title("Det er fundet"));
            blocks.push(Block::Table(self.marker_table()));
        }
        blocks.push(title("Det gør skabelonerne godt"));
        blocks.push(Block::Table(self.move_table()));
        Section { id: "tal", title: "Tallene", blocks }
    }

    fn figures(&self) -> Vec<(String, String)> {
        let figure = |figure: usize, one: &str, more: &str| {
            (number(figure), if figure == 1 { one.to_owned() } else { more.to_owned() })
        };
        let calm = format!("{} af {}", number(self.without_warnings), number(self.templates));
        let mut figures = vec![
            figure(self.templates, "skabelon er læst", "skabeloner er læst"),
            figure(self.words, "ord brødtekst", "ord brødtekst"),
            (calm, format!("er uden advarsler ({})", percent(self.without_warnings, self.templates))),
        ];
        for one in &self.severities {
            let (singular, plural) = match one.severity {
                Severity::Fejl => ("fejl, som skal rettes før brug", "fejl, som skal rettes før brug"),
                Severity::Advarsel => ("advarsel om det, der kan optrappe", "advarsler om det, der kan optrappe"),
                Severity::Raad => ("råd om det, der kan blive bedre", "råd om det, der kan blive bedre"),
            };
            if one.findings > 0 {
                figures.push(figure(one.findings, singular, plural));
            }
        }
        figures
    }

    fn marker_table(&self) -> Table {
        let rows = self.markers.iter().filter(|one| one.findings > 0).map(|one| {
            vec![
                vec![Run::Marker(one.marker), Run::Quiet(about(one.marker).to_owned())],
                vec![plain(number(one.templates))],
                vec![Run::Share(one.templates, self.templates)],
                vec![plain(number(one.findings))],
            ]
        });
        Table::new(&[("Markør", false), ("Skabeloner", true), ("Andel", true), ("Fund", true)], rows)
    }

    fn move_table(&self) -> Table {
        let rows = self.moves.iter().map(|one| {
            vec![
                vec![plain(danish::capitalised(&format!("brevet {}", one.kind.title())))],
                vec![plain(number(one.templates))],
                vec![Run::Share(one.templates, self.templates)],
            ]
        });
        Table::new(&[("Nedtrappende greb", false), ("Skabeloner", true), ("Andel", true)], rows)
    }
}

/// What a marker is about, for somebody who has not read about the method.
fn about(marker: Marker) -> &'static str {
    match marker {
        Marker::Fagsprog => "ord fra jura og sagsgange, som læseren ikke selv bruger",
        Marker::Forsvar => "vi forklarer og undskylder os i stedet for at møde læseren",
        Marker::Bedoemmelse => "teksten belærer læseren eller sætter en etiket på",
        Marker::Lukning => "teksten presser eller lukker for dialog",
        Marker::Anerkendelse => "læseren kan ikke se, at vi har lyttet",
        Marker::NaesteSkridt => "læseren kan ikke se, hvad der sker nu",
        Marker::Retssikkerhed => "begrundelse, frist eller klagevejledning mangler",
        Marker::Laesbarhed => "lange sætninger og tung tekst",
        Marker::Dokument => "rester af skabelonen, datoer eller numre, der ikke passer",
    }
}
