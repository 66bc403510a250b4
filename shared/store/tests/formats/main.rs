//! The format of every kind of item. The folder `1` holds items as they are stored in format 1, one
//! a file. They are never changed.
//!
//! One test reads the items of each format into the domain's types. Another one writes the same
//! values and compares each stored item with its file. So an item that changes needs a new number
//! in [`FORMAT`], a folder of items of that format, and code that still reads the earlier ones.
#![allow(clippy::unwrap_used)]

mod bookings;
mod messages;
mod people;
mod read;
#[path = "../table/mod.rs"]
mod table;
mod written;

use std::collections::{BTreeMap, HashMap};

use anteroom_store::FORMAT;
use aws_sdk_dynamodb::types::AttributeValue;
use jiff::Timestamp;
use serde_dynamo::Item;

/// The instant at which everything is written.
fn now() -> Timestamp {
    at("2026-11-23T03:10:00Z")
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// The items of a format, by the name of their file.
fn fixtures(format: u32) -> BTreeMap<String, Item> {
    let folder = format!("{}/tests/formats/{format}", env!("CARGO_MANIFEST_DIR"));
    let files = std::fs::read_dir(folder).unwrap();
    let files = files.map(|file| file.unwrap().path());
    let read = |path: std::path::PathBuf| {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let item = serde_json::from_str(&std::fs::read_to_string(&path).unwrap());
        (name, item.unwrap())
    };
    files.map(read).collect()
}

/// An item for the client of DynamoDB.
fn attributes(item: &Item) -> HashMap<String, AttributeValue> {
    item.clone().into()
}

/// The key of an item.
fn key(item: &Item) -> String {
    let item = attributes(item);
    let of = |name| item[name].as_s().unwrap();
    format!("{} {}", of("PK"), of("SK"))
}
