//! Remote: between the namespaces of this node and the other nodes. What is done here is said to them, and what they say is
//! done here.

mod description;
mod elsewhere;
mod receiver;

pub(crate) use self::{
    description::Attached,
    receiver::{NodeAnswer, NodeHandlers, Receiver},
};
