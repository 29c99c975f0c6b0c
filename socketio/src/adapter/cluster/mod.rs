//! Many nodes as one: what is done here is said to the other nodes, and what they say is done here. One algorithm, over a
//! bus that carries bytes, in the dialect of a family of nodes. Members and rooms are not known here: a `Receive` does what
//! other nodes say.

mod dialect;
mod error;
mod hub;
mod link;
mod message;
mod nodes;
mod options;
mod presence;
mod queue;
mod requests;
mod state;

pub use self::{
    dialect::Dialect,
    error::ClusterError,
    options::Cluster,
    presence::{RemoteHandshake, RemoteSocket},
    state::ClusterState,
};
pub(crate) use self::{
    hub::{Hub, Receive},
    message::{Heard, Message, Question},
    presence::no_data,
    requests::{Gathered, Gathering, Reply},
};
