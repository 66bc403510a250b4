//! The alarms of the templates: each says what to do, and sees all that it is about. And their dashboard.
#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anteroom_stack::template::Stack;
use serde_json::{Value, json};

/// The template of the alarms that operators are told of.
const OPERATORS: &str = "infra/alarms.yaml";

/// What an alarm's description ends with.
const SEE: &str = "See docs/runbooks/";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// A template, with a value for each parameter that has no default.
fn template(name: &str) -> Stack {
    let file = root().join(name);
    let text = std::fs::read_to_string(&file).unwrap();
    let document: serde_yaml_ng::Value = serde_yaml_ng::from_str(&text).unwrap();
    let declared = document["Parameters"].as_mapping().unwrap();
    let values: BTreeMap<String, Value> = declared
        .iter()
        .filter(|(_, parameter)| parameter.get("Default").is_none())
        .map(|(name, parameter)| {
            let number = parameter["Type"].as_str() == Some("Number");
            let value = if number { "1" } else { "name" };
            (name.as_str().unwrap().to_owned(), json!(value))
        })
        .collect();
    Stack::open(&file, "test", &values).unwrap()
}

/// The properties of each alarm of a template, by its logical id.
fn alarms(file: &str) -> BTreeMap<String, Value> {
    let properties = ["AlarmDescription", "AlarmActions", "OKActions", "Metrics"];
    let stack = template(file);
    let resources = stack.resources().unwrap().into_iter();
    resources
        .filter(|resource| resource.kind == "AWS::CloudWatch::Alarm")
        .map(|alarm| (alarm.id.to_owned(), alarm.properties(&properties).unwrap()))
        .collect()
}

#[test]
fn each_alarm_names_its_page_and_each_page_an_alarm() {
    let folder = root().join("docs/runbooks");
    let files = std::fs::read_dir(&folder).unwrap();
    let pages: BTreeSet<String> = files
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    let mut named = BTreeSet::new();
    for (id, alarm) in alarms(OPERATORS).into_iter().chain(alarms("template.yaml")) {
        let description = alarm["AlarmDescription"].as_str().unwrap();
        let page = description.split_once(SEE).map(|(_, page)| page);
        let page = page.unwrap_or_else(|| panic!("{id}: {description}"));
        let page = page.strip_suffix('.').unwrap();
        assert!(pages.contains(page), "{id}: there is no page {page}");
        named.insert(page.to_owned());
        let text = std::fs::read_to_string(folder.join(page)).unwrap();
        for part in [
            format!("`{id}`"),
            "## What people notice".to_owned(),
            "## Where to look".to_owned(),
            "## What to do".to_owned(),
        ] {
            assert!(text.contains(&part), "{page}: {part}");
        }
    }
    assert_eq!(pages, named, "pages, and those that an alarm has");
}

#[test]
fn each_alarm_tells_when_it_starts_and_when_it_is_over() {
    for (id, alarm) in alarms(OPERATORS) {
        for actions in ["AlarmActions", "OKActions"] {
            assert!(
                !alarm[actions].as_array().unwrap().is_empty(),
                "{id}: {actions}"
            );
        }
    }
}

#[test]
fn throttles_are_seen_on_the_table_and_on_each_of_its_indexes() {
    let state = template("infra/state.yaml");
    let resources = state.resources().unwrap();
    let table = resources
        .iter()
        .find(|each| each.kind == "AWS::DynamoDB::Table");
    let indexes = table.unwrap().property("GlobalSecondaryIndexes").unwrap();
    let indexes: BTreeSet<String> = indexes
        .as_array()
        .unwrap()
        .iter()
        .map(|index| index["IndexName"].as_str().unwrap().to_owned())
        .collect();
    assert!(indexes.contains("due"), "{indexes:?}");

    let alarm = &alarms(OPERATORS)["TableThrottled"];
    let metrics = alarm["Metrics"].as_array().unwrap();
    let seen = metrics
        .iter()
        .filter_map(|metric| metric["MetricStat"]["Metric"]["Dimensions"].as_array());
    let (mut tables, mut watched) = (0, BTreeSet::new());
    for dimensions in seen {
        assert_eq!(dimensions[0]["Name"], "TableName");
        match dimensions.get(1) {
            None => tables += 1,
            Some(index) => {
                assert_eq!(index["Name"], "GlobalSecondaryIndexName");
                watched.insert(index["Value"].as_str().unwrap().to_owned());
            }
        }
    }
    assert_eq!((tables, watched), (1, indexes));
}

/// A function that serves HTTP gets its requests step by step, and goes back by itself if it fails.
#[test]
fn a_release_of_a_function_that_serves_http_can_be_taken_back() {
    let stack = template("template.yaml");
    for function in stack.resources().unwrap() {
        if function.kind != "AWS::Serverless::Function" {
            continue;
        }
        let events = function.property("Events").unwrap();
        let serves = events
            .as_object()
            .unwrap()
            .values()
            .any(|event| event["Type"] == "HttpApi");
        let release = function.property("DeploymentPreference").unwrap();
        let alarms = release["Alarms"].as_array().map_or(0, Vec::len);
        let alias = function.property("AutoPublishAlias").unwrap();
        assert_eq!(
            (alarms == 1, alias == "live"),
            (serves, serves),
            "{}",
            function.id
        );
    }
    let release = &alarms("template.yaml")["ReleaseFails"];
    let metrics = release["Metrics"].as_array().unwrap();
    let seen = metrics.iter().filter(|each| each["MetricStat"].is_object());
    assert_eq!(
        seen.count(),
        6,
        "three functions, what fails and what is logged"
    );
}

/// The dashboard shows each metric of our own that docs/operations.md has, and no other.
#[test]
fn the_dashboard_shows_what_people_notice() {
    let stack = template(OPERATORS);
    let resources = stack.resources().unwrap();
    let dashboard = resources
        .iter()
        .find(|each| each.kind == "AWS::CloudWatch::Dashboard");
    let body = dashboard.unwrap().property("DashboardBody").unwrap();
    let body: Value = serde_json::from_str(body.as_str().unwrap()).unwrap();
    let widgets = body["widgets"].as_array().unwrap();
    let metrics = widgets
        .iter()
        .flat_map(|widget| widget["properties"]["metrics"].as_array().unwrap());
    let own = metrics.filter_map(|metric| {
        let words = metric.as_array()?.iter().map_while(Value::as_str);
        let words: Vec<_> = words.collect();
        words[0]
            .starts_with("Anteroom/")
            .then(|| words[1..].join(" "))
    });
    assert_eq!(own.collect::<BTreeSet<_>>(), documented());

    let places = widgets.iter().map(|widget| (&widget["x"], &widget["y"]));
    let mut places: Vec<String> = places.map(|(x, y)| format!("{x},{y}")).collect();
    places.sort();
    places.dedup();
    assert_eq!(places.len(), widgets.len(), "two widgets are in one place");
}

/// The metrics of docs/operations.md: the name, and the dimension with each of its values.
fn documented() -> BTreeSet<String> {
    let text = std::fs::read_to_string(root().join("docs/operations.md")).unwrap();
    let (_, table) = text.split_once("| metric | unit | dimension |").unwrap();
    let rows = table.lines().skip(2).take_while(|row| row.starts_with('|'));
    let quoted = |cell: &str| {
        let parts = cell.split('`').skip(1).step_by(2);
        parts.map(str::to_owned).collect::<Vec<_>>()
    };
    let metrics = rows.flat_map(|row| {
        let cells: Vec<_> = row.split('|').collect();
        let (names, dimension) = (quoted(cells[1]), quoted(cells[3]));
        match dimension.split_first() {
            None => names,
            Some((name, values)) => {
                let value = |value: &String| format!("{} {name} {value}", names[0]);
                values.iter().map(value).collect()
            }
        }
    });
    metrics.collect()
}
