//! The rules of calls, in a time that the test makes.

mod garbage;
mod screens;
pub(super) mod world;

use super::Told;
use super::frames::{AudioControl, DataMessage, DataMessages, Kind, Say};
use crate::events::EventType;
use crate::limits::Guid;
use world::{World, guest, seconds};

#[test]
fn meetings_know_nothing_of_each_other() {
    let (first, second) = (Guid::random(), Guid::random());
    let mut world = World::new();
    let ana = world.join(&guest(&first, "ana"), 1);
    let bao = world.join(&guest(&first, "bao"), 2);
    let cam = world.join(&guest(&second, "cam"), 3);
    world.run(seconds(2));
    world.tell(ana, Kind::DataMessage, |frame| {
        let message = DataMessage {
            topic: Some("chat".to_owned()),
            lifetime_ms: Some(60_000),
            ..DataMessage::default()
        };
        frame.data_messages = Some(DataMessages {
            messages: vec![message],
        });
    });
    let dan = world.join(&guest(&second, "dan"), 4);
    world.run(seconds(2));
    let messages = [ana, bao, cam, dan].map(|place| world.clients[place].messages());
    assert_eq!(messages, [0, 1, 0, 0]);
    let names = |place: usize| -> Vec<&str> {
        let entries = world.clients[place].entries().into_iter();
        let mut names: Vec<&str> = entries
            .filter_map(|entry| entry.external_user_id.as_deref())
            .collect();
        names.sort_unstable();
        names
    };
    assert_eq!(names(bao), ["ana", "bao"]);
    assert_eq!(names(cam), ["cam", "dan"]);
}

#[test]
fn a_second_device_is_announced_before_the_first_is_gone() {
    let meeting = Guid::random();
    let (ana, bao) = (guest(&meeting, "ana"), guest(&meeting, "bao"));
    let mut world = World::new();
    let first = world.join(&ana, 1);
    let witness = world.join(&bao, 2);
    world.run(seconds(2));
    world.clients[witness].told.clear();
    world.join(&ana, 3);
    world.run(seconds(2));
    assert!(world.clients[first].told.contains(&Say::AudioStatus(301)));
    world.tell(first, Kind::Leave, |_| ());
    world.run(seconds(1));
    let id = ana.attendee.to_string();
    let entries = world.clients[witness].entries();
    assert_eq!(entries.len(), 2);
    assert_eq!(entries[0].attendee_id.as_ref(), Some(&id));
    assert_eq!(entries[1].dropped, Some(false));
    assert!(entries[1].audio_stream_id < entries[0].audio_stream_id);
    let come = world
        .events
        .iter()
        .filter(|kind| **kind == EventType::AttendeeJoined);
    assert_eq!(come.count(), 2);
    assert!(!world.events.contains(&EventType::AttendeeLeft));
}

#[test]
fn who_falls_silent_is_dropped_and_who_comes_back_in_time_is_not() {
    let meeting = Guid::random();
    let (ana, bao) = (guest(&meeting, "ana"), guest(&meeting, "bao"));
    let mut world = World::new();
    let first = world.join(&ana, 1);
    let witness = world.join(&bao, 2);
    world.run(seconds(2));
    world.clients[first].is_asleep = true;
    world
        .switch
        .told(world.clients[first].id, Told::Closed, world.now);
    world.run(seconds(9));
    let again = world.join(&ana, 1);
    world.run(seconds(9));
    assert!(!world.events.contains(&EventType::AttendeeDropped));

    world.clients[again].is_asleep = true;
    world.run(seconds(11));
    assert!(!world.events.contains(&EventType::AttendeeDropped));
    world.run(seconds(3));
    assert_eq!(world.events.last(), Some(&EventType::AttendeeDropped));
    let last = world.clients[witness].entries().into_iter().next_back();
    assert_eq!(last.unwrap().dropped, Some(true));
    world.clients[again].is_asleep = false;
    world.clients[again].step(world.now);
    assert!(world.clients[again].is_torn);
    assert!(!world.clients[witness].is_torn);
}

#[test]
fn everybody_always_hears_fifty_packets_a_second() {
    let meeting = Guid::random();
    let mut world = World::new();
    let ana = world.join(&guest(&meeting, "ana"), 1);
    world.run(seconds(2));
    let heard = |world: &mut World, speakers: &[usize]| {
        let before = world.clients[ana].packets;
        world.run_while_speak(seconds(4), speakers);
        world.clients[ana].packets - before
    };
    // Alone, with one who speaks, and with two.
    assert!((195..=205).contains(&heard(&mut world, &[])));
    let bao = world.join(&guest(&meeting, "bao"), 2);
    world.run(seconds(2));
    let one = heard(&mut world, &[bao]);
    assert!((190..=210).contains(&one), "{one}");
    let cam = world.join(&guest(&meeting, "cam"), 3);
    world.run(seconds(2));
    let two = heard(&mut world, &[bao, cam]);
    assert!((190..=210).contains(&two), "{two}");
}

#[test]
fn too_many_messages_go_back_to_their_sender_and_other_frames_end_the_connection() {
    let meeting = Guid::random();
    let mut world = World::new();
    let ana = world.join(&guest(&meeting, "ana"), 1);
    let bao = world.join(&guest(&meeting, "bao"), 2);
    world.run(seconds(2));
    world.tell(ana, Kind::DataMessage, |frame| {
        let messages = vec![DataMessage::default(); 150];
        frame.data_messages = Some(DataMessages { messages });
    });
    world.run(seconds(1));
    assert_eq!(
        [ana, bao].map(|place| world.clients[place].messages()),
        [50, 100]
    );
    for _ in 0..400 {
        world.tell(ana, Kind::AudioControl, |frame| {
            frame.audio_control = Some(AudioControl { muted: Some(true) });
        });
    }
    world.run(seconds(1));
    assert_eq!(
        [ana, bao].map(|place| world.clients[place].is_torn),
        [true, false]
    );
}

#[test]
fn a_flood_of_messages_ends_its_connection_and_nobody_else_notices() {
    let meeting = Guid::random();
    let mut world = World::new();
    let noisy = world.join(&guest(&meeting, "noisy"), 1);
    let witness = world.join(&guest(&meeting, "witness"), 2);
    world.run(seconds(2));
    let before = world.clients[witness].packets;
    for second in 0..4 {
        for _ in 0..1_000 {
            world.tell(noisy, Kind::DataMessage, |frame| {
                let messages = vec![DataMessage::default(); 200];
                frame.data_messages = Some(DataMessages { messages });
            });
        }
        world.run(seconds(1));
        let told = [noisy, witness].map(|place| world.clients[place].messages());
        assert!(
            told.iter().all(|count| *count <= 100 * (second + 2)),
            "{told:?}"
        );
    }
    assert_eq!(
        [noisy, witness].map(|place| world.clients[place].is_torn),
        [true, false]
    );
    assert!(world.clients[witness].packets - before > 195);
}

#[test]
fn a_flood_of_offers_ends_its_connection_and_a_burst_does_not() {
    let meeting = Guid::random();
    let mut world = World::new();
    let ana = world.join(&guest(&meeting, "ana"), 1);
    world.run(seconds(2));
    for (count, is_torn) in [(30, false), (60, true)] {
        for _ in 0..count {
            world.offer(ana);
        }
        world.run(seconds(2));
        assert_eq!(world.clients[ana].is_torn, is_torn);
    }
}

#[test]
fn nothing_is_left_of_a_call_when_all_have_left() {
    let meeting = Guid::random();
    let mut world = World::new();
    let people = ["ana", "bao", "cam"].map(|name| world.join(&guest(&meeting, name), 1));
    world.run_while_speak(seconds(4), &people);
    world.tell(people[0], Kind::DataMessage, |frame| {
        let message = DataMessage {
            lifetime_ms: Some(60_000),
            ..DataMessage::default()
        };
        let messages = vec![message];
        frame.data_messages = Some(DataMessages { messages });
    });
    for place in people {
        world.tell(place, Kind::Leave, |_| ());
        let id = world.clients[place].id;
        world.switch.told(id, Told::Closed, world.now);
    }
    assert!(world.switch.is_idle());
    assert_eq!(world.switch.wake(), Some(world.now + seconds(60)));
    world.switch.pass_time(world.now + seconds(60));
    assert!(world.switch.is_empty());
}

#[test]
fn a_service_that_has_no_time_but_for_ticks_loses_nobody() {
    let meeting = Guid::random();
    let mut world = World::new();
    let people = ["ana", "bao", "cam"].map(|name| world.join(&guest(&meeting, name), 1));
    world.run_while_speak(seconds(2), &people);
    for _ in 0..1_000 {
        world.switch.tick(world.now);
    }
    world.run(seconds(1));
    assert!(world.clients.iter().all(|client| !client.is_torn));
}
