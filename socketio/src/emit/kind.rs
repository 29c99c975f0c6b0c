//! What an emit began with, as a type: it decides which of the builder's methods there are.

/// Marks an [`Emit`](super::Emit) whose event has a name of its own.
#[derive(Clone, Copy, Debug)]
pub enum Named {}

/// Marks an [`Emit`](super::Emit) that [`send`](crate::send) began: its event is `message`, or `json`.
#[derive(Clone, Copy, Debug)]
pub enum Unnamed {}

/// Marks an [`Emit`](super::Emit) of a typed [`Event`](crate::Event): its namespace is that of the type.
#[derive(Clone, Copy, Debug)]
pub enum Typed {}

/// What may be sent into any namespace.
#[diagnostic::on_unimplemented(
    message = "a typed event cannot be sent into another namespace than its own",
    label = "its namespace is that of `#[event(.., namespace = \"..\")]`",
    note = "change it there, or derive `Event` for a struct of the other namespace"
)]
pub trait AnyNamespace {}

impl AnyNamespace for Named {}
impl AnyNamespace for Unnamed {}
