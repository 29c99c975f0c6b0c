//! Compares two contracts, event by event.

use super::subset::Subset;
use crate::spec::model::{Arg, Connect, Contract, Inbound, Namespace, Outbound};

/// What breaks clients that were written for the old contract, one sentence each.
pub(super) fn breaks(old: &Contract, new: &Contract) -> Vec<String> {
    let mut comparison = Comparison {
        // What old clients send must be taken, and what they get must be something that they know.
        taken: Subset::new(&old.types, &new.types),
        known: Subset::new(&new.types, &old.types),
        found: Vec::new(),
    };
    if old.path != new.path {
        comparison.note(&format!(
            "the server was on `{}` and is on `{}`: old clients do not find it",
            old.path, new.path
        ));
    }
    for (name, namespace) in &old.namespaces {
        match new.namespaces.get(name).or_else(|| new.namespaces.get("*")) {
            Some(now) => comparison.namespace(name, namespace, now),
            None => comparison.note(&format!(
                "the namespace `{name}` is gone: old clients cannot join it"
            )),
        }
    }
    comparison.found
}

struct Comparison<'a> {
    taken: Subset<'a>,
    known: Subset<'a>,
    found: Vec<String>,
}

impl Comparison<'_> {
    fn note(&mut self, text: &str) {
        self.found.push(text.to_owned());
    }

    fn namespace(&mut self, name: &str, old: &Namespace, new: &Namespace) {
        self.connect(name, old.connect.as_ref(), new.connect.as_ref());
        let takes_all = new.client_to_server.iter().any(|event| event.event == "*");
        for event in &old.client_to_server {
            match new
                .client_to_server
                .iter()
                .find(|now| now.event == event.event)
            {
                Some(now) => self.inbound(name, event, now),
                None if takes_all => {}
                None => self.note(&format!(
                    "the event `{}` of `{name}` is gone: old clients that send it get an error",
                    event.event
                )),
            }
        }
        for event in &old.server_to_client {
            match new.server_to_client.iter().find(|now| now.event == event.event) {
                Some(now) => self.outbound(name, event, now),
                None => self.note(&format!(
                    "the event `{}` of `{name}` is not sent any more: old clients wait for it in vain",
                    event.event
                )),
            }
        }
    }

    fn connect(&mut self, name: &str, old: Option<&Connect>, new: Option<&Connect>) {
        let auth = |connect: Option<&Connect>| connect.and_then(|connect| connect.auth.clone());
        let Some(now) = auth(new) else {
            return;
        };
        let fault = match auth(old) {
            None if now.optional => None,
            None => Some("old clients send none".to_owned()),
            Some(before) if before.optional && !now.optional => {
                Some("old clients may send none".to_owned())
            }
            Some(before) => self.taken.fault(&before.schema, &now.schema, "auth"),
        };
        if let Some(fault) = fault {
            self.note(&format!(
                "the `auth` of `{name}` is another one, so old clients are refused: {fault}"
            ));
        }
    }

    fn inbound(&mut self, name: &str, old: &Inbound, new: &Inbound) {
        let event = format!("the event `{}` of `{name}`", old.event);
        self.sent(&event, &old.args, &new.args, new.rest);
        if old.rest && !new.rest {
            self.note(&format!(
                "{event} does not take any number of arguments any more: old clients send too many"
            ));
        }
        self.got(&format!("the answer to {event}"), &old.answer, &new.answer);
    }

    fn outbound(&mut self, name: &str, old: &Outbound, new: &Outbound) {
        let event = format!("the event `{}` of `{name}`", old.event);
        self.got(&event, &old.args, &new.args);
        match (&old.answer, &new.answer) {
            (Some(before), Some(now)) => self.sent(
                &format!("the answer that clients give to {event}"),
                before,
                now,
                false,
            ),
            (None, Some(_)) => self.note(&format!(
                "{event} now asks for an answer, which old clients do not give"
            )),
            (_, None) => {}
        }
    }

    /// Arguments that old clients send.
    fn sent(&mut self, what: &str, old: &[Arg], new: &[Arg], rest: bool) {
        for (at, now) in new.iter().enumerate() {
            match old.get(at) {
                None if now.optional => {}
                None => self.note(&format!(
                    "{what} has the new argument `{}`, which old clients do not send: make it an `Option`",
                    now.name
                )),
                Some(before) if before.optional && !now.optional => self.note(&format!(
                    "{what} needs the argument `{}`, which old clients may leave out",
                    now.name
                )),
                Some(before) => {
                    if let Some(fault) = self.taken.fault(&before.schema, &now.schema, &now.name) {
                        self.note(&format!("{what} takes less than before, so old clients get an error: {fault}"));
                    }
                }
            }
        }
        if let Some(gone) = old.get(new.len()).filter(|_| !rest) {
            self.note(&format!(
                "{what} does not take the argument `{}` any more, so old clients send too many",
                gone.name
            ));
        }
    }

    /// Arguments that old clients get. They need not look at those that are new.
    fn got(&mut self, what: &str, old: &[Arg], new: &[Arg]) {
        for (at, before) in old.iter().enumerate() {
            match new.get(at) {
                None => self.note(&format!(
                    "{what} does not have `{}` any more, which old clients read",
                    before.name
                )),
                Some(now) => {
                    if let Some(fault) = self.known.fault(&now.schema, &before.schema, &before.name)
                    {
                        self.note(&format!(
                            "{what} can be what old clients do not know: {fault}"
                        ));
                    }
                }
            }
        }
    }
}
