//! Which crates may use which. Arrows run down only: functions, `http`, `app`, then `store` and
//! `meetings`, then `domain`; `messaging` and `runtime` beside them.
#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// What a crate of `shared/` may use of the workspace.
const SHARED: [(&str, &[&str]); 7] = [
    ("domain", &[]),
    ("store", &["domain"]),
    ("meetings", &["domain"]),
    ("messaging", &["domain"]),
    ("runtime", &["domain"]),
    ("app", &["domain", "meetings", "runtime", "store"]),
    ("http", &["app", "domain", "messaging", "runtime"]),
];

/// The functions that serve HTTP.
const WITH_HTTP: [&str; 3] = ["bookings", "concierge", "sessions"];

/// The functions that serve none.
const WITHOUT_HTTP: [&str; 4] = ["gate-checks", "meeting-events", "notifier", "scheduler"];

/// What brings HTTP in, or describes it.
const HTTP: [&str; 3] = ["axum", "lambda_http", "utoipa"];

/// What words messages.
const WORDING: [&str; 3] = ["icalendar", "lettre", "minijinja"];

/// Where the functions run. What only other platforms need is not looked at.
const PLATFORM: &str = "aarch64-unknown-linux-gnu";

#[test]
fn arrows_run_down_only() {
    let workspace = Workspace::read();
    let allowed = allowed();
    for (name, folder) in &workspace.members {
        if !folder.starts_with("shared") && !folder.starts_with("functions") {
            continue;
        }
        let allowed = allowed
            .get(name)
            .unwrap_or_else(|| panic!("say in this test what {name} may use"));
        for used in &workspace.direct[name] {
            assert!(allowed.contains(used), "{name} must not use {used}");
        }
    }
}

#[test]
fn http_is_built_by_nothing_below_it() {
    let workspace = Workspace::read();
    let below = SHARED.iter().map(|(name, _)| *name);
    for name in below.filter(|name| *name != "http").chain(WITHOUT_HTTP) {
        workspace.builds_none_of(name, |used| HTTP.contains(&used));
    }
}

#[test]
fn the_domain_touches_nothing() {
    Workspace::read().builds_none_of("domain", |used| {
        used == "tokio" || used.starts_with("aws") || used.starts_with("lambda")
    });
}

#[test]
fn who_sends_no_messages_builds_none_of_their_wording() {
    let workspace = Workspace::read();
    for name in ["app", "gate-checks", "meeting-events", "scheduler"] {
        workspace.builds_none_of(name, |used| WORDING.contains(&used));
    }
}

/// Which crates of the workspace each crate of `shared/` and `functions/` may use.
fn allowed() -> BTreeMap<String, BTreeSet<String>> {
    let full = |names: &[&str]| names.iter().map(|name| crate_of(name)).collect();
    let all: Vec<&str> = SHARED.iter().map(|(name, _)| *name).collect();
    let below_http: Vec<&str> = all.iter().copied().filter(|name| *name != "http").collect();
    let shared = SHARED.map(|(name, uses)| (crate_of(name), full(uses)));
    let with_http = WITH_HTTP.map(|name| (crate_of(name), full(&all)));
    let without = WITHOUT_HTTP.map(|name| (crate_of(name), full(&below_http)));
    shared.into_iter().chain(with_http).chain(without).collect()
}

fn crate_of(name: &str) -> String {
    format!("anteroom-{name}")
}

/// The workspace, as cargo knows it.
struct Workspace {
    /// Each crate with its folder, from the root.
    members: BTreeMap<String, String>,
    /// The workspace's crates that each of them names in its manifest, but for its tests.
    direct: BTreeMap<String, BTreeSet<String>>,
    /// The name of each package, by cargo's id of it.
    names: BTreeMap<String, String>,
    /// The packages that each is built with, but for its tests, by cargo's ids.
    built_with: BTreeMap<String, Vec<String>>,
}

impl Workspace {
    fn read() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let output = Command::new(env!("CARGO"))
            .args(["metadata", "--format-version", "1", "--locked"])
            .args(["--filter-platform", PLATFORM])
            .current_dir(root)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "cargo metadata: {said}");
        let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
        let packages = metadata["packages"].as_array().unwrap();
        let of_workspace = |package: &&Value| package["source"].is_null();
        let folder = |package: &Value| {
            let manifest = Path::new(package["manifest_path"].as_str().unwrap());
            let folder = manifest.parent().unwrap().strip_prefix(root).unwrap();
            folder.to_str().unwrap().to_owned()
        };
        let members: BTreeMap<_, _> = packages
            .iter()
            .filter(of_workspace)
            .map(|package| (text(&package["name"]), folder(package)))
            .collect();
        let direct = |package: &Value| {
            let named = package["dependencies"].as_array().unwrap();
            named
                .iter()
                .filter(|each| each["kind"] != "dev")
                .map(|each| text(&each["name"]))
                .filter(|name| members.contains_key(name))
                .collect()
        };
        Self {
            direct: packages
                .iter()
                .filter(of_workspace)
                .map(|package| (text(&package["name"]), direct(package)))
                .collect(),
            names: packages
                .iter()
                .map(|package| (text(&package["id"]), text(&package["name"])))
                .collect(),
            built_with: metadata["resolve"]["nodes"]
                .as_array()
                .unwrap()
                .iter()
                .map(|node| (text(&node["id"]), built_with(node)))
                .collect(),
            members,
        }
    }

    /// Fails if a crate of ours is built with a package whose name is forbidden, and says by
    /// which way.
    fn builds_none_of(&self, name: &str, forbidden: impl Fn(&str) -> bool) {
        let name = crate_of(name);
        let (start, _) = self.names.iter().find(|(_, each)| **each == name).unwrap();
        let mut ways = vec![vec![start]];
        let mut seen = BTreeSet::from([start]);
        while let Some(way) = ways.pop() {
            let last = *way.last().unwrap();
            if forbidden(&self.names[last]) {
                let way: Vec<_> = way.iter().map(|id| self.names[*id].as_str()).collect();
                panic!("{name} must not be built with it: {}", way.join(" → "));
            }
            for next in &self.built_with[last] {
                if seen.insert(next) {
                    ways.push([way.as_slice(), &[next]].concat());
                }
            }
        }
    }
}

fn built_with(node: &Value) -> Vec<String> {
    let uses = node["deps"].as_array().unwrap();
    uses.iter()
        .filter(|used| {
            let kinds = used["dep_kinds"].as_array().unwrap();
            kinds.iter().any(|kind| kind["kind"] != "dev")
        })
        .map(|used| text(&used["pkg"]))
        .collect()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}
