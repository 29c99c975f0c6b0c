//! Pattern: the name of many namespaces, with parameters in it, such as `/room-{id}`. Knows the names alone: which one
//! matches, what the parameters are in it, and which of two patterns is tried first. Types and handlers are not known here.

mod value;

use std::{cmp::Reverse, ops::Range, sync::Arc};

pub(crate) use value::parse_value;

/// What a value may not contain. `/` ends it; no namespace has the others in its name, except a pattern.
const NOT_IN_VALUES: [char; 5] = ['/', ',', '?', '{', '}'];

/// The name of many namespaces.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Pattern {
    text: Box<str>,
    /// What stands between slashes.
    segments: Box<[Segment]>,
}

/// A text, with one parameter in it or none.
#[derive(Debug, PartialEq, Eq)]
struct Segment {
    before: Box<str>,
    /// The name of the parameter, and the text behind it.
    param: Option<(Box<str>, Box<str>)>,
}

/// The values of a pattern's parameters in the name of a namespace, as places in that name.
#[derive(Clone, Debug)]
pub(crate) struct Captures {
    pattern: Arc<Pattern>,
    values: Box<[Range<usize>]>,
}

impl Pattern {
    /// Whether the name has parameters in it. It may not be a valid pattern.
    pub(crate) fn is_pattern(name: &str) -> bool {
        name.contains(['{', '}'])
    }

    /// Reads a pattern that begins with `/`. The error says what is wrong.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let segments = text.split('/').map(Segment::parse);
        let segments: Box<[Segment]> = segments
            .collect::<Result<_, _>>()
            .map_err(|fault| format!("`{text}` is not a pattern: {fault}"))?;
        let pattern = Self {
            text: text.into(),
            segments,
        };
        let names: Vec<&str> = pattern.params().collect();
        match names
            .iter()
            .enumerate()
            .find(|(at, name)| names[..*at].contains(name))
        {
            Some((_, name)) => Err(format!(
                "`{text}` is not a pattern: it has two parameters `{{{name}}}`, give them different names"
            )),
            None => Ok(pattern),
        }
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// The names of its parameters, from left to right.
    pub(crate) fn params(&self) -> impl Iterator<Item = &str> {
        self.segments.iter().filter_map(Segment::param)
    }

    /// The values of the parameters in this name; `None` if the name does not match.
    pub(crate) fn captures(self: &Arc<Self>, name: &str) -> Option<Captures> {
        let mut values = Vec::new();
        let mut segments = self.segments.iter();
        let mut start = 0;
        for part in name.split('/') {
            if let Some(value) = segments.next()?.value(part)? {
                values.push(start + value.start..start + value.end);
            }
            start += part.len() + 1;
        }
        segments.next().is_none().then(|| Captures {
            pattern: Arc::clone(self),
            values: values.into(),
        })
    }

    /// A key that sorts the more specific pattern first: for each segment, one without a parameter goes before one with a
    /// parameter, and more text before less. The first segment that differs decides.
    pub(crate) fn specificity(&self) -> impl Ord + use<> {
        let keys = self.segments.iter().map(|segment| match &segment.param {
            None => Reverse(usize::MAX),
            Some((_, behind)) => Reverse(segment.before.len() + behind.len()),
        });
        keys.collect::<Vec<_>>()
    }

    /// Whether there are names that match both, as far as texts tell.
    pub(crate) fn overlaps(&self, other: &Self) -> bool {
        self.segments.len() == other.segments.len()
            && self
                .segments
                .iter()
                .zip(&other.segments)
                .all(|(left, right)| left.overlaps(right))
    }
}

impl Segment {
    fn parse(text: &str) -> Result<Self, String> {
        let Some((before, rest)) = text.split_once('{') else {
            return match text.contains('}') {
                true => Err("a `}` has no `{` before it".to_owned()),
                false => Ok(Self {
                    before: text.into(),
                    param: None,
                }),
            };
        };
        let Some((name, behind)) = rest.split_once('}') else {
            return Err(format!("the `{{` of `{text}` has no `}}` behind it"));
        };
        if before.contains('}') {
            return Err("a `}` has no `{` before it".to_owned());
        }
        if behind.contains(['{', '}']) {
            return Err(format!(
                "`{text}` has more than one parameter between two slashes, so where one ends would be a guess"
            ));
        }
        check_name(name)?;
        Ok(Self {
            before: before.into(),
            param: Some((name.into(), behind.into())),
        })
    }

    fn param(&self) -> Option<&str> {
        self.param.as_ref().map(|(name, _)| &**name)
    }

    /// Where the value of the parameter is in this text, if there is a parameter; `None` if the text does not match.
    fn value(&self, text: &str) -> Option<Option<Range<usize>>> {
        let Some((_, behind)) = &self.param else {
            return (*text == *self.before).then_some(None);
        };
        let value = text.strip_prefix(&*self.before)?.strip_suffix(&**behind)?;
        let is_value = !value.is_empty() && !value.contains(NOT_IN_VALUES);
        let start = self.before.len();
        is_value.then(|| Some(start..start + value.len()))
    }

    fn overlaps(&self, other: &Self) -> bool {
        match (&self.param, &other.param) {
            (None, None) => self.before == other.before,
            (None, Some(_)) => other.value(&self.before).is_some(),
            (Some(_), None) => self.value(&other.before).is_some(),
            (Some((_, left)), Some((_, right))) => {
                let (a, b) = (&*self.before, &*other.before);
                (a.starts_with(b) || b.starts_with(a))
                    && (left.ends_with(&**right) || right.ends_with(&**left))
            }
        }
    }
}

/// A parameter is called like a parameter of a fn.
fn check_name(name: &str) -> Result<(), String> {
    if name.is_empty() {
        return Err("a parameter has a name: write `{id}`".to_owned());
    }
    if let Some((name, _)) = name.split_once(':') {
        return Err(format!(
            "the type of a parameter is that of the handler's argument: write `{{{name}}}`, and take `{name}: Param<u32>`"
        ));
    }
    let is_name = name
        .chars()
        .all(|char| char == '_' || char.is_alphanumeric())
        && !name.starts_with(char::is_numeric)
        && name != "_";
    match is_name {
        true => Ok(()),
        false => Err(format!(
            "`{name}` is not a name for a parameter: write one like `{{id}}`"
        )),
    }
}

impl Captures {
    /// The pattern that the name matches.
    pub(crate) fn pattern(&self) -> &Pattern {
        &self.pattern
    }

    /// The value of the parameter with this name, in the name that was matched.
    pub(crate) fn get<'n>(&self, name: &'n str, param: &str) -> Option<&'n str> {
        let index = self.pattern.params().position(|other| other == param)?;
        self.nth(name, index)
    }

    /// The value of the parameter with this index, in the name that was matched.
    pub(crate) fn nth<'n>(&self, name: &'n str, index: usize) -> Option<&'n str> {
        name.get(self.values.get(index)?.clone())
    }
}

#[cfg(test)]
mod tests;
