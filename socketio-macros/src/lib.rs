//! Macros of socketio.
