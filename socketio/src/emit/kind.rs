//! What a builder began with, as a type: it decides which of its methods there are, and whether it can be awaited.

use std::marker::PhantomData;

/// Marks an [`Emit`](super::Emit) whose event has a name of its own.
#[derive(Clone, Copy, Debug)]
pub enum Named {}

/// Marks an [`Emit`](super::Emit) that [`send`](crate::send) began: its event is `message`, or `json`.
#[derive(Clone, Copy, Debug)]
pub enum Unnamed {}

/// Marks an [`Emit`](super::Emit) of a typed [`Event`](crate::Event): its namespace is that of the type.
#[derive(Clone, Copy, Debug)]
pub enum Typed {}

/// Marks an [`Emit`](super::Emit) with a [`timeout`](super::Emit::timeout) for answers that nobody waits for yet:
/// [`acks`](super::Emit::acks) or [`callback`](super::Emit::callback) is missing.
#[derive(Clone, Copy, Debug)]
pub struct MissingAcks<K>(PhantomData<K>);

/// Marks a [`RoomChange`](super::RoomChange) of the caller, or of the clients that were named.
#[derive(Clone, Copy, Debug)]
pub enum OfClients {}

/// Marks a [`RoomChange`](super::RoomChange) without a client: [`of`](super::RoomChange::of) is missing.
#[derive(Clone, Copy, Debug)]
pub enum MissingOf {}

/// Builders whose namespace can be chosen. Sealed.
#[diagnostic::on_unimplemented(
    message = "a typed event cannot be sent into another namespace than its own",
    label = "its namespace is that of `#[event(.., namespace = \"..\")]`",
    note = "change it there, or derive `Event` for a struct of the other namespace"
)]
pub trait AnyNamespace: sealed::Sealed {}

impl AnyNamespace for Named {}
impl AnyNamespace for Unnamed {}
impl<K: AnyNamespace> AnyNamespace for MissingAcks<K> {}

/// Builders that can be awaited as they are: everything but [`MissingAcks`]. Sealed.
pub trait Complete: sealed::Sealed {}

impl Complete for Named {}
impl Complete for Unnamed {}
impl Complete for Typed {}

mod sealed {
    pub trait Sealed {}

    impl Sealed for super::Named {}
    impl Sealed for super::Unnamed {}
    impl Sealed for super::Typed {}
    impl<K: Sealed> Sealed for super::MissingAcks<K> {}
}
