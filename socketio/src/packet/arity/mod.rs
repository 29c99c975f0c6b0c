//! How many arguments a value is. A tuple is as many as it has elements, `()` is none, anything else is one; what only
//! wraps a value (a reference, `Box`, `Arc`, `Cow`, `Mutex`, a newtype and so on) is as many as what it wraps.
//!
//! serde is asked: a tuple calls `serialize_tuple`, and `()` calls `serialize_unit`. But so do others that are one
//! argument: an array of fixed length, `serde_json::Value::Null`, a complex number, a vector of three coordinates, a
//! variant of an untagged enum. These are told apart by the name of their type, in which a tuple, and `()`, begin with
//! a parenthesis. std does not promise the form of these names, so they are believed only as long as the compiler
//! writes those of a few known types as expected; with any other compiler serde alone decides.
//!
//! This has one limit: a `#[serde(transparent)]` type that is not generic looks to serde like what it wraps, but does
//! not name it. It is one argument.

mod read;
mod write;

use std::any::type_name;

#[cfg(feature = "msgpack")]
pub(in crate::packet) use self::write::PACKED;
pub(in crate::packet) use self::{
    read::{Arity, of},
    write::{ARGS, Arguments, Sink},
};

/// The name by which rmp-serde, and this library, know a newtype of a type and bytes for an extension of MessagePack. It is
/// one argument, although it wraps a tuple.
pub(in crate::packet) const EXTENSION: &str = "_ExtStruct";

/// Whether a value that serde takes for a tuple, or for `()`, is one. `name` is the name of its type.
#[inline(always)] // the names are constants, and mostly so is the answer
pub(crate) fn is_list(name: &str) -> bool {
    !are_names_readable() || names_list(name)
}

/// Whether this compiler writes the names of types as expected.
#[inline(always)]
fn are_names_readable() -> bool {
    type_name::<(u8, [u8; 2])>().starts_with('(')
        && type_name::<()>().starts_with('(')
        && type_name::<[(u8,); 2]>().starts_with('[')
        && type_name::<&&(u8,)>().starts_with("&&(")
}

/// Whether the type of this name is a tuple, or `()`, behind the names of what wraps it: whether its first bracket is
/// a parenthesis.
#[inline(always)]
fn names_list(name: &str) -> bool {
    let name = name.trim_start_matches('&');
    match name.as_bytes() {
        [b'[', ..] => false,
        [b'(', ..] => !is_object(name),
        _ => wraps_list(name),
    }
}

#[inline(never)]
fn wraps_list(name: &str) -> bool {
    let bracket = name.find(['(', '[']).map(|at| &name[at..]);
    bracket.is_some_and(|rest| rest.starts_with('(') && !is_object(rest))
}

/// Whether the parenthesis is that of `(dyn Trait + Send)`.
#[inline(always)]
fn is_object(name: &str) -> bool {
    name.starts_with("(dyn ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_of_this_compiler_are_readable() {
        assert!(are_names_readable());
    }

    #[test]
    fn names_tell_tuples_from_what_looks_like_them_to_serde() {
        let rows = [
            ("()", true),
            ("(u8,)", true),
            ("&&(u8, [u8; 2])", true),
            ("&mut (u8, u8)", true),
            ("alloc::borrow::Cow<(i32, i32)>", true),
            ("alloc::sync::Arc<std::sync::Mutex<(u8, u8)>>", true),
            ("app::Wrapper<()>", true),
            ("[u8; 2]", false),
            ("&[(u8, u8); 2]", false),
            ("alloc::boxed::Box<[(u8, u8); 2]>", false),
            ("alloc::sync::Arc<[(u8, u8)]>", false),
            ("serde_json::value::Value", false),
            ("num_complex::Complex<f64>", false),
            ("&(dyn erased::Serialize + core::marker::Send)", false),
            (
                "alloc::boxed::Box<(dyn erased::Serialize + core::marker::Send)>",
                false,
            ),
        ];
        for (name, list) in rows {
            assert_eq!(names_list(name), list, "{name}");
        }
    }
}
