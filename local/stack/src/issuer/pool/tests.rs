#![allow(clippy::unwrap_used)]

use super::*;
use crate::mailbox::Filter;
use crate::wiring::CodeMail;

fn now() -> Timestamp {
    "2026-11-22T10:00:00Z".parse().unwrap()
}

fn pool() -> Pool {
    let settings = UserPool {
        id: "eu_1".to_owned(),
        groups: vec!["provider".to_owned()],
        invitation_subject: "Hello".to_owned(),
        invitation: "<b>{####}</b> for {username}".to_owned(),
        invitation_days: 7,
        shortest_password: 12,
        code: Some(CodeMail {
            subject: "Your code".to_owned(),
            message: "<i>{####}</i>".to_owned(),
        }),
        ..UserPool::default()
    };
    Pool::open(settings, Mailbox::default(), None).unwrap()
}

fn address(email: &str) -> Attributes {
    let verified = ("email_verified".to_owned(), "true".to_owned());
    [("email".to_owned(), email.to_owned()), verified].into()
}

/// The password in the newest invitation.
fn invited(pool: &Pool, email: &str) -> String {
    let to = Some(email.to_owned());
    let mails = pool.mailbox.find(&Filter { channel: None, to });
    let html = mails[0].html.clone().unwrap();
    html[3..].split('<').next().unwrap().to_owned()
}

#[test]
fn the_invited_choose_a_password_and_sign_in_by_their_address() {
    let pool = pool();
    let grace = address("grace@example.com");
    pool.create("prv_1", grace.clone(), Invitation::Send, now())
        .unwrap();
    let password = invited(&pool, "grace@example.com");
    let signs_in = |password: &str, chosen: Option<&str>, at| {
        pool.sign_in("Grace@Example.com", password, chosen, at)
            .map(|done| match done {
                SignIn::Done(user) => user.name,
                SignIn::Code(_) => panic!("they need no code"),
            })
    };
    assert_eq!(
        signs_in("nonsense", None, now()),
        Err(PoolError::WrongPassword)
    );
    let required = Err(PoolError::NewPasswordRequired);
    assert_eq!(signs_in(&password, None, now()), required);
    assert_eq!(
        signs_in(&password, Some("short"), now()),
        Err(PoolError::ShortPassword)
    );
    let week = now() + SignedDuration::from_hours(7 * 24);
    assert_eq!(
        signs_in(&password, Some("long enough"), week),
        Err(PoolError::WrongPassword)
    );
    let name = Ok("prv_1".to_owned());
    assert_eq!(signs_in(&password, Some("my own password"), now()), name);
    assert_eq!(
        signs_in(&password, None, now()),
        Err(PoolError::WrongPassword)
    );
    assert_eq!(signs_in("my own password", None, week), name);
    assert_eq!(
        pool.create("prv_1", grace, Invitation::Resend, week),
        Err(PoolError::AlreadySignedIn)
    );
}

#[test]
fn a_name_and_an_address_belong_to_one_user_whatever_the_case_of_letters() {
    let pool = pool();
    let make = |name: &str, email: &str| {
        let made = pool.create(name, address(email), Invitation::Suppress, now());
        made.map(|user| user.name)
    };
    assert_eq!(make("PRV_1", "a@example.com"), Ok("prv_1".to_owned()));
    assert_eq!(make("prv_1", "b@example.com"), Err(PoolError::NameExists));
    assert_eq!(make("prv_2", "A@example.com"), Err(PoolError::AliasExists));
    assert_eq!(
        make("c@example.com", "c@example.com"),
        Err(PoolError::NameIsAddress)
    );
    make("prv_2", "b@example.com").unwrap();
    let moved = |email: &str| pool.update("prv_2", address(email), now());
    assert_eq!(moved("a@example.com"), Err(PoolError::AliasExists));
    assert_eq!(moved("B@example.com"), Ok(()));
    assert_eq!(pool.get("b@EXAMPLE.com").unwrap().name, "prv_2");
    assert!(
        pool.mailbox
            .find(&Filter {
                channel: None,
                to: None
            })
            .is_empty()
    );
}

#[test]
fn an_invitation_that_is_sent_again_has_another_password() {
    let pool = pool();
    let grace = address("grace@example.com");
    assert_eq!(
        pool.create("prv_1", grace.clone(), Invitation::Resend, now()),
        Err(PoolError::NoUser)
    );
    pool.create("prv_1", grace.clone(), Invitation::Send, now())
        .unwrap();
    let first = invited(&pool, "grace@example.com");
    pool.create("prv_1", grace, Invitation::Resend, now())
        .unwrap();
    let second = invited(&pool, "grace@example.com");
    let own = Some("my own password");
    let with = |password: &str| pool.sign_in("prv_1", password, own, now());
    assert_eq!(with(&first), Err(PoolError::WrongPassword));
    assert!(with(&second).is_ok());
}

#[test]
fn who_is_disabled_or_signed_out_everywhere_is_signed_in_no_more() {
    let pool = pool();
    let grace = address("grace@example.com");
    pool.create("prv_1", grace, Invitation::Suppress, now())
        .unwrap();
    assert!(pool.keeps("prv_1", now()));
    assert!(pool.keeps("somebody_else", now()));
    pool.set_enabled("prv_1", false, now()).unwrap();
    assert!(!pool.keeps("prv_1", now()));
    pool.set_enabled("prv_1", true, now()).unwrap();
    assert!(pool.keeps("prv_1", now()));
    pool.sign_out("prv_1", now()).unwrap();
    assert!(!pool.keeps("prv_1", now()));
    assert!(pool.keeps("prv_1", now() + SignedDuration::from_secs(1)));
    assert_eq!(pool.add_to_group("prv_1", "kings"), Err(PoolError::NoGroup));
    assert_eq!(pool.add_to_group("prv_1", "provider"), Ok(()));
}

/// (A8)
#[test]
fn who_needs_a_code_signs_in_with_the_one_in_their_mailbox() {
    let pool = pool();
    let grace = address("grace@example.com");
    pool.create("prv_1", grace, Invitation::Send, now())
        .unwrap();
    let password = invited(&pool, "grace@example.com");
    pool.set_needs_code("prv_1", true).unwrap();
    let own = "my own password";
    let session =
        |password: &str, chosen: Option<&str>| match pool.sign_in("prv_1", password, chosen, now())
        {
            Ok(SignIn::Code(session)) => session,
            other => panic!("{other:?}"),
        };
    let first = session(&password, Some(own));
    let code = invited(&pool, "grace@example.com");
    let over = now() + SignedDuration::from_mins(3);
    let in_time = over - SignedDuration::from_secs(1);
    let with = |session: &str, code: &str, at| {
        let user = pool.sign_in_with(session, code, at);
        user.map(|user| user.name)
    };
    let wrong = format!("{:06}", (code.parse::<u32>().unwrap() + 1) % 1_000_000);
    assert_eq!(with(&first, &code, over), Err(PoolError::SessionOver));
    assert_eq!(with(&first, &wrong, now()), Err(PoolError::WrongCode));
    assert_eq!(with(&first, &code, in_time), Ok("prv_1".to_owned()));
    assert_eq!(with(&first, &code, now()), Err(PoolError::SessionOver));

    let second = session(own, None);
    let another = invited(&pool, "grace@example.com");
    for _ in 0..3 {
        assert_eq!(with(&second, "no code", now()), Err(PoolError::WrongCode));
    }
    assert_eq!(with(&second, &another, now()), Err(PoolError::SessionOver));

    let third = session(own, None);
    let third_code = invited(&pool, "grace@example.com");
    pool.set_enabled("prv_1", false, now()).unwrap();
    assert_eq!(with(&third, &third_code, now()), Err(PoolError::Disabled));
}

/// (A8)
#[test]
fn a_pool_that_sends_no_codes_refuses_to_ask_for_them() {
    let settings = UserPool {
        code: None,
        ..(*pool().settings).clone()
    };
    let pool = Pool::open(settings, Mailbox::default(), None).unwrap();
    let grace = address("grace@example.com");
    pool.create("prv_1", grace, Invitation::Suppress, now())
        .unwrap();
    assert_eq!(pool.set_needs_code("prv_1", true), Err(PoolError::NoCodes));
    assert_eq!(pool.set_needs_code("prv_1", false), Ok(()));
}

#[test]
fn a_password_that_the_service_sets_is_replaced_at_the_next_sign_in() {
    let pool = pool();
    let grace = address("grace@example.com");
    pool.create("prv_1", grace.clone(), Invitation::Send, now())
        .unwrap();
    let password = invited(&pool, "grace@example.com");
    let own = Some("my own password");
    pool.sign_in("prv_1", &password, own, now()).unwrap();
    let set = |password: &str| pool.set_password("prv_1", password, false, now());
    assert_eq!(set("short"), Err(PoolError::ShortPassword));
    set("that nobody knows").unwrap();
    let wrong = pool.sign_in("prv_1", "my own password", None, now());
    assert_eq!(wrong, Err(PoolError::WrongPassword));
    pool.create("prv_1", grace, Invitation::Resend, now())
        .unwrap();
    let next = invited(&pool, "grace@example.com");
    assert!(pool.sign_in("prv_1", &next, own, now()).is_ok());
}
