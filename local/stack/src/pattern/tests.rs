#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{Pattern, PatternError};

fn check(pattern: Value, event: Value) -> bool {
    Pattern::read(&pattern).unwrap().matches(&event)
}

#[test]
fn the_outbox_filter_lets_only_queued_messages_through() {
    let pattern = json!({
        "eventName": ["INSERT", "MODIFY"],
        "dynamodb": {"NewImage": {"kind": {"S": ["message"]}, "state": {"S": ["queued"]}}},
    });
    let record = |name: &str, kind: &str, state: &str| {
        json!({"eventName": name, "dynamodb": {"NewImage": {
            "kind": {"S": kind}, "state": {"S": state}, "more": {"N": "1"}}}})
    };
    assert!(check(
        pattern.clone(),
        record("INSERT", "message", "queued")
    ));
    assert!(!check(
        pattern.clone(),
        record("REMOVE", "message", "queued")
    ));
    assert!(!check(pattern.clone(), record("MODIFY", "message", "sent")));
    assert!(!check(
        pattern.clone(),
        record("INSERT", "booking", "queued")
    ));
    assert!(!check(
        pattern,
        json!({"eventName": "INSERT", "dynamodb": {}})
    ));
}

#[test]
fn conditions_hold_as_documented() {
    let cases = [
        (json!({"prefix": "ab"}), json!("abc"), true),
        (json!({"prefix": "ab"}), json!("cab"), false),
        (json!({"suffix": ".png"}), json!("a.png"), true),
        (json!({"equals-ignore-case": "AbC"}), json!("aBc"), true),
        (json!({"wildcard": "a*c*e"}), json!("abcde"), true),
        (json!({"wildcard": "a*c"}), json!("ab"), false),
        (json!({"wildcard": "a*"}), json!("a"), true),
        (json!({"anything-but": ["x", "y"]}), json!("z"), true),
        (json!({"anything-but": "x"}), json!("x"), false),
        (json!({"anything-but": {"prefix": "x"}}), json!("xy"), false),
        (json!({"numeric": [">", 0, "<=", 5]}), json!(5), true),
        (json!({"numeric": [">", 0, "<=", 5]}), json!(0), false),
        (json!({"numeric": ["=", 3]}), json!("3"), false),
        (json!({"exists": true}), json!(null), true),
        (json!({"exists": true}), json!({"a": 1}), false),
        (json!(null), json!(null), true),
        (json!(1), json!(1.0), true),
        (json!("a"), json!(["b", "a"]), true),
        (json!("a"), json!(["b"]), false),
    ];
    for (condition, value, expected) in cases {
        let pattern = json!({"field": [condition]});
        let held = check(pattern.clone(), json!({"field": value}));
        assert_eq!(held, expected, "{pattern} on {value}");
    }
}

#[test]
fn an_absent_field_matches_only_its_absence() {
    assert!(check(json!({"a": [{"exists": false}]}), json!({})));
    assert!(check(json!({"a": {"b": [{"exists": false}]}}), json!({})));
    assert!(!check(json!({"a": [{"anything-but": "x"}]}), json!({})));
    assert!(!check(json!({"a": ["x"]}), json!({})));
}

#[test]
fn or_needs_one_of_its_patterns() {
    let pattern = json!({"$or": [{"a": [1]}, {"b": [2]}], "c": [3]});
    assert!(check(pattern.clone(), json!({"b": 2, "c": 3})));
    assert!(!check(pattern.clone(), json!({"c": 3})));
    assert!(!check(pattern, json!({"a": 1})));
}

#[test]
fn what_is_no_pattern_is_refused() {
    let read = |json| Pattern::read(&json).unwrap_err();
    assert_eq!(read(json!({"a": "x"})), PatternError::Shape("a".into()));
    assert_eq!(
        read(json!({"a": [{"cidr": "10.0.0.0/8"}]})),
        PatternError::Unknown("cidr".into())
    );
    assert_eq!(
        read(json!({"a": [{"numeric": [">"]}]})),
        PatternError::Operand("numeric".into())
    );
}

#[test]
fn the_names_that_a_pattern_looks_at_are_known() {
    let pattern = Pattern::read(&json!({
        "eventName": ["INSERT"],
        "dynamodb": {
            "NewImage": {"kind": {"S": ["message"]}},
            "$or": [{"NewImage": {"state": {"S": ["queued"]}}}, {"Keys": {"PK": {"S": ["a"]}}}],
        },
    }))
    .unwrap();
    let names = |path: &[&str]| pattern.names_at(path);
    let expected = |names: &[&str]| BTreeSet::from_iter(names.iter().map(|&name| name.to_owned()));
    assert_eq!(
        names(&["dynamodb", "NewImage"]),
        expected(&["kind", "state"])
    );
    assert_eq!(names(&["dynamodb", "NewImage", "kind"]), expected(&["S"]));
    assert_eq!(names(&["dynamodb", "OldImage"]), expected(&[]));
    assert_eq!(names(&[]), expected(&["dynamodb", "eventName"]));
}
