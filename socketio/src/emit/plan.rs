//! Plan: everything about an emit but its data: whom it is for and how it travels. Not generic, so that it
//! is compiled once.

use std::{sync::Arc, time::Duration};

use super::{
    caller::Caller,
    error::{EmitError, TargetError},
    issuer::{Destination, Issuer},
    wait::Wait,
};
use crate::{
    ack::Answers,
    adapter::{Flags, IntoRooms, Member, Offset, Phase, RoomList, Target, To},
    engine::{self, Message, Untaken},
    observe::{Observation, Topics},
    packet::Codec,
};

/// How long an answer is waited for, unless told otherwise.
const TIMEOUT: Duration = Duration::from_secs(60);

#[derive(Clone, Debug)]
pub(super) struct Plan<'a> {
    issuer: Issuer,
    pub(super) namespace: Option<&'a str>,
    to: To<'a>,
    except: RoomList<'a>,
    pub(super) broadcast: bool,
    pub(super) include_self: bool,
    pub(super) flags: Flags,
    pub(super) compress: bool,
    pub(super) timeout: Option<Duration>,
}

/// The recipients of an event, looked up from its plan.
pub(super) enum Audience<'a> {
    /// The caller alone: straight to its queue, past the rooms.
    Caller(Arc<Caller>, Flags),
    Members(Destination, Target<'a>),
}

impl<'a> Plan<'a> {
    pub(super) fn new(issuer: Issuer) -> Self {
        Self {
            issuer,
            namespace: None,
            to: To::Everyone,
            except: RoomList::default(),
            broadcast: false,
            include_self: true,
            flags: Flags::default(),
            compress: true,
            timeout: None,
        }
    }

    pub(super) fn to(&mut self, rooms: impl IntoRooms<'a>) {
        self.to.add(rooms);
    }

    pub(super) fn except(&mut self, rooms: impl IntoRooms<'a>) {
        rooms.add_to(&mut self.except);
    }

    pub(super) fn timeout(&self) -> Duration {
        self.timeout.unwrap_or(TIMEOUT)
    }

    /// Settles whom it is for.
    pub(super) fn audience(self) -> Result<Audience<'a>, TargetError> {
        let adapter = self.issuer.destination(self.namespace)?;
        if self.broadcast && !matches!(self.to, To::Everyone) {
            return Err(TargetError::BroadcastToRooms);
        }
        // An `Io` has no caller, so without names it sends to the whole namespace.
        let everyone = self.broadcast || matches!(self.issuer, Issuer::Io(_));
        let mut except = self.except;
        if !self.include_self {
            except.push_sid(self.issuer.caller_in(&adapter)?.sid());
        }
        let mut target = Target {
            to: self.to,
            except,
            flags: self.flags,
        };
        if matches!(target.to, To::Everyone) && !everyone {
            let caller = self.issuer.caller_in(&adapter)?;
            if !self.include_self {
                return Err(TargetError::NobodyLeft);
            }
            if target.except.as_slice().is_empty() {
                return Ok(Audience::Caller(Arc::clone(caller), self.flags));
            }
            target.to = To::Member(caller.sid());
        }
        Ok(Audience::Members(adapter, target))
    }
}

impl Audience<'_> {
    /// The format of the packets of those it is for.
    pub(super) fn codec(&self) -> Codec {
        match self {
            Self::Caller(caller, _) => caller.adapter.codec(),
            Self::Members(adapter, _) => adapter.codec(),
        }
    }

    pub(super) fn namespace(&self) -> &str {
        match self {
            Self::Caller(caller, _) => caller.namespace(),
            Self::Members(adapter, _) => adapter.namespace(),
        }
    }

    /// The offset to encode an event with that is to be recorded.
    #[inline]
    pub(super) fn next_offset(&self) -> Option<Offset> {
        match self {
            Self::Caller(caller, flags) => caller.adapter.next_offset(*flags),
            Self::Members(adapter, target) => adapter.next_offset(target.flags),
        }
    }

    /// Sends it. What is left to be waited for, if it is for one client, who has no room for it now. `offset` is the one that
    /// it was encoded with.
    pub(super) fn send(
        self,
        event: &str,
        message: Message,
        offset: Option<Offset>,
    ) -> Result<Option<Wait>, EmitError> {
        self.tell_sent(event, &message, false);
        match self {
            Self::Caller(caller, flags) => {
                let (adapter, member) = (&caller.adapter, &caller.member);
                match adapter.send(member, message, flags.volatile, offset) {
                    Ok(()) => Ok(None),
                    Err(Untaken::Gone) => Err(EmitError::Disconnected),
                    Err(Untaken::Full(message)) => match Wait::begin(caller, message, offset) {
                        Some(wait) => Ok(Some(wait)),
                        None => Err(EmitError::SlowConsumer),
                    },
                }
            }
            Self::Members(adapter, target) => {
                adapter.broadcast(&target, &message, offset)?;
                Ok(None)
            }
        }
    }

    /// Tells observers what is about to be sent, and to how many.
    #[inline]
    fn tell_sent(&self, event: &str, message: &Message, asks: bool) {
        let adapter = match self {
            Self::Caller(caller, _) => &caller.adapter,
            Self::Members(adapter, _) => &**adapter,
        };
        adapter
            .observers()
            .tell_of(Topics::EMITS, || Observation::EventSent {
                namespace: adapter.namespace(),
                event,
                bytes: message.size(),
                recipients: match self {
                    Self::Caller(caller, _) => usize::from(caller.member.phase().takes_messages()),
                    Self::Members(adapter, target) => adapter.count(target),
                },
                asks,
            });
    }

    /// Whether it is for nobody but the client whose connect handler asks. That client gets nothing before the handler
    /// has returned, so the handler cannot wait for its answer.
    pub(super) fn is_connecting_here(&self) -> bool {
        let is_connecting_here = |member: &Member| {
            member.phase() == Phase::Connecting && engine::is_handling(member.peer())
        };
        match self {
            Self::Caller(caller, _) => is_connecting_here(&caller.member),
            Self::Members(adapter, target) => {
                let only = match &target.to {
                    To::Member(sid) => Some(*sid),
                    To::Rooms(rooms) => match rooms.as_slice() {
                        [room] => room.to_sid(),
                        _ => None,
                    },
                    To::Everyone => None,
                };
                let member = only.and_then(|sid| adapter.find(sid));
                member.is_some_and(|member| is_connecting_here(&member))
            }
        }
    }

    /// The id to encode a question with.
    pub(super) fn next_ack(&self) -> u64 {
        match self {
            Self::Caller(caller, _) => caller.adapter.next_ack(),
            Self::Members(adapter, _) => adapter.next_ack(),
        }
    }

    /// Asks it. The answers are waited for no longer than `timeout`.
    pub(super) fn ask(
        self,
        event: &str,
        id: u64,
        message: &Message,
        timeout: Duration,
    ) -> Result<Answers, EmitError> {
        self.tell_sent(event, message, true);
        let answers = match self {
            Self::Caller(caller, _) if !caller.member.phase().takes_messages() => {
                return Err(EmitError::Disconnected);
            }
            Self::Caller(caller, flags) => {
                let target = Target {
                    flags,
                    ..Target::member(caller.sid())
                };
                caller.adapter.ask(&target, id, message, timeout)?
            }
            Self::Members(adapter, target) => adapter.ask(&target, id, message, timeout)?,
        };
        Ok(answers.within(timeout))
    }
}
