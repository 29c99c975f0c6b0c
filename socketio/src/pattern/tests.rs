//! Which names match a pattern, and which of two patterns goes first.

use super::*;

fn pattern(text: &str) -> Arc<Pattern> {
    Arc::new(Pattern::parse(text).unwrap())
}

/// The values of the parameters in a name, if the name matches.
fn values<'n>(pattern: &Arc<Pattern>, name: &'n str) -> Option<Vec<&'n str>> {
    let captures = pattern.captures(name)?;
    let values = (0..pattern.params().count()).map(|index| captures.nth(name, index).unwrap());
    Some(values.collect())
}

#[test]
fn a_name_matches_where_its_texts_are_those_of_the_pattern() {
    let room = pattern("/room-{id}");
    assert_eq!(values(&room, "/room-7"), Some(vec!["7"]));
    assert_eq!(values(&room, "/room-é 7"), Some(vec!["é 7"]));
    for other in [
        "/room-",
        "/room",
        "/rooms-7",
        "/xroom-7",
        "/room-7/2",
        "/",
        "",
        "room-7",
        "//room-7",
        "/room-7/",
    ] {
        assert_eq!(values(&room, other), None, "{other}");
    }

    let table = pattern("/games/{game}/table-{number}-x");
    assert_eq!(
        values(&table, "/games/go/table-12-x"),
        Some(vec!["go", "12"])
    );
    assert_eq!(
        values(&table, "/games/go/table-x-x-x"),
        Some(vec!["go", "x-x"])
    );
    for other in [
        "/games/go/table--x",
        "/games/go/table-x",
        "/games//table-1-x",
        "/games/go",
    ] {
        assert_eq!(values(&table, other), None, "{other}");
    }
}

#[test]
fn the_text_before_and_the_text_behind_do_not_share_characters() {
    assert_eq!(values(&pattern("/aa{x}aa"), "/aaa"), None);
    assert_eq!(values(&pattern("/aa{x}aa"), "/aaaaa"), Some(vec!["a"]));
}

#[test]
fn a_value_has_nothing_in_it_that_no_namespace_has() {
    let any = pattern("/{any}");
    for other in ["/{any}", "/a,b", "/a?b=1", "/a/b", "/"] {
        assert_eq!(values(&any, other), None, "{other}");
    }
}

#[test]
fn a_value_is_found_by_the_name_of_its_parameter() {
    let table = pattern("/{game}/{table}");
    let name = "/go/7";
    let captures = table.captures(name).unwrap();

    assert_eq!(captures.get(name, "table"), Some("7"));
    assert_eq!(captures.get(name, "game"), Some("go"));
    assert_eq!(captures.get(name, "tabel"), None);
}

#[test]
fn what_is_no_pattern_is_told_of() {
    let fault = |text: &str| Pattern::parse(text).unwrap_err();
    for (text, part) in [
        ("/{}", "a parameter has a name: write `{id}`"),
        ("/{id}/{id}", "two parameters `{id}`"),
        ("/{id", "has no `}` behind it"),
        ("/id}", "a `}` has no `{` before it"),
        ("/a}{id}", "a `}` has no `{` before it"),
        ("/{id:u32}", "write `{id}`, and take `id: Param<u32>`"),
        ("/{room id}", "`room id` is not a name"),
        ("/{7}", "`7` is not a name"),
        ("/{a}-{b}", "more than one parameter between two slashes"),
    ] {
        assert!(fault(text).contains(part), "{text}: {}", fault(text));
    }
}

#[test]
fn the_more_specific_pattern_goes_first() {
    let mut patterns = [
        "/{a}/{b}",
        "/{any}",
        "/x/{b}",
        "/room-{id}",
        "/{a}/b",
        "/x/room-{b}",
    ]
    .map(pattern);

    patterns.sort_by_key(|pattern| pattern.specificity());

    let sorted = patterns.iter().map(|pattern| pattern.as_str());
    let one = ["/room-{id}", "/{any}"];
    let two = ["/x/room-{b}", "/x/{b}", "/{a}/b", "/{a}/{b}"];
    let sorted: Vec<_> = sorted.collect();
    let of = |list: &[&str]| -> Vec<_> {
        sorted
            .iter()
            .filter(|text| list.contains(text))
            .copied()
            .collect()
    };
    assert_eq!(of(&one), one);
    assert_eq!(of(&two), two);
}

#[test]
fn patterns_overlap_if_a_name_can_match_both() {
    let overlap = |left: &str, right: &str| pattern(left).overlaps(&pattern(right));

    assert!(overlap("/room-{id}", "/room-{name}"));
    assert!(overlap("/room-{id}", "/{any}"));
    assert!(overlap("/a{x}", "/{y}b"));
    assert!(overlap("/x/{b}", "/{a}/y"));
    assert!(!overlap("/a-{x}", "/b-{x}"));
    assert!(!overlap("/{x}-a", "/{x}-b"));
    assert!(!overlap("/{a}", "/{a}/{b}"));
    assert!(!overlap("/x/{b}", "/y/{b}"));
}
