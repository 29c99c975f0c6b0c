//! Observers: all observers of a server. If no observer wants a topic, telling of it is one test of a set of bits.

use std::{
    fmt, mem,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use super::{
    Observation, Observer, Topics,
    log::{self, Log},
};

/// The observers of one server, the log among them.
#[derive(Clone)]
pub(crate) struct Observers {
    /// The topics that any of `others` wants.
    topics: Topics,
    /// The log. Its topics are not in `topics`, because they change with the level that `tracing` is set to.
    log: Option<Arc<Log>>,
    /// Whether the log must not write to stderr.
    quiet: bool,
    others: Arc<[(Topics, Arc<dyn Observer>)]>,
}

impl Default for Observers {
    fn default() -> Self {
        Self {
            topics: Topics::NONE,
            log: Some(Arc::default()),
            quiet: false,
            others: Arc::default(),
        }
    }
}

impl Observers {
    pub(crate) fn add(&mut self, observer: Arc<dyn Observer>) {
        let topics = observer.topics();
        self.topics |= topics;
        let others = self.others.iter().cloned();
        self.others = others.chain([(topics, observer)]).collect();
    }

    /// Sets whether this crate writes a log.
    pub(crate) fn set_log(&mut self, yes: bool) {
        self.log = yes.then(Arc::default);
    }

    /// Sets whether [`print`](Self::print) does nothing.
    pub(crate) fn set_quiet(&mut self, yes: bool) {
        self.quiet = yes;
    }

    /// Lets the log write errors and warnings to stderr as long as the program has no subscriber of `tracing`.
    pub(crate) fn print(&self) {
        if let Some(log) = &self.log
            && !self.quiet
        {
            log.print();
        }
    }

    /// Whether any observer wants this topic.
    #[inline]
    pub(crate) fn want(&self, topic: Topics) -> bool {
        self.topics.intersects(topic) || (log::wants(topic) && self.log.is_some())
    }

    /// Tells all observers that want the topic. It is never called under a lock, since observers are code of the program.
    #[cold]
    pub(crate) fn tell(&self, observation: &Observation<'_>) {
        let topic = observation.topic();
        if let Some(log) = &self.log
            && log::wants(topic)
        {
            tell(&**log, observation);
        }
        for (topics, observer) in &*self.others {
            if topics.contains(topic) {
                tell(&**observer, observation);
            }
        }
    }

    /// Tells an observation, which is made only if any observer wants the topic.
    #[inline]
    pub(crate) fn tell_of<'a>(&self, topic: Topics, observe: impl FnOnce() -> Observation<'a>) {
        if self.want(topic) {
            self.tell(&observe());
        }
    }
}

/// Tells one observer. Its panic ends here; the panic hook has written the text already.
fn tell(observer: &dyn Observer, observation: &Observation<'_>) {
    if let Err(panic) = catch_unwind(AssertUnwindSafe(|| observer.observe(observation))) {
        // Dropping the panic's value could panic again.
        mem::forget(panic);
    }
}

impl fmt::Debug for Observers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Observers")
            .field("topics", &self.topics)
            .field("log", &self.log.is_some())
            .field("others", &self.others.len())
            .finish()
    }
}

#[cfg(test)]
mod tests;
