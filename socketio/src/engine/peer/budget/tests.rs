//! What a turn may do, and by what it ends.

use super::*;

const ALL: Quota = Quota(MESSAGES);

fn begun(quota: Quota) {
    begin(&Config::default(), quota, false);
}

/// How many messages a turn handles.
fn messages() -> usize {
    (1..1000).find(|_| handled()).expect("it is bounded")
}

#[test]
fn a_turn_is_bounded_in_messages_reads_deliveries_and_bytes() {
    begun(ALL);
    assert_eq!(messages(), usize::from(MESSAGES));
    end(ALL);

    begun(ALL);
    assert_eq!((1..9).find(|_| spend_read()), Some(4));
    end(ALL);

    for (deliveries, bytes) in [(DELIVERIES, 2), (2, BYTES)] {
        begun(ALL);
        sent(deliveries - 1, bytes - 1);
        assert!(!is_spent());
        sent(1, 1);
        assert!(is_spent());
        end(ALL);
    }
}

#[test]
fn a_turn_adds_no_more_than_a_quarter_of_what_may_wait_for_a_client() {
    let config = Config {
        outbound_messages: 100,
        outbound_bytes: 1000,
        ..Config::default()
    };

    begin(&config, ALL, false);
    sent(1, 249);
    assert!(!is_spent());
    sent(1, 1);
    assert!(is_spent());
    end(ALL);

    begin(&config, ALL, false);
    (1..25).for_each(|_| sent(1, 0));
    assert!(!is_spent());
    sent(1, 0);
    assert!(is_spent());
    end(ALL);
}

#[test]
fn a_turn_that_is_blocked_sends_nothing_and_others_are_not_bounded() {
    begin(&Config::default(), ALL, true);
    assert!(is_spent());
    // A handler that polls another connection begins a turn of its own.
    let outer = lay_aside();
    begun(ALL);
    assert!(!is_spent());
    end(ALL);
    take_up(outer);
    assert!(is_spent());
    end(ALL);

    sent(usize::MAX, usize::MAX);
    assert!(!is_spent() && !handled() && !spend_read());
}

#[test]
fn messages_that_take_long_leave_the_next_turn_fewer_and_quick_ones_all() {
    assert_eq!(next(ALL, TIME * 3, 15), Quota(5));
    assert_eq!(next(Quota(5), TIME * 100, 1), Quota(1));
    assert_eq!(next(Quota(5), TIME * 3 / 4, 5), Quota(5));

    let recovered = (0..6).fold(Quota(1), |quota, _| next(quota, TIME / 10, 1));
    assert_eq!(recovered, ALL);
}

#[test]
fn a_client_whose_messages_took_long_is_timed_from_the_first_one() {
    begun(Quota(10));
    std::thread::sleep(TIME);

    assert!(handled(), "the first message was too long");

    assert_eq!(end(Quota(10)), Quota(1));
}

#[test]
fn others_are_timed_after_some_messages() {
    begun(ALL);
    let first = usize::from(FIRST_LOOK);
    assert!((0..first).all(|_| !handled()));
    std::thread::sleep(TIME);

    assert_eq!(messages(), usize::from(LOOK));

    assert!(end(ALL).0 <= LOOK);

    begun(ALL);
    assert!((0..first).all(|_| !handled()));
    std::thread::sleep(TIME);
    assert_eq!(end(ALL), ALL, "of what was not timed nothing is known");
}
