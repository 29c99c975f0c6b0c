//! Namespace: handlers, members and rooms under one name. Knows sockets and routes; not the loop that calls it.

mod connect;
mod disconnect;
mod dispatch;
mod run;

use std::sync::Arc;

use rustc_hash::FxHashMap;

pub(crate) use self::{
    connect::Joining,
    dispatch::{Event, HandlerId, Malformed, Policy},
    run::Run,
};
use crate::{
    adapter::Adapter,
    config::Config,
    emit::Io,
    observe::Observers,
    route::{Table, Tables},
};

/// The longest name of a namespace, in bytes, where any may be joined: clients choose it, and we keep it.
const LONGEST: usize = 255;

/// One namespace, as a connection that has joined it sees it.
#[derive(Debug)]
pub(crate) struct Namespace {
    adapter: Arc<Adapter>,
    table: Arc<Table>,
    config: Arc<Config>,
    io: Io,
}

impl Namespace {
    pub(crate) fn name(&self) -> &str {
        self.adapter.namespace()
    }

    pub(crate) fn adapter(&self) -> &Arc<Adapter> {
        &self.adapter
    }

    pub(crate) fn config(&self) -> &Config {
        &self.config
    }

    /// Who is told what happens in it.
    pub(crate) fn observers(&self) -> &Observers {
        self.adapter.observers()
    }
}

/// The namespaces of one server.
#[derive(Debug)]
pub(crate) struct Namespaces {
    // Names of ours, never added to: clients cannot choose them badly.
    named: FxHashMap<Box<str>, Arc<Namespace>>,
    tables: Tables,
    config: Arc<Config>,
    io: Io,
}

impl Namespaces {
    pub(crate) fn new(tables: Tables, config: Arc<Config>, io: Io) -> Self {
        let mut namespaces = Self {
            named: FxHashMap::default(),
            tables,
            config,
            io,
        };
        let names: Vec<Box<str>> = namespaces
            .tables
            .named()
            .map(|(name, _)| name.into())
            .collect();
        for name in names {
            let namespace = namespaces.open(&name).expect("every table has its adapter");
            namespaces.named.insert(name, namespace);
        }
        namespaces
    }

    /// The namespace of that name, if clients may join it.
    pub(crate) fn find(&self, name: &str) -> Option<Arc<Namespace>> {
        match self.named.get(name) {
            Some(namespace) => Some(Arc::clone(namespace)),
            None if name.len() <= LONGEST => self.open(name),
            None => None,
        }
    }

    fn open(&self, name: &str) -> Option<Arc<Namespace>> {
        let table = Arc::clone(self.tables.get(name)?);
        let adapter = self.io.registry().find(name)?;
        let (config, io) = (Arc::clone(&self.config), self.io.clone());
        Some(Arc::new(Namespace {
            adapter,
            table,
            config,
            io,
        }))
    }

    pub(crate) fn config(&self) -> &Config {
        &self.config
    }
}
