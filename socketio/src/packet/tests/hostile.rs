//! Whatever comes, the answer is a packet or an error: no panic, no deep recursion.

use crate::packet::{fuzz::packets, json::check_json};

/// A small generator with a fixed seed: failures repeat.
struct Random(u64);

impl Random {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % below
    }
}

/// The text, and the attachment it may wait for.
fn feed(text: &str) {
    packets(text.as_bytes());
    packets(&[text.as_bytes(), b"\xff", b"\xff"].join(&0));
}

#[test]
fn no_text_makes_it_panic() {
    const SEEDS: [&str; 5] = [
        r#"2/chat,12["my \"event\"",{"a":[1,-2.5e3,null,true,"é😀"]},"x"]"#,
        r#"52-/a,1["x",{"_placeholder":true,"num":0},[{"num":1,"_placeholder":true}]]"#,
        r#"0/a?b,{"token":"x"}"#,
        r#"36[1,"a",{}]"#,
        r#"4{"message":"x"}"#,
    ];
    const TOKENS: [&str; 16] = [
        "\"", "[", "]", "{", "}", ",", ":", "-", "/", "\\", "0", "9", "e", "\u{0}", "é", "\\ud83d",
    ];
    let mut random = Random(0x9e37_79b9_7f4a_7c15);

    for _ in 0..10_000 {
        let mut text: Vec<char> = SEEDS[random.next(SEEDS.len())].chars().collect();
        for _ in 0..=random.next(4) {
            let at = random.next(text.len() + 1);
            let end = (at + random.next(3)).min(text.len());
            text.splice(at..end, TOKENS[random.next(TOKENS.len())].chars());
        }
        feed(&text.into_iter().collect::<String>());
    }
    for _ in 0..10_000 {
        let text: String = (0..random.next(12))
            .map(|_| TOKENS[random.next(TOKENS.len())])
            .collect();
        feed(&format!("{}{text}", random.next(8)));
    }
}

#[test]
fn a_bomb_of_nested_arrays_does_no_harm() {
    for (open, close) in [("[", "]"), (r#"{"a":"#, "}")] {
        let levels = 100_000;
        let bomb = format!("{}1{}", open.repeat(levels), close.repeat(levels));
        let unclosed = open.repeat(levels);

        for value in [&bomb, &unclosed] {
            feed(&format!(r#"2["x",{value}]"#));
            feed(&format!(r#"51-["x",{value}]"#));
            feed(&format!("31[{value}]"));
            feed(&format!(r#"0{{"a":{value}}}"#));
        }
        assert!(check_json(&bomb) && !check_json(&unclosed));
    }
}

#[test]
fn odd_numbers_and_lone_surrogates_do_no_harm() {
    for value in [
        "1e999",
        "-1e-999",
        "123456789012345678901234567890",
        "-0",
        r#""\ud800""#,
        r#""\udc00x""#,
    ] {
        let text = format!(r#"2["x",{value}]"#);
        feed(&text);
    }
}
