//! Excerpt: text that a client wrote, as it may appear in a log line, an error or an answer: on one line, without
//! invisible characters, and not longer than a few words.

use std::fmt::{self, Write as _};

/// The number of characters that are repeated.
const LONGEST: usize = 80;

/// Displays the beginning of a text that a client may have made as long as it likes, and may have filled with line
/// breaks, terminal sequences or marks that turn the writing direction. Those are written as escapes; quotes and
/// backslashes stay as they are.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Excerpt<'a>(pub(crate) &'a str);

impl fmt::Display for Excerpt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut characters = self.0.chars();
        for character in characters.by_ref().take(LONGEST) {
            if is_invisible(character) {
                write!(f, "{}", character.escape_default())?;
            } else {
                f.write_char(character)?;
            }
        }
        if characters.next().is_some() {
            f.write_str("...")?;
        }
        Ok(())
    }
}

/// Whether a terminal or a log viewer does something else with a character than to show it.
fn is_invisible(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{61c}' | '\u{180e}'
            | '\u{200b}'..='\u{200f}' // of no width, and marks of direction
            | '\u{2028}'..='\u{202e}' // separators of lines, embedded directions
            | '\u{2060}'..='\u{206f}' // of no width, isolated directions
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e0fff}') // tags
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_of_a_client_is_one_short_line() {
        let rows = [
            ("plain", "plain"),
            ("", ""),
            (r#"string "a\nb""#, r#"string "a\nb""#),
            ("a\nERROR forged", r"a\nERROR forged"),
            ("a\r\tb\0", r"a\r\tb\u{0}"),
            ("\u{1b}[31mred", r"\u{1b}[31mred"),
            ("\u{85}\u{2028}\u{2029}", r"\u{85}\u{2028}\u{2029}"),
            ("\u{202e}live\u{2066}", r"\u{202e}live\u{2066}"),
            ("\u{feff}\u{200b}\u{e0041}", r"\u{feff}\u{200b}\u{e0041}"),
            ("Grüße, हिन्दी, 日本 😀", "Grüße, हिन्दी, 日本 😀"),
        ];
        for (text, shown) in rows {
            assert_eq!(Excerpt(text).to_string(), shown);
        }
    }

    #[test]
    fn a_long_text_is_cut_between_characters() {
        let fits = "é".repeat(LONGEST);
        let long = format!("{fits}é");

        assert_eq!(Excerpt(&fits).to_string(), fits);
        assert_eq!(Excerpt(&long).to_string(), format!("{fits}..."));
        assert!(Excerpt(&"\n".repeat(1_000_000)).to_string().len() <= 2 * LONGEST + 3);
    }
}
