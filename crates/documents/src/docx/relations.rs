//! Relationships between the parts of an Office package.

use crate::ReadError;
use crate::container::Package;
use crate::xml::{Part, Token, Xml};

/// A relationship of a part to another.
pub(super) struct Relation {
    pub(super) id: String,
    /// The last step of its type, such as `styles`.
    pub(super) kind: String,
    /// The other part's name.
    pub(super) target: String,
}

/// The part that is related in the way `kind`.
pub(super) fn related<'r>(relations: &'r [Relation], kind: &str) -> Option<&'r str> {
    relations.iter().find(|relation| relation.kind == kind).map(|relation| relation.target.as_str())
}

/// The name of the part with the relationships of the part `from`; of the package itself where that is empty.
pub(super) fn part_name(from: &str) -> String {
    match from.rsplit_once('/') {
        Some((folder, file)) => format!("{folder}/_rels/{file}.rels"),
        None => format!("_rels/{from}.rels"),
    }
}

/// The relationships of the part `from` to other parts, or of the package if that is empty.
pub(super) fn read(package: &mut Package<'_>, from: &str) -> Result<Vec<Relation>, ReadError> {
    let name = part_name(from);
    let Some(text) = package.part(&name)? else { return Ok(Vec::new()) };
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut xml = Xml::new(&text, Part { format: package.format(), name: &name });
    let mut relations = Vec::new();
    while let Some(token) = xml.next()? {
        let Token::Start(tag) = token else { continue };
        let values = (tag.attribute("Id"), tag.attribute("Type"), tag.attribute("Target"));
        let (Some(id), Some(kind), Some(target)) = values else { continue };
        if tag.local == "Relationship" && tag.attribute("TargetMode").is_none_or(|mode| mode != "External") {
            let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
            relations.push(Relation { id, kind, target: resolve(folder, &target) });
        }
    }
    Ok(relations)
}

/// The part that `target` names from within `folder`.
fn resolve(folder: &str, target: &str) -> String {
    let absolute = target.starts_with('/');
    let mut path: Vec<&str> = if absolute { Vec::new() } else { folder.split('/').collect() };
    for step in target.split('/') {
        match step {
            ".." => drop(path.pop()),
            "." | "" => {}
            step => path.push(step),
        }
    }
    path.retain(|step| !step.is_empty());
    path.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_found_from_their_folder() {
        for (target, part) in
            [("styles.xml", "word/styles.xml"), ("../x/a.xml", "x/a.xml"), ("/word/b.xml", "word/b.xml")]
        {
            assert_eq!(resolve("word", target), part);
        }
        assert_eq!(part_name(""), "_rels/.rels");
        assert_eq!(part_name("word/document.xml"), "word/_rels/document.xml.rels");
    }
}
