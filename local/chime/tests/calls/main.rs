//! The signalling and the media's socket as whoever reaches them sees them. Calls themselves are proven by real
//! browsers, in `browser/`.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod caller;
mod client;
mod garbage;
mod socket;

use serde_json::Value;

use client::{AUDIO_STATUS, Service, frame};

#[tokio::test]
async fn a_token_lets_in_and_nothing_else_does() {
    let service = Service::start(None).await;
    let [meeting, attendee, token] = service.attendee().await;
    assert!(service.join(&meeting, &token).await.pings().await);
    assert!(
        service
            .join(&meeting, &format!("{token}#content"))
            .await
            .pings()
            .await
    );
    let other = "1c92fc0e-5210-4b4a-b661-261934f22713";
    for (meeting, token) in [
        (meeting.as_str(), ""),
        (&meeting, &token[1..]),
        (&meeting, &attendee),
        (other, &token),
        ("nowhere", &token),
    ] {
        let mut client = service.open(meeting, token).await;
        client.say(frame(1)).await;
        assert_eq!(client.hear().await, Err(4403), "{meeting}");
    }
}

#[tokio::test]
async fn who_is_removed_is_told_so_and_their_token_is_worth_nothing() {
    let service = Service::start(None).await;
    let [meeting, attendee, token] = service.attendee().await;
    let mut client = service.join(&meeting, &token).await;
    let path = format!("/meetings/{meeting}/attendees/{attendee}");
    service.call("DELETE", &path, Value::Null).await;
    // 411, in the first field of part 21.
    let removed = [&frame(AUDIO_STATUS)[..], &[170, 1, 3, 8, 155, 3]].concat();
    assert_eq!(client.hear().await, Ok(removed));
    // LEAVE is answered with LEAVE_ACK, and the end.
    client.say(frame(9)).await;
    assert_eq!(client.hear().await.unwrap()[4], 10);
    assert_eq!(client.hear().await, Err(1000));

    let mut again = service.open(&meeting, &token).await;
    again.say(frame(1)).await;
    assert_eq!(again.hear().await, Err(4403));
}

#[tokio::test]
async fn the_end_of_a_meeting_is_told_to_those_who_are_in_and_those_who_come() {
    let service = Service::start(None).await;
    let [meeting, _, token] = service.attendee().await;
    let mut client = service.join(&meeting, &token).await;
    let path = format!("/meetings/{meeting}");
    service.call("DELETE", &path, Value::Null).await;
    let ended = [&frame(AUDIO_STATUS)[..], &[170, 1, 3, 8, 154, 3]].concat();
    assert_eq!(client.hear().await, Ok(ended));
    let mut late = service.open(&meeting, &token).await;
    late.say(frame(1)).await;
    assert_eq!(late.hear().await, Err(4410));
}

#[tokio::test]
async fn a_service_that_was_stopped_goes_on_with_its_meetings() {
    let name = format!("chime-local-{}.json", std::process::id());
    let file = std::env::temp_dir().join(name);
    let first = Service::start(Some(&file)).await;
    let [meeting, attendee, token] = first.attendee().await;
    let second = Service::start(Some(&file)).await;
    assert_eq!(second.chime.meetings(), first.chime.meetings());
    assert!(second.join(&meeting, &token).await.pings().await);
    let path = format!("/meetings/{meeting}/attendees/{attendee}");
    second.call("DELETE", &path, Value::Null).await;
    let third = Service::start(Some(&file)).await;
    let mut client = third.open(&meeting, &token).await;
    client.say(frame(1)).await;
    assert_eq!(client.hear().await, Err(4403));
    std::fs::remove_file(&file).unwrap();
}
