//! The names of events that belong to the library, whatever the format of packets.

/// Whether `name` belongs to the library: no client may send it and no program emit it.
pub(crate) fn is_reserved(name: &str) -> bool {
    matches!(
        name,
        "connect"
            | "connect_error"
            | "disconnect"
            | "disconnecting"
            | "newListener"
            | "removeListener"
    )
}
