//! The stand-alone service as whoever starts it sees it.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod running;

use std::fs;
use std::process::Stdio;

use running::{Running, binary, free_port};

#[tokio::test]
async fn whoever_reads_no_events_holds_up_no_call() {
    let port = free_port();
    let mut running = Running::start(port, &[], Stdio::piped());
    let unread = running.child.stdout.take();
    calls_go_on(&running).await;
    drop(unread);
    calls_go_on(&running).await;
    let said = running.stop();
    assert!(said.contains("1 lost so far"), "{said}");
}

/// Has meetings with more events than a pipe holds, and joins the last.
async fn calls_go_on(running: &Running) {
    let mut meeting = String::new();
    for _ in 0..300 {
        meeting = running.meeting().await;
    }
    for _ in 0..3 {
        running.join(&meeting).await;
    }
}

#[test]
fn a_file_that_cannot_be_written_is_told_at_start() {
    let nowhere = std::env::temp_dir().join("chime-local-nowhere/meetings.json");
    let path = nowhere.to_str().unwrap();
    let output = binary(free_port(), &["--data", path]).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success() && said.contains(path), "{said}");
}

#[tokio::test]
async fn a_file_that_cannot_be_written_any_more_is_told_then() {
    let folder = std::env::temp_dir().join(format!("chime-local-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let file = folder.join("meetings.json");
    let mut running = Running::start(
        free_port(),
        &["--data", file.to_str().unwrap()],
        Stdio::null(),
    );
    running.meeting().await;
    fs::remove_dir_all(&folder).unwrap();
    running.meeting().await;
    let said = running.stop();
    assert!(said.contains("can't be written down"), "{said}");
}
