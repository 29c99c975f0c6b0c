//! Registry: the namespaces of one server, by name: the only place that knows which there are. Those that the program
//! names live as long as the server. Where clients may choose the name, a namespace lives as long as somebody uses it.

use std::{
    collections::HashMap,
    sync::{Arc, Weak},
};

use parking_lot::Mutex;
use rustc_hash::FxHashMap;

use super::Namespace;
use crate::{
    adapter::{Adapter, Directory, Member},
    config::Config,
    packet::Codec,
    route::{Table, Tables},
    sid::Sid,
};

/// The longest name of a namespace, in bytes, where any may be joined: clients choose it, and we keep it.
const LONGEST: usize = 255;
/// Chosen names are looked through for namespaces that nobody uses when there are this many, and whenever there are
/// twice as many as then remained.
const FEW: usize = 64;

/// The namespaces of one server.
#[derive(Debug)]
pub(crate) struct Registry {
    // Names of ours, never added to: clients cannot choose them badly.
    named: FxHashMap<Box<str>, Arc<Namespace>>,
    chosen: Option<Chosen>,
    codec: Codec,
    config: Arc<Config>,
}

/// Namespaces whose names clients choose.
#[derive(Debug)]
struct Chosen {
    table: Arc<Table>,
    open: Mutex<Open>,
}

#[derive(Debug, Default)]
struct Open {
    // This hash has a secret, since clients choose the keys.
    adapters: HashMap<Arc<str>, Weak<Adapter>>,
    sweep_at: usize,
}

impl Registry {
    pub(crate) fn new(tables: Tables, codec: Codec, config: Arc<Config>) -> Self {
        let named = tables.named.into_iter().map(|(name, table)| {
            let namespace = Namespace {
                adapter: adapter(&name, codec, &config),
                table,
                config: Arc::clone(&config),
            };
            (name, Arc::new(namespace))
        });
        Self {
            named: named.collect(),
            chosen: tables.others.map(|table| Chosen {
                table,
                open: Mutex::default(),
            }),
            codec,
            config,
        }
    }

    /// The namespace of that name, for a client that joins it; `None` if it may not. One whose name clients choose is
    /// opened by this.
    pub(crate) fn open(&self, name: &str) -> Option<Arc<Namespace>> {
        if let Some(namespace) = self.named.get(name) {
            return Some(Arc::clone(namespace));
        }
        let chosen = self.chosen.as_ref().filter(|_| is_joinable(name))?;
        Some(Arc::new(Namespace {
            adapter: chosen.open.lock().open(name, self.codec, &self.config),
            table: Arc::clone(&chosen.table),
            config: Arc::clone(&self.config),
        }))
    }

    /// The format of the server's packets.
    pub(crate) fn codec(&self) -> Codec {
        self.codec
    }

    pub(crate) fn config(&self) -> &Config {
        &self.config
    }
}

impl Directory for Registry {
    fn look_up(&self, name: &str) -> Option<Arc<Adapter>> {
        if let Some(namespace) = self.named.get(name) {
            return Some(Arc::clone(&namespace.adapter));
        }
        let chosen = self.chosen.as_ref().filter(|_| is_joinable(name))?;
        let open = chosen.open.lock().find(name);
        Some(open.unwrap_or_else(|| adapter(name, self.codec, &self.config)))
    }

    fn find_member(&self, sid: Sid) -> Option<(Arc<Adapter>, Arc<Member>)> {
        let with = |adapter: Arc<Adapter>| adapter.find(sid).map(|member| (adapter, member));
        let mut named = self.named.values();
        if let Some(found) = named.find_map(|namespace| with(Arc::clone(&namespace.adapter))) {
            return Some(found);
        }
        let open = self.chosen.as_ref()?.open.lock().all();
        open.into_iter().find_map(with)
    }
}

impl Open {
    fn find(&self, name: &str) -> Option<Arc<Adapter>> {
        self.adapters.get(name)?.upgrade()
    }

    /// The adapter of that name, made if it is not there.
    fn open(&mut self, name: &str, codec: Codec, config: &Config) -> Arc<Adapter> {
        if let Some(adapter) = self.find(name) {
            return adapter;
        }
        self.sweep();
        let adapter = adapter(name, codec, config);
        self.adapters
            .insert(Arc::clone(adapter.namespace()), Arc::downgrade(&adapter));
        adapter
    }

    fn all(&self) -> Vec<Arc<Adapter>> {
        self.adapters.values().filter_map(Weak::upgrade).collect()
    }

    /// Forgets the namespaces that nobody uses, seldom enough to cost nothing.
    fn sweep(&mut self) {
        if self.adapters.len() >= self.sweep_at.max(FEW) {
            self.adapters
                .retain(|_, adapter| adapter.strong_count() > 0);
            self.adapters.shrink_to(self.adapters.len() * 2);
            self.sweep_at = self.adapters.len() * 2;
        }
    }
}

fn is_joinable(name: &str) -> bool {
    name.len() <= LONGEST && name.starts_with('/')
}

fn adapter(name: &str, codec: Codec, config: &Config) -> Arc<Adapter> {
    Arc::new(Adapter::new(name.into(), codec, config))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Io, SocketIo};

    fn registry(names: &[&str]) -> Arc<Registry> {
        let server = SocketIo::builder().namespaces(names.iter().copied());
        Arc::clone(&server.build().unwrap().app.namespaces)
    }

    fn open(registry: &Registry) -> usize {
        let chosen = registry.chosen.as_ref().unwrap();
        chosen.open.lock().adapters.len()
    }

    #[test]
    fn looking_a_namespace_up_opens_none() {
        let registry = registry(&["*"]);

        let adapter = registry.look_up("/nobody").unwrap();
        assert_eq!(&**adapter.namespace(), "/nobody");
        assert_eq!(open(&registry), 0);

        let namespace = registry.open("/somebody").unwrap();
        assert_eq!(open(&registry), 1);
        let found = registry.look_up("/somebody").unwrap();
        assert!(Arc::ptr_eq(&found, namespace.adapter()));
    }

    #[test]
    fn what_nobody_could_join_is_not_found() {
        let named = registry(&["/named"]);
        assert!(named.look_up("/named").is_some() && named.look_up("/").is_some());
        assert!(named.look_up("/typo").is_none() && named.open("/typo").is_none());

        let any = registry(&["*"]);
        let long = format!("/{}", "a".repeat(LONGEST));
        for name in ["no slash", &long] {
            assert!(any.look_up(name).is_none() && any.open(name).is_none());
        }
    }

    #[tokio::test]
    async fn an_emit_opens_no_namespace() {
        let server = SocketIo::builder().namespaces(["*"]).build().unwrap();
        let io: Io = server.io();

        io.emit("e", 1).namespace("/nobody").await.unwrap();

        assert_eq!(open(&server.app.namespaces), 0);
        assert!(io.emit("e", 1).namespace("typo").await.is_err());
    }
}
