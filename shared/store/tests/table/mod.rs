//! A table as `infra/state.yaml` describes it, in this process and empty.

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::{BehaviorVersion, Credentials, Region};
use aws_sdk_dynamodb::types::{
    AttributeDefinition, BillingMode, GlobalSecondaryIndex, KeySchemaElement, KeyType, Projection,
    ProjectionType, ScalarAttributeType,
};
use tokio::net::TcpListener;

/// The table's name.
pub(crate) const NAME: &str = "anteroom";

/// Starts the table in a database that is empty, and gives a client of it.
pub(crate) async fn start_on(database: dynoxide::Database) -> Client {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(dynoxide::server::serve_on(listener, database));
    let config = aws_sdk_dynamodb::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("ap-southeast-1"))
        .credentials_provider(Credentials::new("test", "test", None, None, "test"))
        .endpoint_url(url)
        .build();
    let client = Client::from_conf(config);
    create(&client).await;
    client
}

async fn create(client: &Client) {
    let attributes = [
        "PK",
        "SK",
        "providerList",
        "memberList",
        "listKey",
        "dueShard",
        "dueAt",
        "peopleList",
        "nameKey",
        "deliveryList",
        "queuedAt",
        "calendarShard",
        "messageDay",
        "id",
    ];
    let booking = ["version", "sequence", "booking", "phone"];
    client
        .create_table()
        .table_name(NAME)
        .billing_mode(BillingMode::PayPerRequest)
        .set_attribute_definitions(Some(attributes.map(text).into()))
        .set_key_schema(Some(key("PK", "SK")))
        .global_secondary_indexes(index("provider-list", "providerList", "listKey", &booking))
        .global_secondary_indexes(index("member-list", "memberList", "listKey", &booking))
        .global_secondary_indexes(keys_only("due", "dueShard", "dueAt"))
        .global_secondary_indexes(index("people", "peopleList", "nameKey", &[]))
        .global_secondary_indexes(keys_only("deliveries", "deliveryList", "queuedAt"))
        .global_secondary_indexes(index("calendar", "calendarShard", "listKey", &booking))
        .global_secondary_indexes(keys_only("messages", "messageDay", "id"))
        .send()
        .await
        .unwrap();
}

fn text(name: &str) -> AttributeDefinition {
    let text = AttributeDefinition::builder().attribute_type(ScalarAttributeType::S);
    text.attribute_name(name).build().unwrap()
}

fn key(hash: &str, range: &str) -> Vec<KeySchemaElement> {
    [(hash, KeyType::Hash), (range, KeyType::Range)]
        .map(|(name, kind)| {
            KeySchemaElement::builder()
                .attribute_name(name)
                .key_type(kind)
                .build()
                .unwrap()
        })
        .into()
}

/// An index that shows keys only.
fn keys_only(name: &str, hash: &str, range: &str) -> GlobalSecondaryIndex {
    let projection = Projection::builder().projection_type(ProjectionType::KeysOnly);
    GlobalSecondaryIndex::builder()
        .index_name(name)
        .set_key_schema(Some(key(hash, range)))
        .projection(projection.build())
        .build()
        .unwrap()
}

/// An index that shows the named attributes, or all if none is named.
fn index(name: &str, hash: &str, range: &str, shown: &[&str]) -> GlobalSecondaryIndex {
    let projection = match shown {
        [] => Projection::builder().projection_type(ProjectionType::All),
        names => Projection::builder()
            .projection_type(ProjectionType::Include)
            .set_non_key_attributes(Some(names.iter().map(|name| (*name).to_owned()).collect())),
    };
    GlobalSecondaryIndex::builder()
        .index_name(name)
        .set_key_schema(Some(key(hash, range)))
        .projection(projection.build())
        .build()
        .unwrap()
}
