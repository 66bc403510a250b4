//! A shared screen is there beside its owner, and never without.

use super::world::{World, guest, seconds};
use crate::events::EventType;
use crate::features::Capability;
use crate::guest::{Guest, Standing};
use crate::limits::Guid;
use crate::media::Told;
use crate::media::frames::{Kind, Say};

/// Whether the last word that this client has of a screen, if any, is that it is there.
fn sees_screen(world: &World, place: usize, owner: &Guest) -> bool {
    let id = format!("{}#content", owner.attendee);
    let entries = world.clients[place].entries();
    let shown = entries
        .iter()
        .rev()
        .find(|entry| entry.attendee_id.as_ref() == Some(&id));
    let stream = shown.and_then(|entry| entry.audio_stream_id);
    let last = entries
        .iter()
        .rev()
        .find(|entry| entry.audio_stream_id == stream);
    stream.is_some() && last.is_some_and(|entry| entry.attendee_id.is_some())
}

fn is_told(world: &World, place: usize, status: u32) -> bool {
    world.clients[place]
        .told
        .contains(&Say::AudioStatus(status))
}

/// Ana, who shares a screen, her screen, and Bao, who sees it.
fn shared() -> (World, Guest, [usize; 3]) {
    let meeting = Guid::random();
    let owner = guest(&meeting, "ana");
    let mut world = World::new();
    let ana = world.join(&owner, 1);
    let bao = world.join(&guest(&meeting, "bao"), 2);
    world.run(seconds(2));
    let screen = world.share(&owner, 3);
    world.run(seconds(2));
    assert!(sees_screen(&world, bao, &owner));
    (world, owner, [ana, screen, bao])
}

#[test]
fn a_screen_ends_at_once_as_its_owner_leaves_and_does_not_come_back() {
    let (mut world, owner, [ana, screen, bao]) = shared();
    world.tell(ana, Kind::Leave, |_| ());
    world.run(seconds(1));
    assert!(is_told(&world, screen, 411));
    assert!(!sees_screen(&world, bao, &owner));
    let events = world.events.clone();
    let gone = [EventType::AttendeeLeft, EventType::AttendeeContentLeft];
    assert!(events.ends_with(&gone), "{events:?}");

    let ghost = world.share(&owner, 4);
    world.run(seconds(40));
    assert!(!sees_screen(&world, bao, &owner));
    assert_eq!(world.events, events);
    assert!(is_told(&world, ghost, 411));
}

#[test]
fn a_screen_is_told_why_its_owner_is_put_out() {
    for (standing, status) in [(Standing::Refused, 411), (Standing::MeetingEnded, 410)] {
        let (mut world, owner, [ana, screen, bao]) = shared();
        let put_out = |guest: &Guest| {
            if guest.attendee == owner.attendee {
                standing.clone()
            } else {
                Standing::Admitted(guest.clone())
            }
        };
        world.switch.reconcile(put_out, world.now);
        world.run(seconds(1));
        assert!(is_told(&world, ana, status) && is_told(&world, screen, status));
        assert!(!sees_screen(&world, bao, &owner));
    }
}

#[test]
fn a_screen_that_is_back_before_its_owner_waits_for_them() {
    let meeting = Guid::random();
    let owner = guest(&meeting, "ana");
    let mut world = World::new();
    let bao = world.join(&guest(&meeting, "bao"), 2);
    world.share(&owner, 3);
    world.run(seconds(4));
    assert!(!sees_screen(&world, bao, &owner));
    world.join(&owner, 1);
    world.run(seconds(2));
    assert!(sees_screen(&world, bao, &owner));
    let order = [EventType::AttendeeJoined, EventType::AttendeeContentJoined];
    assert!(world.events.ends_with(&order), "{:?}", world.events);
}

#[test]
fn a_screen_goes_with_its_owner_who_is_heard_of_no_more() {
    let (mut world, owner, [ana, screen, bao]) = shared();
    world.clients[ana].is_asleep = true;
    world
        .switch
        .told(world.clients[ana].id, Told::Closed, world.now);
    world.run(seconds(14));
    assert!(is_told(&world, screen, 411));
    assert!(!sees_screen(&world, bao, &owner));
}

#[test]
fn who_may_not_share_has_no_screen() {
    let meeting = Guid::random();
    let mut owner = guest(&meeting, "ana");
    owner.capabilities.content = Capability::Receive;
    let mut world = World::new();
    world.join(&owner, 1);
    let bao = world.join(&guest(&meeting, "bao"), 2);
    world.run(seconds(2));
    let screen = world.share(&owner, 3);
    world.run(seconds(2));
    assert!(is_told(&world, screen, 403));
    assert!(!sees_screen(&world, bao, &owner));
    assert!(!world.events.contains(&EventType::AttendeeContentJoined));
}

#[test]
fn a_screen_ends_with_the_capability_to_share() {
    let (mut world, owner, [ana, screen, bao]) = shared();
    let taken = |guest: &Guest| {
        let mut guest = guest.clone();
        guest.capabilities.content = Capability::Receive;
        Standing::Admitted(guest)
    };
    world.switch.reconcile(taken, world.now);
    world.run(seconds(1));
    assert!(is_told(&world, screen, 403));
    assert!(!sees_screen(&world, bao, &owner));
    assert!(!world.clients[ana].is_torn);
    assert_eq!(world.events.last(), Some(&EventType::AttendeeContentLeft));
}
