//! The value of a parameter, read from the name of a namespace.

use std::{any::TypeId, str::FromStr};

/// Integers, which `FromStr` reads in more than one spelling.
const INTEGERS: [fn() -> TypeId; 12] = [
    TypeId::of::<u8>,
    TypeId::of::<u16>,
    TypeId::of::<u32>,
    TypeId::of::<u64>,
    TypeId::of::<u128>,
    TypeId::of::<usize>,
    TypeId::of::<i8>,
    TypeId::of::<i16>,
    TypeId::of::<i32>,
    TypeId::of::<i64>,
    TypeId::of::<i128>,
    TypeId::of::<isize>,
];

/// Reads the value of a parameter.
pub(crate) fn parse_value<T: FromStr + 'static>(text: &str) -> Option<T> {
    let is_canonical = || {
        let digits = text.strip_prefix('-').unwrap_or(text);
        text == "0" || digits.starts_with(|first: char| ('1'..='9').contains(&first))
    };
    let value = text.parse().ok()?;
    let is_integer = INTEGERS.iter().any(|id| id() == TypeId::of::<T>());
    (!is_integer || is_canonical()).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_integer_has_one_spelling() {
        for text in ["0", "7", "70", "4294967295"] {
            assert_eq!(
                parse_value::<u32>(text)
                    .map(|value| value.to_string())
                    .as_deref(),
                Some(text)
            );
        }
        for text in ["", "+7", "07", "00", "-0", "-7", "4294967296", "7 ", "x"] {
            assert_eq!(parse_value::<u32>(text), None, "{text}");
        }
        assert_eq!(parse_value::<i64>("-70"), Some(-70));
        for text in ["-0", "-07", "+7", "--7", "-"] {
            assert_eq!(parse_value::<i64>(text), None, "{text}");
        }
    }

    #[test]
    fn any_other_type_reads_what_it_likes() {
        assert_eq!(parse_value::<String>("07"), Some("07".to_owned()));
        assert_eq!(parse_value::<f64>("07"), Some(7.0));
        assert_eq!(parse_value::<bool>("yes"), None);
    }
}
