//! The messages that are measured, as a client of the namespace `/` sends them.

use serde::{Deserialize, Serialize};

/// An argument such as games send.
#[derive(Debug, Serialize, Deserialize)]
pub struct Step {
    /// Whose.
    pub player: u32,
    /// Where to.
    pub x: f32,
    /// Where to.
    pub y: f32,
}

/// One of them.
pub const STEP: Step = Step {
    player: 7,
    x: 12.5,
    y: -3.25,
};

/// The event that brings it.
pub const STEP_EVENT: &str = r#"2["step",{"player":7,"x":12.5,"y":-3.25}]"#;

/// An event with one attachment.
pub const BINARY_EVENT: &str = r#"51-["bin",{"_placeholder":true,"num":0}]"#;

/// A text of so many bytes, none of which JSON escapes.
#[must_use]
pub fn text(bytes: usize) -> String {
    "x".repeat(bytes)
}

/// An echo that wants its answer under id 1.
#[must_use]
pub fn echo(bytes: usize) -> String {
    format!(r#"21["echo","{}"]"#, text(bytes))
}

/// The answer to it.
#[must_use]
pub fn echoed(bytes: usize) -> String {
    format!(r#"31["{}"]"#, text(bytes))
}

/// An event that goes to everybody, as it goes in and as it comes out.
#[must_use]
pub fn broadcast(bytes: usize) -> String {
    format!(r#"2["broadcast","{}"]"#, text(bytes))
}

/// The masked frame in which a client sends a packet.
#[must_use]
pub fn masked(packet: &str) -> Vec<u8> {
    const MASK: [u8; 4] = [0x37, 0xfa, 0x21, 0x3d];
    let mut frame = framed(packet);
    frame[1] |= 0x80;
    let start = frame.len() - packet.len() - 1;
    for (byte, mask) in frame[start..].iter_mut().zip(MASK.into_iter().cycle()) {
        *byte ^= mask;
    }
    frame.splice(start..start, MASK);
    frame
}

/// The frame in which the server sends a packet.
///
/// # Panics
///
/// If it is longer than samples are.
#[must_use]
pub fn framed(packet: &str) -> Vec<u8> {
    let length = u16::try_from(packet.len() + 1).expect("a short packet");
    let mut frame = vec![0x81];
    match u8::try_from(length) {
        Ok(short @ ..126) => frame.push(short),
        _ => {
            frame.push(126);
            frame.extend(length.to_be_bytes());
        }
    }
    frame.push(b'4');
    frame.extend(packet.as_bytes());
    frame
}
