//! Registry: the namespaces of one server, by name: the only place that knows which there are. Those that the program
//! names live as long as the server. Where clients may choose the name, a namespace lives as long as somebody uses it, or
//! longer if the program wants empty ones kept.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::{Namespace, open::Open};
use crate::{
    adapter::{Adapter, Directory, Hub, Member},
    config::Config,
    packet::Codec,
    pattern::Captures,
    route::{Table, Tables, Template},
    sid::Sid,
};

/// The longest name of a namespace, in bytes, that a client may choose: we keep it.
const LONGEST: usize = 255;

/// The namespaces of one server.
#[derive(Debug)]
pub(crate) struct Registry {
    // Names of ours, never added to: clients cannot choose them badly.
    named: FxHashMap<Box<str>, Arc<Namespace>>,
    /// The more specific one is first.
    templates: Vec<Template>,
    /// The handlers of all other names, if clients may choose any.
    others: Option<Arc<Table>>,
    open: Arc<Open>,
    codec: Codec,
    config: Arc<Config>,
    /// The server's place in the cluster, if it belongs to one.
    hub: Option<Arc<Hub>>,
}

impl Registry {
    pub(crate) fn new(
        tables: Tables,
        codec: Codec,
        config: Arc<Config>,
        hub: Option<Arc<Hub>>,
    ) -> Self {
        let named = tables.named.into_iter().map(|(name, table)| {
            let namespace = Namespace {
                adapter: Arc::new(adapter(&name, None, codec, &config, &hub)),
                table,
                config: Arc::clone(&config),
                lease: None,
            };
            (name, Arc::new(namespace))
        });
        Self {
            named: named.collect(),
            templates: tables.templates,
            others: tables.others,
            open: Open::new(config.keep_empty_namespaces),
            codec,
            config,
            hub,
        }
    }

    /// The namespace of that name, for a client that joins it; `None` if it may not. One whose name clients choose is
    /// opened by this.
    pub(crate) fn open(&self, name: &str) -> Option<Arc<Namespace>> {
        if let Some(namespace) = self.named.get(name) {
            return Some(Arc::clone(namespace));
        }
        let (table, captures) = self.chosen(name)?;
        let make = || self.adapter(name, captures);
        let lease = self.open.enter(name, make);
        Some(Arc::new(Namespace {
            adapter: Arc::clone(lease.adapter()),
            table: Arc::clone(table),
            config: Arc::clone(&self.config),
            lease: Some(lease),
        }))
    }

    /// The handlers of a name that clients may choose: those of the first pattern that it matches, or those of all names.
    fn chosen(&self, name: &str) -> Option<(&Arc<Table>, Option<Captures>)> {
        if name.len() > LONGEST || !name.starts_with('/') {
            return None;
        }
        let mut templates = self.templates.iter();
        let matched = templates.find_map(|template| Some((template, template.captures(name)?)));
        match matched {
            Some((template, captures)) => Some((template.table(), Some(captures))),
            // Only a mistake of the program names a pattern here.
            None if self.is_pattern(name) => None,
            None => Some((self.others.as_ref()?, None)),
        }
    }

    fn is_pattern(&self, name: &str) -> bool {
        self.templates
            .iter()
            .any(|template| template.pattern().as_str() == name)
    }

    fn adapter(&self, name: &str, captures: Option<Captures>) -> Adapter {
        adapter(name, captures, self.codec, &self.config, &self.hub)
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
        self.open.find(name).or_else(|| {
            let (_, captures) = self.chosen(name)?;
            Some(Arc::new(self.adapter(name, captures)))
        })
    }

    fn find_member(&self, sid: Sid) -> Option<(Arc<Adapter>, Arc<Member>)> {
        let with = |adapter: Arc<Adapter>| adapter.find(sid).map(|member| (adapter, member));
        let mut named = self.named.values();
        if let Some(found) = named.find_map(|namespace| with(Arc::clone(&namespace.adapter))) {
            return Some(found);
        }
        self.open.all().into_iter().find_map(with)
    }

    fn all(&self) -> Vec<Arc<Adapter>> {
        let named = self.named.values();
        let mut all: Vec<_> = named
            .map(|namespace| Arc::clone(&namespace.adapter))
            .collect();
        all.extend(self.open.all());
        all
    }
}

impl Drop for Registry {
    /// Nobody comes back to a server that is gone.
    fn drop(&mut self) {
        for namespace in self.named.values() {
            namespace.adapter.give_up_lost();
        }
        for adapter in self.open.all() {
            adapter.give_up_lost();
        }
    }
}

fn adapter(
    name: &str,
    captures: Option<Captures>,
    codec: Codec,
    config: &Config,
    hub: &Option<Arc<Hub>>,
) -> Adapter {
    Adapter::new(name.into(), captures, codec, config).with_hub(hub.clone())
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
        registry.open.len()
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
    fn a_namespace_that_nobody_is_in_any_more_leaves_nothing() {
        for name in ["*", "/room-{id}"] {
            let registry = registry(&[name]);
            for flood in 0..1000 {
                let namespaces = [1, 2].map(|_| registry.open(&format!("/room-{flood}")).unwrap());
                assert!(Arc::ptr_eq(
                    namespaces[0].adapter(),
                    namespaces[1].adapter()
                ));
                assert_eq!(open(&registry), 1);
            }
            assert_eq!(open(&registry), 0);
        }
    }

    #[test]
    fn empty_namespaces_are_kept_up_to_a_number() {
        let server = SocketIo::builder()
            .namespaces(["*"])
            .keep_empty_namespaces(3);
        let registry = Arc::clone(&server.build().unwrap().app.namespaces);
        let come_and_go = |name: usize| {
            let namespace = registry.open(&format!("/{name}")).unwrap();
            Arc::downgrade(namespace.adapter())
        };

        let kept = come_and_go(0);
        for name in 1..1000 {
            come_and_go(name);
            // Each time it becomes the one that has been empty for the shortest time.
            assert!(std::ptr::eq(come_and_go(0).as_ptr(), kept.as_ptr()));
            assert!(open(&registry) <= 3);
        }
        (1..4).map(come_and_go).for_each(drop);
        assert!(kept.upgrade().is_none());
        assert_eq!(open(&registry), 3);
    }

    #[test]
    fn adapters_that_somebody_keeps_are_found_again_and_forgotten_once_nobody_does() {
        let registry = registry(&["*"]);
        let adapter =
            |name: usize| Arc::clone(registry.open(&format!("/{name}")).unwrap().adapter());

        let kept: Vec<_> = (0..1000).map(adapter).collect();
        assert_eq!(open(&registry), 1000);
        assert!(Arc::ptr_eq(&adapter(7), &kept[7]));

        drop(kept);
        (0..1000).map(adapter).for_each(drop);
        assert!(open(&registry) <= 1000, "{}", open(&registry));
        (1000..3000).map(adapter).for_each(drop);
        assert!(open(&registry) < 100, "{}", open(&registry));
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
