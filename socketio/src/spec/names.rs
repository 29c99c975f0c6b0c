//! Names: makes names that a document can have of those that the program chose, each once.

use std::collections::BTreeSet;

/// The names that are taken.
#[derive(Debug, Default)]
pub(super) struct Names {
    taken: BTreeSet<String>,
}

impl Names {
    /// No name but these is taken.
    pub(super) fn without(reserved: &[&str]) -> Self {
        let taken = reserved.iter().map(|&name| name.to_owned()).collect();
        Self { taken }
    }

    /// Takes this name, or one that is like it if it is taken.
    pub(super) fn take(&mut self, wanted: String) -> String {
        let numbered = (2..).map(|number| format!("{wanted}{number}"));
        let free = std::iter::once(wanted.clone())
            .chain(numbered)
            .find(|name| !self.taken.contains(name));
        let name = free.unwrap_or(wanted);
        self.taken.insert(name.clone());
        name
    }
}

/// A key of letters, digits, `_`, `-` and `.`.
pub(super) fn key(name: &str) -> String {
    let is_kept =
        |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-' | '.');
    let key: String = name
        .chars()
        .map(|letter| if is_kept(letter) { letter } else { '_' })
        .collect();
    match key.trim_matches('_') {
        "" => "root".to_owned(),
        trimmed => trimmed.to_owned(),
    }
}

/// An identifier that stays as it is as far as it can.
pub(super) fn identifier(name: &str) -> String {
    let is_kept = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '$');
    let kept: String = name
        .chars()
        .map(|letter| if is_kept(letter) { letter } else { '_' })
        .collect();
    match kept.chars().next() {
        None => "_".to_owned(),
        Some(first) if first.is_ascii_digit() => format!("_{kept}"),
        Some(_) => kept,
    }
}

/// An identifier of several words, each with a capital in front: `RoomId` of `/room-{id}`.
pub(super) fn pascal(name: &str) -> String {
    let words = name.split(|letter: char| !letter.is_ascii_alphanumeric());
    let words = words.filter_map(|word| {
        let first = word.chars().next()?;
        Some(format!(
            "{}{}",
            first.to_ascii_uppercase(),
            &word[first.len_utf8()..]
        ))
    });
    identifier(&words.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_taken_once() {
        let mut names = Names::without(&["Failure"]);

        let taken = ["Line", "Line", "Failure", "Line"].map(|name| names.take(name.to_owned()));

        assert_eq!(taken, ["Line", "Line2", "Failure2", "Line3"]);
    }

    #[test]
    fn a_document_can_have_the_names() {
        assert_eq!(
            ["my event", "*", "a/b.c"].map(key),
            ["my_event", "root", "a_b.c"]
        );
        assert_eq!(
            ["Line", "my type!", "2d", ""].map(identifier),
            ["Line", "my_type_", "_2d", "_"]
        );
        assert_eq!(
            ["/chat", "/room-{id}", "*", "/"].map(pascal),
            ["Chat", "RoomId", "_", "_"]
        );
    }
}
