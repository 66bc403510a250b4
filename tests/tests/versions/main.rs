//! Two versions of the functions over one table, as during a release and after one is taken back: the
//! walk of `walk.rs` comes to the same, whichever version does which part of it.
//!
//! `cargo xtask versions COMMIT` builds the functions of a commit and names their folder in
//! `ANTEROOM_OTHER_FUNCTIONS`. Without it this version stands for both.

#![allow(clippy::unwrap_used)]

mod walk;

use std::path::PathBuf;

use anteroom_tests::{Folder, MONDAY, TestApp, binaries};

use walk::{Found, SECOND, THIRD, Walk};

const FUNCTIONS: [&str; 7] = [
    "bookings",
    "concierge",
    "gate-checks",
    "meeting-events",
    "notifier",
    "scheduler",
    "sessions",
];

/// The folder of the other version's functions, if there is one.
fn other() -> Option<PathBuf> {
    std::env::var_os("ANTEROOM_OTHER_FUNCTIONS").map(PathBuf::from)
}

/// What the walk comes to when one version does all of it.
async fn expected() -> Found {
    let app = TestApp::start().await;
    let walk = Walk::new();
    walk.book(&app).await;
    walk.hold(&app).await;
    let found = walk.look_back(&app).await;
    app.stop().await;
    found
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_function_works_beside_the_other_version_of_the_rest() {
    let expected = expected().await;
    let Some(other) = other() else { return };
    let this = binaries();
    for function in FUNCTIONS {
        for (one, rest) in [(&this, &other), (&other, &this)] {
            println!("{function} of {}", one.display());
            let mixed = Folder::new();
            for name in FUNCTIONS {
                let version = if name == function { one } else { rest };
                mixed.link(name, &version.join(name));
            }
            let app = TestApp::start_with(mixed.path()).await;
            let walk = Walk::new();
            walk.book(&app).await;
            walk.hold(&app).await;
            assert_eq!(walk.look_back(&app).await, expected, "{function}");
            app.stop().await;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_version_goes_on_with_what_the_other_stored() {
    let expected = expected().await;
    let this = binaries();
    let other = other().unwrap_or_else(|| this.clone());
    for [first, second, third] in [[&this, &other, &this], [&other, &this, &other]] {
        let data = Folder::new();
        let walk = Walk::new();
        let app = TestApp::start_version(first, data.path(), MONDAY).await;
        walk.book(&app).await;
        app.stop().await;
        let app = TestApp::start_version(second, data.path(), SECOND).await;
        walk.hold(&app).await;
        app.stop().await;
        let app = TestApp::start_version(third, data.path(), THIRD).await;
        assert_eq!(walk.look_back(&app).await, expected);
        app.stop().await;
    }
}
