//! Comeback: clients that have lost their connection join again as who they were. What is decided here is whether they may;
//! how a client is put back into its rooms is in `restore`, and what is kept for it in `recovery`.

use std::sync::Arc;

use tokio::time::sleep;

use super::{
    Adapter, Flags, Profile, Target,
    member::{Member, Phase},
    recovery::{Offset, Pid, Store},
    restore::{Claim, Returned, Returning},
};
use crate::{
    engine::{self, Peer},
    observe::{RecoveryFailure, RecoveryStats},
    sid::Sid,
};

impl Adapter {
    /// Whether clients that lose their connection may come back as who they were.
    pub(crate) fn recovers(&self) -> bool {
        self.local.store.is_some()
    }

    /// Whether the connect handler decides about clients that come back.
    pub(crate) fn authorises_again(&self) -> bool {
        let store = self.local.store.as_ref();
        store.is_none_or(|store| store.authorises_again())
    }

    /// Adds a member as [`add`](Self::add) does, which may lose its connection and come back with this private id.
    pub(crate) fn add_recoverable(
        self: &Arc<Self>,
        sid: Sid,
        pid: Pid,
        peer: Arc<Peer>,
        profile: Profile,
        phase: Phase,
    ) -> Arc<Member> {
        let Some(store) = &self.local.store else {
            return self.add(sid, peer, profile, phase);
        };
        let member = Member::new(sid, peer, profile, phase, self.allowance);
        let member = self.local.admit(store, member, pid);
        self.keep_swept(store);
        member
    }

    /// Looks at who a client says that it was, and which event it got last.
    pub(crate) fn claim(&self, pid: &str, offset: Option<&str>) -> Result<Claim, RecoveryFailure> {
        let store = self.local.store.as_ref();
        let store = store.ok_or(RecoveryFailure::Unknown)?;
        let claim = Claim::new(store, pid, offset);
        claim.inspect_err(|failure| store.counters.count_failed(*failure))
    }

    /// A client comes back as who it was.
    pub(crate) fn restore(
        self: &Arc<Self>,
        claim: Claim,
        returning: Returning<'_>,
    ) -> Result<Arc<Member>, RecoveryFailure> {
        let store = self.local.store.as_ref();
        let store = store.ok_or(RecoveryFailure::Unknown)?;
        let noted = self.notes_rooms();
        let returned = engine::walk(|| {
            self.local
                .restore(store, claim, returning, self.allowance, noted)
        });
        let Returned {
            member,
            replaced,
            changes,
        } = returned.inspect_err(|failure| store.counters.count_failed(*failure))?;
        if member.phase() == Phase::Connected {
            // Nobody decides about it any more.
            store.counters.count_recovered();
        }
        if replaced {
            // Nobody answers questions that were put over the old connection.
            self.acks.fail(member.sid());
        }
        self.tell(&changes);
        self.keep_swept(store);
        Ok(member)
    }

    /// Starts the task that gives up what has expired, unless it runs. It lives as long as there is anything to give up.
    fn keep_swept(self: &Arc<Self>, store: &Store) {
        let begins = store.lock().begin_to_sweep();
        if begins {
            tokio::spawn(sweep(Arc::clone(self)));
        }
    }

    /// Gives up all clients that have lost their connection: the server is gone.
    pub(crate) fn give_up_lost(&self) {
        self.local.give_up(&Target::default());
    }

    /// How much is kept for clients that have lost their connection; `None` if they are not recovered.
    pub(crate) fn recovery_stats(&self) -> Option<RecoveryStats> {
        let store = self.local.store.as_ref()?;
        let (load, counters) = (store.lock().load(), &store.counters);
        Some(RecoveryStats {
            clients: load.clients,
            messages: load.messages,
            bytes: load.bytes,
            kept: counters.kept(),
            recovered: counters.recovered(),
            refused: counters.refused(),
            failed: counters.failed(),
        })
    }

    /// The offset of the next event; `None` if it is not to be recorded.
    #[inline]
    pub(crate) fn next_offset(&self, flags: Flags) -> Option<Offset> {
        let store = self.local.store.as_ref()?;
        (!flags.volatile).then(|| store.next_offset())
    }
}

/// Gives up what a namespace keeps for clients that have lost their connection, once it has expired. The namespace lives
/// as long as there is anything, so that whoever was alone in it can come back as well.
async fn sweep(adapter: Arc<Adapter>) {
    while let Some(store) = &adapter.local.store {
        let (expired, next) = store.lock().sweep();
        expired.end();
        match next {
            Some(next) => sleep(next).await,
            None => return,
        }
    }
}
