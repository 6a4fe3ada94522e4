//! The learning sheet: the five questions of MINIfokus with what the texts can say about them.
//!
//! The questions are those of Borgerrådgiveren i København (KlarRet nr. 26), as the guide to Trappen cites them. The
//! texts can only begin an answer; what happened between people, and why, the team has to say itself.

use serde::Serialize;

use super::blocks::{Block, Section, percent, plain, text, title};
use super::overview::OfMove;
use super::{Report, begin};
use crate::danish::{self, count, number};

/// So many calming moves are named.
const MOST_MOVES: usize = 3;

/// One of the five questions.
#[derive(Debug, Serialize)]
pub(crate) struct Question {
    pub(crate) question: &'static str,
    /// What the texts show.
    pub(crate) texts_show: Vec<String>,
    /// What only the team can answer.
    pub(crate) team_answers: Vec<&'static str>,
}

/// The five questions, as far as the rest of the report can answer them.
pub(crate) fn questions(report: &Report) -> Vec<Question> {
    vec![happened(report), wished(report), why(report), again(report), avoid(report)]
}

fn happened(report: &Report) -> Question {
    let overview = &report.overview;
    let with = overview.templates - overview.without_warnings;
    let mut texts_show = vec![match with {
        0 => "Ingen af skabelonerne har noget, der er værre end et råd.".to_owned(),
        _ => format!(
            "{} af {} skabeloner ({}) har mindst én fejl eller advarsel.",
            number(with),
            number(overview.templates),
            percent(with, overview.templates)
        ),
    }];
    let steps = begin::steps(report);
    if !steps.is_empty() {
        texts_show.push("Under »Begynd her« står det, der fylder mest.".to_owned());
    }
    Question {
        question: "Hvad er der sket?",
        texts_show,
        team_answers: vec![
            "Hvilke breve har ført til klager eller opkald? Det kan man ikke se i teksten.",
            "Hvad har læserne sagt om dem?",
        ],
    }
}

fn wished(report: &Report) -> Question {
    let overview = &report.overview;
    let mut moves: Vec<&OfMove> = overview.moves.iter().collect();
    // A stable sort: moves that are as common stay in their order.
    moves.sort_by_key(|one| std::cmp::Reverse(one.templates));
    let told = |moves: &[&OfMove]| {
        let share = |one: &&OfMove| format!("»{}« ({})", one.kind.title(), percent(one.templates, overview.templates));
        danish::list(&moves.iter().map(share).collect::<Vec<_>>())
    };
    let mut texts_show = Vec::new();
    if overview.templates > 0 {
        texts_show.push(format!("De greb, som flest skabeloner har: {}.", told(&moves[..MOST_MOVES])));
        texts_show.push(format!("De greb, som færrest har: {}.", told(&moves[moves.len() - MOST_MOVES..])));
    }
    let rewritten = report.examples.iter().filter(|example| example.after.is_some()).count();
    if rewritten > 0 {
        texts_show.push(format!("Under »Før og efter« er {} skrevet om.", count(rewritten, "sætning", "sætninger")));
    }
    Question {
        question: "Hvad ville vi ønske, der var sket i stedet for?",
        texts_show,
        team_answers: vec![
            "Hvad skulle læseren have tænkt og gjort, da brevet kom?",
            "Hvor havde en samtale været bedre end et brev?",
        ],
    }
}

fn why(report: &Report) -> Question {
    let mut texts_show = Vec::new();
    let everywhere = report.rules.iter().filter(|rule| is_everywhere(rule.templates.len(), report)).count();
    if everywhere > 0 {
        let rules = count(everywhere, "regel har fund", "regler har fund");
        texts_show
            .push(format!("{rules} i mindst hver tredje skabelon. Det tyder på en fælles vane eller en fælles kilde."));
    }
    if report.wordings.shared > 0 {
        let shared = count(report.wordings.shared, "afsnit er genbrugt", "afsnit er genbrugt");
        texts_show.push(format!("{shared} ord til andet. En fejl i dem er med alle steder."));
    }
    if !report.wordings.alike.is_empty() {
        let alike = count(report.wordings.alike.len(), "afsnit findes", "afsnit findes");
        texts_show.push(format!("{alike} i flere udgaver. Det tyder på, at skabelonerne rettes hver for sig."));
    }
    if texts_show.is_empty() {
        texts_show.push("Teksterne peger ikke på en fælles årsag.".to_owned());
    }
    Question {
        question: "Hvorfor skete det uønskede?",
        texts_show,
        team_answers: vec![
            "Hvad skulle brevet nå på samme tid: lovens krav, travlhed, et gammelt forlæg?",
            "Hvad gjorde vi, og hvad undlod vi?",
        ],
    }
}

/// Whether so many templates are no chance.
fn is_everywhere(templates: usize, report: &Report) -> bool {
    templates > 1 && 3 * templates >= report.overview.templates
}

fn again(report: &Report) -> Question {
    let with = report.overview.templates - report.overview.without_warnings;
    let mut texts_show = Vec::new();
    if with > 0 {
        texts_show.push("Ja: Det, der står i en skabelon, går igen i hvert brev, der bliver lavet af den.".to_owned());
    }
    if let Some(trend) = &report.trend {
        let (new, gone) = (number(trend.total.new), number(trend.total.gone));
        texts_show.push(format!("Siden sidst er {gone} steder væk og {new} kommet til."));
    }
    let clashes = report.contradictions.found.len();
    if clashes > 0 {
        texts_show.push(format!(
            "{} i skabelonerne modsiger hinanden.",
            count(clashes, "slags oplysning", "slags oplysninger")
        ));
    }
    if texts_show.is_empty() {
        texts_show.push("Der er ikke noget i skabelonerne, som peger på det.".to_owned());
    }
    Question {
        question: "Kunne det uønskede ske igen?",
        texts_show,
        team_answers: vec![
            "Hvilke skabeloner bliver brugt mest?",
            "Er der noget i den måde, opgaven er delt op på, som vi skal ændre?",
        ],
    }
}

fn avoid(report: &Report) -> Question {
    let mut texts_show = Vec::new();
    let steps = begin::steps(report);
    if !steps.is_empty() {
        let points = count(steps.len(), "punkt", "punkter");
        texts_show.push(format!("Begynd med de {points} under »Begynd her«. De hjælper flest læsere."));
    }
    if report.trend.is_none() {
        texts_show.push("Gem en baseline nu, så I kan se forskellen næste gang.".to_owned());
    }
    Question {
        question: "Hvad kan vi i givet fald gøre for at undgå gentagelse?",
        texts_show,
        team_answers: vec!["Hvem gør hvad, og hvornår ser vi på det igen?", "Hvem skal ellers vide det?"],
    }
}

pub(crate) fn section(questions: &[Question]) -> Section {
    let mut blocks = vec![text(
        "Spørgsmålene er de fem trin i MINIfokus (Borgerrådgiveren, KlarRet nr. 26). Tallene handler om tekster, \
         ikke om medarbejdere eller borgere. De er et sted at begynde; resten ved kun I.",
    )];
    for (place, question) in questions.iter().enumerate() {
        blocks.push(title(format!("{}. {}", place + 1, question.question)));
        let lines = question.texts_show.iter().map(|line| vec![plain(line)]);
        blocks.push(Block::List(lines.collect()));
        for line in &question.team_answers {
            blocks.push(Block::Answer(line));
        }
    }
    Section { id: "laering", title: "Fem spørgsmål til teamet", blocks }
}
