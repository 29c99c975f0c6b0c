use std::{
    any::Any,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Barrier,
    thread,
};

use super::*;

fn text(panic: Box<dyn Any + Send>) -> String {
    *panic.downcast::<String>().unwrap()
}

#[test]
fn clones_are_the_same_session() {
    let session = Session::new(1);
    let other = session.clone();

    other.with(|value| *value += 1);

    assert_eq!(session.get(), 2);
    session.set(5);
    assert_eq!(session.replace(6), 5);
    assert_eq!((other.take(), session.get()), (6, 0));
}

#[test]
fn a_session_used_inside_itself_panics_and_names_the_place() {
    let session = Session::from(1);
    let uses: [fn(&Session<i32>); 4] = [
        |session| session.with(|_| ()),
        |session| assert_eq!(session.get(), 1),
        |session| session.set(2),
        |session| assert_eq!(session.take(), 1),
    ];
    for inside in uses {
        let line = line!() + 2;
        let panicked = catch_unwind(AssertUnwindSafe(|| {
            session.with(|_| inside(&session));
        }));

        let text = text(panicked.unwrap_err());
        assert!(text.contains(&format!("{}:{line}:", file!())), "{text}");
        // Nothing is left locked.
        assert_eq!(session.get(), 1);
    }
}

#[test]
fn sessions_may_be_nested() {
    let (one, two) = (Session::new(1), Session::new(2));

    let sum = one.with(|one| two.with(|two| *one + *two));

    assert_eq!(sum, 3);
    assert_eq!(two.with(|two| one.with(|one| *one + *two)), 3);
}

#[test]
fn closures_that_wait_for_each_other_do_not_wait_for_ever() {
    let (one, two) = (Session::new(1), Session::new(2));
    let both = Barrier::new(2);
    let nest = |outer: &Session<i32>, inner: &Session<i32>| {
        catch_unwind(AssertUnwindSafe(|| {
            outer.with(|_| {
                both.wait();
                inner.with(|_| ());
            });
        }))
    };

    let (first, second) = thread::scope(|scope| {
        let first = scope.spawn(|| nest(&one, &two));
        let second = scope.spawn(|| nest(&two, &one));
        (first.join().unwrap(), second.join().unwrap())
    });

    let panics: Vec<String> = [first, second]
        .into_iter()
        .filter_map(Result::err)
        .map(text)
        .collect();
    assert!(!panics.is_empty());
    for text in panics {
        assert!(
            text.contains("wait for each other") && text.contains(file!()),
            "{text}"
        );
    }
    assert_eq!((one.get(), two.get()), (1, 2));
}

#[test]
fn a_session_can_be_printed_whoever_has_it() {
    let session = Session::new(1);

    assert_eq!(format!("{session:?}"), "Session(1)");
    assert_eq!(session.with(|_| format!("{session:?}")), "Session(..)");
}
