//! Attendees, their pages and what they may do.

use aws_sdk_chimesdkmeetings::operation::get_attendee::GetAttendeeError;
use aws_sdk_chimesdkmeetings::types::{
    AttendeeCapabilities, AttendeeIdItem, CreateAttendeeRequestItem, MediaCapabilities,
    MeetingFeaturesConfiguration, VideoFeatures, VideoResolution,
};

use crate::app::{TestApp, capabilities, item};

#[tokio::test]
async fn an_attendee_is_made_once_for_each_external_user_id() {
    let app = TestApp::start().await;
    let meeting = app.meeting("room").await;
    let request = app
        .sdk
        .create_attendee()
        .meeting_id(&meeting)
        .external_user_id("host");
    let made = request.clone().send().await.unwrap().attendee.unwrap();
    assert!(
        made.join_token()
            .unwrap()
            .chars()
            .all(|c| c.is_ascii_alphanumeric())
    );
    assert_eq!(
        made.capabilities().unwrap().content(),
        &MediaCapabilities::SendReceive
    );
    assert_eq!(
        request.clone().send().await.unwrap().attendee.unwrap(),
        made
    );

    let id = made.attendee_id().unwrap();
    let find = app.sdk.get_attendee().meeting_id(&meeting).attendee_id(id);
    assert_eq!(find.clone().send().await.unwrap().attendee.unwrap(), made);

    app.sdk
        .delete_attendee()
        .meeting_id(&meeting)
        .attendee_id(id)
        .send()
        .await
        .unwrap();
    let gone = find.send().await.unwrap_err().into_service_error();
    assert!(
        matches!(gone, GetAttendeeError::NotFoundException(_)),
        "{gone:?}"
    );
    let returned = request.send().await.unwrap().attendee.unwrap();
    assert_ne!(returned.attendee_id(), made.attendee_id());
    assert_ne!(returned.join_token(), made.join_token());
    assert_eq!(
        app.events(),
        [
            "MeetingStarted",
            "AttendeeAdded",
            "AttendeeDeleted",
            "AttendeeAdded"
        ]
    );
}

#[tokio::test]
async fn attendees_are_made_in_batches_and_listed_in_pages() {
    let app = TestApp::start().await;
    let meeting = app.meeting("room").await;
    let names: Vec<String> = (10..33).map(|number| format!("person-{number}")).collect();
    let items = names.iter().map(|name| item(name)).collect();
    let made = app
        .sdk
        .batch_create_attendee()
        .meeting_id(&meeting)
        .set_attendees(Some(items))
        .send()
        .await
        .unwrap();
    assert_eq!((made.attendees().len(), made.errors().len()), (23, 0));

    let mut pages = app
        .sdk
        .list_attendees()
        .meeting_id(&meeting)
        .max_results(10)
        .into_paginator()
        .send();
    let (mut sizes, mut listed) = (Vec::new(), Vec::new());
    while let Some(page) = pages.next().await {
        let page = page.unwrap();
        // A deleted attendee at the end of a page must not break the way to the next page.
        let last = page.attendees().last().unwrap().attendee_id().unwrap();
        app.sdk
            .delete_attendee()
            .meeting_id(&meeting)
            .attendee_id(last)
            .send()
            .await
            .unwrap();
        sizes.push(page.attendees().len());
        listed.extend(
            page.attendees
                .unwrap()
                .into_iter()
                .map(|attendee| attendee.external_user_id.unwrap()),
        );
    }
    assert_eq!(sizes, [10, 10, 3]);
    assert_eq!(listed, names);
}

#[tokio::test]
async fn capabilities_are_changed_for_one_and_for_all_but_some() {
    let app = TestApp::start().await;
    let meeting = app.meeting("room").await;
    let host = app.attendee(&meeting, "host").await;
    let guest = app.attendee(&meeting, "guest").await;
    app.events();

    let listen = capabilities(MediaCapabilities::Receive, MediaCapabilities::Receive);
    let update = app
        .sdk
        .update_attendee_capabilities()
        .meeting_id(&meeting)
        .attendee_id(&guest);
    let updated = update
        .clone()
        .capabilities(listen.clone())
        .send()
        .await
        .unwrap()
        .attendee
        .unwrap();
    assert_eq!(updated.capabilities(), Some(&listen));

    let none = capabilities(MediaCapabilities::None, MediaCapabilities::None);
    let except = AttendeeIdItem::builder()
        .attendee_id(&host)
        .build()
        .unwrap();
    let batch = app
        .sdk
        .batch_update_attendee_capabilities_except()
        .meeting_id(&meeting);
    batch
        .excluded_attendee_ids(except)
        .capabilities(none.clone())
        .send()
        .await
        .unwrap();
    let list = app
        .sdk
        .list_attendees()
        .meeting_id(&meeting)
        .send()
        .await
        .unwrap();
    assert_eq!(
        list.attendees()[0].capabilities().unwrap().audio(),
        &MediaCapabilities::SendReceive
    );
    assert_eq!(list.attendees()[1].capabilities(), Some(&none));
    assert_eq!(
        app.events(),
        ["AttendeeCapabilitiesUpdated", "AttendeeCapabilitiesUpdated"]
    );

    let wrong = AttendeeCapabilities::builder()
        .audio(MediaCapabilities::None)
        .video(MediaCapabilities::Send);
    let wrong = wrong.content(MediaCapabilities::Receive).build().unwrap();
    let error = update
        .capabilities(wrong)
        .send()
        .await
        .unwrap_err()
        .into_service_error();
    assert!(error.is_bad_request_exception(), "{error:?}");
}

#[tokio::test]
async fn a_meeting_without_video_grants_none() {
    let app = TestApp::start().await;
    let video = VideoFeatures::builder()
        .max_resolution(VideoResolution::None)
        .build();
    let features = MeetingFeaturesConfiguration::builder().video(video).build();
    let seeing = capabilities(MediaCapabilities::SendReceive, MediaCapabilities::Receive);
    let attendee = CreateAttendeeRequestItem::builder()
        .external_user_id("host")
        .capabilities(seeing);
    let request = app
        .sdk
        .create_meeting_with_attendees()
        .client_request_token("token")
        .media_region("us-east-1");
    let request = request
        .external_meeting_id("room")
        .meeting_features(features);
    let refused = request
        .clone()
        .attendees(attendee.build().unwrap())
        .send()
        .await
        .unwrap_err();
    assert!(refused.into_service_error().is_bad_request_exception());
    assert!(app.events().is_empty(), "a refused request makes nothing");

    let made = request.attendees(item("host")).send().await.unwrap();
    assert_eq!(
        made.attendees()[0].capabilities().unwrap().video(),
        &MediaCapabilities::None
    );
}
