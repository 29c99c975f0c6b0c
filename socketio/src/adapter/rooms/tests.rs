//! Rooms against a model of them: sets of names.

use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;

use super::*;
use crate::{
    adapter::{
        Allowance, Phase, Profile,
        target::{RoomList, Target, To},
    },
    config::Config,
    engine::{Engine, Handshake, Stream},
};

type Model = BTreeMap<String, BTreeSet<Sid>>;

/// Numbers that look random and are the same every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (self.0 >> 33) as usize % sides
    }
}

fn peer() -> Arc<Peer> {
    let handshake = Handshake::new(&mut http::Request::new(()).into_parts().0, None);
    let (stream, _) = tokio::io::duplex(64);
    let engine = Engine::new(Arc::new(Config::default()));
    let stream = Stream::other(stream, Bytes::new());
    Arc::clone(
        engine
            .open_websocket(Sid::random(), handshake, stream)
            .peer(),
    )
}

fn member(peer: &Arc<Peer>) -> Arc<Member> {
    let (sid, peer) = (Sid::random(), Arc::clone(peer));
    Arc::new(Member::new(
        sid,
        peer,
        Profile::default(),
        Phase::Connected,
        Allowance::default(),
    ))
}

/// The sids a target means, in the order they are visited.
fn visited(rooms: &Rooms, target: &Target<'_>) -> Vec<Sid> {
    let mut sids = Vec::new();
    rooms.each(target, |peer, seat| {
        assert!(Arc::ptr_eq(peer, rooms.member(seat).peer()));
        sids.push(rooms.member(seat).sid());
    });
    sids
}

fn list(names: &[String]) -> RoomList<'_> {
    let mut list = RoomList::default();
    names.iter().for_each(|name| list.push(name));
    list
}

/// What the two directions and the model say of each other.
fn agree(rooms: &Rooms, model: &Model, sids: &[Sid]) {
    for (name, members) in model {
        let entries = rooms.entries(name).unwrap_or_default();
        let found: BTreeSet<Sid> = entries
            .iter()
            .map(|entry| rooms.member(entry.seat).sid())
            .collect();
        assert_eq!(found, *members, "{name}");
        assert_eq!(entries.len(), members.len());
    }
    assert_eq!(
        rooms.names.len(),
        model.values().filter(|members| !members.is_empty()).count()
    );
    assert_eq!(rooms.everyone().len(), sids.len());
    for sid in sids {
        let mut expected: Vec<String> = vec![sid.to_string()];
        expected.extend(
            model
                .iter()
                .filter(|(_, m)| m.contains(sid))
                .map(|(name, _)| name.clone()),
        );
        let mut names = rooms.names_of(*sid).unwrap();
        names.sort();
        expected.sort();
        assert_eq!(names, expected);
    }
}

#[tokio::test]
async fn any_sequence_of_changes_leaves_what_the_model_says() {
    let mut dice = Dice(1);
    let peer = peer();
    let (mut rooms, mut model, mut sids) = (Rooms::default(), Model::new(), Vec::new());
    for step in 0..3000 {
        let name = format!("room {}", dice.roll(8));
        let sid = (!sids.is_empty()).then(|| sids[dice.roll(sids.len())]);
        match (dice.roll(20), sid) {
            (0..3, _) | (_, None) => {
                let member = member(&peer);
                sids.push(member.sid());
                rooms.insert(member);
            }
            (3..5, Some(sid)) => {
                assert_eq!(rooms.remove(sid).unwrap().sid(), sid);
                sids.retain(|other| *other != sid);
                model
                    .values_mut()
                    .for_each(|members| _ = members.remove(&sid));
            }
            (5..14, Some(sid)) => {
                assert!(rooms.join(sid, &name));
                model.entry(name).or_default().insert(sid);
            }
            (14..19, Some(sid)) => {
                assert!(rooms.leave(sid, &name));
                model.entry(name).or_default().remove(&sid);
            }
            (_, Some(_)) => {
                rooms.close(&name);
                model.remove(&name);
            }
        }
        if step % 10 == 0 {
            agree(&rooms, &model, &sids);
        }
    }
    for sid in sids {
        rooms.remove(sid);
    }
    assert_eq!(
        (rooms.names.len(), rooms.rooms.len(), rooms.seats.len()),
        (0, 1, 0)
    );
}

#[tokio::test]
async fn a_target_means_the_union_without_the_exceptions_each_once() {
    let mut dice = Dice(2);
    let peer = peer();
    let (mut rooms, mut model, mut sids) = (Rooms::default(), Model::new(), Vec::new());
    for _ in 0..100 {
        let member = member(&peer);
        sids.push(member.sid());
        rooms.insert(Arc::clone(&member));
        model
            .entry(member.sid().to_string())
            .or_default()
            .insert(member.sid());
        for room in 0..6 {
            if dice.roll(3) == 0 {
                let name = format!("room {room}");
                rooms.join(member.sid(), &name);
                model.entry(name).or_default().insert(member.sid());
            }
        }
    }
    let some = |dice: &mut Dice, most: usize| -> Vec<String> {
        let names = 0..dice.roll(most + 1);
        names
            .map(|_| match dice.roll(3) {
                0 => sids[dice.roll(sids.len())].to_string(),
                _ => format!("room {}", dice.roll(7)),
            })
            .collect()
    };
    for round in 0..2000 {
        let (to, except) = (some(&mut dice, 3), some(&mut dice, 12));
        let everyone = round % 5 == 0;
        let target = Target {
            to: if everyone {
                To::Everyone
            } else {
                To::Rooms(list(&to))
            },
            except: list(&except),
            ..Target::default()
        };

        let mut visited = visited(&rooms, &target);

        let union = |names: &[String]| -> BTreeSet<Sid> {
            names
                .iter()
                .filter_map(|name| model.get(name))
                .flatten()
                .copied()
                .collect()
        };
        let meant = if everyone {
            sids.iter().copied().collect()
        } else {
            union(&to)
        };
        let expected: Vec<Sid> = meant.difference(&union(&except)).copied().collect();
        visited.sort();
        assert_eq!(visited, expected, "to {to:?} except {except:?}");
    }
}

#[tokio::test]
async fn room_is_gone_when_the_last_member_leaves() {
    let (mut rooms, peer) = (Rooms::default(), peer());
    let (ann, bob) = (member(&peer), member(&peer));
    for member in [&ann, &bob] {
        rooms.insert(Arc::clone(member));
        rooms.join(member.sid(), "a");
    }

    rooms.leave(ann.sid(), "a");
    assert!(rooms.entries("a").is_some());
    rooms.remove(bob.sid());

    assert!(rooms.entries("a").is_none());
}

#[tokio::test]
async fn a_crowd_that_left_leaves_no_memory_behind() {
    let (mut rooms, peer) = (Rooms::default(), peer());
    let crowd: Vec<_> = (0..10_000).map(|_| member(&peer)).collect();
    for member in &crowd {
        rooms.insert(Arc::clone(member));
        rooms.join(member.sid(), "hall");
    }

    for member in &crowd[1..] {
        rooms.remove(member.sid());
    }

    assert!(rooms.rooms[EVERYONE as usize].entries.capacity() <= SMALL * SPARSE);
    assert!(rooms.sids.capacity() <= SMALL * SPARSE);
    assert_eq!(rooms.entries("hall").unwrap().len(), 1);
}

#[tokio::test]
async fn strangers_join_nothing() {
    let mut rooms = Rooms::default();
    let stranger = Sid::random();

    assert!(!rooms.join(stranger, "a"));
    assert!(!rooms.leave(stranger, "a"));
    assert!(rooms.remove(stranger).is_none());
    assert!(rooms.names_of(stranger).is_none());
    assert!(rooms.entries("a").is_none());
}
