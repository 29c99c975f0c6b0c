//! Types of every form. Each event answers with what it got.

use std::collections::{BTreeMap, HashMap};

use garde::Validate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use socketio::{Binary, Data, Event, Routes, Valid, event, on, routes};

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Colour {
    DarkRed,
    LightBlue,
    #[serde(rename = "GREEN")]
    Green,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", rename_all = "camelCase")]
pub(crate) enum Shape {
    Circle {
        radius: f64,
    },
    #[serde(rename_all = "camelCase")]
    Rectangle {
        upper_left: (i32, i32),
        lower_right: (i32, i32),
    },
    Nothing,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) enum External {
    Unit,
    Newtype(u8),
    Tuple(u8, String),
    Struct { colour: Colour },
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(tag = "t", content = "c")]
pub(crate) enum Adjacent {
    Number(i64),
    Text { text: String },
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub(crate) enum Untagged {
    Flag(bool),
    Named { name: String },
}

/// A tree, whose branches are trees.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct Tree {
    value: i32,
    branches: Vec<Tree>,
    parent: Option<Box<Tree>>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct Page<T> {
    items: Vec<T>,
    next: Option<u32>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct Common {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Renamed {
    first_name: String,
    #[serde(rename = "last-name")]
    last: String,
    #[serde(default)]
    nick_names: Vec<String>,
    #[serde(skip)]
    _hidden: u8,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct Flat {
    #[serde(flatten)]
    common: Common,
    by_name: HashMap<String, bool>,
    by_number: BTreeMap<u8, String>,
    three: [u8; 3],
    letter: char,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub(crate) struct Id(u32);

#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct Wrapper(String);

/// A type whose name TypeScript cannot have.
#[derive(Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "my type! */")]
pub(crate) struct Odd {
    #[serde(rename = "a-b c")]
    key: u8,
    r#type: Id,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct Attached {
    content: Binary,
    more: Vec<Binary>,
}

#[derive(Serialize, Deserialize, JsonSchema, Validate)]
pub(crate) struct Limited {
    #[garde(length(chars, min = 2, max = 5))]
    name: String,
    #[garde(range(min = 1, max = 9))]
    count: i32,
    #[garde(dive, length(max = 3))]
    parts: Vec<Part>,
}

#[derive(Serialize, Deserialize, JsonSchema, Validate)]
pub(crate) struct Part {
    #[garde(range(max = 7))]
    weight: u8,
}

#[event]
pub(crate) async fn limited(value: Valid<Limited>) -> Limited {
    value.0
}

#[event]
pub(crate) async fn colour(value: Colour) -> Colour {
    value
}

#[event]
pub(crate) async fn shape(value: Shape) -> Shape {
    value
}

#[event]
pub(crate) async fn external(value: Vec<External>) -> Vec<External> {
    value
}

#[event]
pub(crate) async fn adjacent(value: Adjacent) -> Adjacent {
    value
}

#[event]
pub(crate) async fn untagged(value: Untagged) -> Untagged {
    value
}

#[event]
pub(crate) async fn tree(value: Tree) -> Tree {
    value
}

#[event]
pub(crate) async fn page(value: Page<Colour>) -> Page<Colour> {
    value
}

#[event]
pub(crate) async fn numbers(value: Page<u32>) -> Page<u32> {
    value
}

#[event]
pub(crate) async fn renamed(value: Renamed) -> Renamed {
    value
}

#[event]
pub(crate) async fn flat(value: Flat) -> Flat {
    value
}

#[event]
pub(crate) async fn odd(value: Odd) -> Odd {
    value
}

#[event]
pub(crate) async fn attached(value: Attached) -> Attached {
    value
}

#[event]
pub(crate) async fn anything(value: Data) -> Data {
    value
}

/// Its name and its parameter are words of TypeScript. This ends no comment: */
#[on("delete */ \"all\"")]
pub(crate) async fn several(
    default: Wrapper,
    new: Option<Id>,
    list: Option<Vec<u8>>,
) -> (Wrapper, Option<Id>) {
    drop(list);
    (default, new)
}

/// Something is of another colour.
#[derive(Serialize, JsonSchema, Event)]
#[event("changed")]
pub(crate) struct Changed {
    colour: Colour,
    tree: Tree,
}

/// All handlers of this file.
pub(crate) fn routes() -> Routes {
    routes![
        limited, colour, shape, external, adjacent, untagged, tree, page, numbers, renamed, flat,
        odd, attached, anything, several
    ]
}
