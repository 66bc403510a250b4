#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::json;

use super::{Cors, LogSubscription, Route, Schedule, Throttle, Throttles, Wiring};
use crate::grants::Grant;
use crate::template::Stack;

fn read(folder: &str, parameters: &[(&str, &str)]) -> Result<Wiring, String> {
    let parameters: BTreeMap<_, _> = parameters
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let shorten = |path: PathBuf| path.display().to_string();
    Wiring::read(&root, &parameters)
        .map_err(|error| error.to_string().replace(&shorten(root.join("")), ""))
}

#[test]
fn reads_the_wiring_of_a_small_template() {
    let wiring = read("tests/template", &[("Stage", "test")]).unwrap();

    let hello = &wiring.functions[0];
    assert_eq!(hello.name, "hello");
    assert_eq!(hello.logical_id, "Hello");
    assert_eq!(hello.timeout, Duration::from_secs(7));
    assert_eq!(hello.memory_mb, 256);
    assert_eq!(hello.async_retries, 1);
    assert_eq!(
        hello.on_failure.as_deref(),
        Some("arn:aws:sqs:us-east-1:000000000000:lost")
    );
    assert!(hello.json_logs);
    let grant = |denies: bool, action: &str| Grant {
        denies,
        actions: vec![action.to_owned()],
        resources: vec!["*".to_owned()],
    };
    let expected = [grant(false, "sqs:*"), grant(true, "sqs:PurgeQueue")];
    assert_eq!(hello.grants, expected);
    let environment: Vec<_> = hello
        .environment
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    assert_eq!(
        environment,
        [
            ("GREETING", "hello, test"),
            ("LIMIT", "3"),
            (
                "SECRET",
                "{{resolve:secretsmanager:arn:aws:secretsmanager:us-east-1:000000000000:secret:anteroom-state-Key:SecretString}}"
            ),
            ("SIZE", "small"),
            ("TABLE_NAME", "anteroom-state-Table"),
        ]
    );

    let route = |method: Option<&str>, path: Option<&str>, authorized| Route {
        method: method.map(str::to_owned),
        path: path.map(str::to_owned),
        function: "hello".to_owned(),
        authorized,
        scopes: Vec::new(),
    };
    assert_eq!(
        wiring.routes,
        [
            route(None, Some("/v1/any/{rest+}"), true),
            route(Some("POST"), Some("/v1/open/{id}"), false),
        ]
    );
    assert_eq!(wiring.routes[0].key(), "ANY /v1/any/{rest+}");
    let authorizer = wiring.authorizer.unwrap();
    assert!(
        authorizer
            .issuer
            .starts_with("https://cognito-idp.us-east-1.amazonaws.com/us-east-1_")
    );
    assert_eq!(authorizer.audience.len(), 1);
    let cors = Cors {
        origins: vec![
            "https://a.example".to_owned(),
            "https://b.example".to_owned(),
        ],
        methods: vec!["GET".to_owned()],
        max_age: Some(600),
        ..Cors::default()
    };
    assert_eq!(wiring.cors, Some(cors));

    let throttle = |per_second, burst| Throttle { per_second, burst };
    let throttles = Throttles {
        default: Some(throttle(300.0, 150.0)),
        routes: [("POST /v1/open/{id}".to_owned(), throttle(2.5, 2.5))].into(),
    };
    assert_eq!(wiring.throttles, throttles);

    let tick = Schedule {
        name: "tick-test".to_owned(),
        function: "hello".to_owned(),
        every_minutes: 1,
        input: None,
        scheduler: true,
    };
    assert_eq!(wiring.schedules, [tick]);
    let stream = &wiring.streams[0];
    assert_eq!((stream.batch_size, stream.parallel), (10, 2));
    assert_eq!(stream.retries, Some(5));
    assert_eq!(stream.max_age, None);
    assert!(stream.from_start && stream.bisect && stream.partial);
    assert!(stream.filters[0].matches(&json!({"eventName": "INSERT"})));
    assert!(
        wiring.rules[0]
            .pattern
            .matches(&json!({"source": "aws.chime"}))
    );

    let lines = LogSubscription {
        name: "HelloLines".to_owned(),
        function: "hello".to_owned(),
        group: "sns/us-east-1/all".to_owned(),
    };
    assert_eq!(wiring.logs, [lines]);

    assert_eq!(wiring.table["TableName"], "anteroom-state-Table");
    let on = json!({"StreamViewType": "NEW_IMAGE", "StreamEnabled": true});
    assert_eq!(wiring.table["StreamSpecification"], on);
    assert_eq!(wiring.ttl_attribute.as_deref(), Some("expiresAt"));
    assert_eq!(wiring.email_identities, ["mail.example"]);
    assert_eq!(wiring.configuration_sets, ["mail-test"]);
    let told = [("mail-test".to_owned(), ["BOUNCE".to_owned()].into())];
    assert_eq!(wiring.mail_events, told.into());
}

/// A parameter's value is a text, and a condition compares it with a number.
#[test]
fn a_condition_compares_values_as_texts() {
    for (kept, reserved) in [("0", None), ("3", Some(3))] {
        let wiring = read("tests/template", &[("Stage", "test"), ("Kept", kept)]).unwrap();
        assert_eq!(wiring.functions[0].reserved_concurrency, reserved, "{kept}");
    }
    let wiring = read("tests/template", &[("Stage", "test")]).unwrap();
    assert_eq!(wiring.functions[0].reserved_concurrency, None);
}

#[test]
fn conditions_leave_resources_and_values_out() {
    let wiring = read("tests/template", &[("Stage", "prod")]).unwrap();
    let names: Vec<_> = wiring
        .functions
        .iter()
        .map(|each| each.name.as_str())
        .collect();
    assert_eq!(names, ["hello", "only-in-production"]);
    assert_eq!(wiring.functions[0].environment["SIZE"], "large");
    assert!(!wiring.functions[0].environment.contains_key("LIMIT"));
}

#[test]
fn secrets_are_resolved() {
    let mut wiring = read("tests/template", &[("Stage", "test")]).unwrap();
    wiring.resolve_secrets(|reference| {
        assert!(reference.ends_with(":SecretString"), "{reference}");
        "open sesame".to_owned()
    });
    assert_eq!(wiring.functions[0].environment["SECRET"], "open sesame");
}

#[test]
fn errors_name_file_resource_and_key() {
    let missing = read("tests/template", &[]).unwrap_err();
    let expected =
        "template.yaml: Stage, Default: parameter Stage has no default and was given no value";
    assert_eq!(missing, expected);
    let undeclared = read("tests/template", &[("Stage", "test"), ("Stages", "x")]).unwrap_err();
    let expected =
        "template.yaml: Parameters: parameter Stages was given a value and is not declared";
    assert_eq!(undeclared, expected);
    let long = read("tests/template", &[("Stage", "a".repeat(9).as_str())]).unwrap_err();
    let expected = "template.yaml: Stage, MaxLength: does not allow the value that was given";
    assert_eq!(long, expected);
    let unknown = read("tests/template/broken", &[]).unwrap_err();
    let expected =
        "template.yaml: Hello, Environment: refers to Nothing, which is not in the template";
    assert_eq!(unknown, expected);
    let cycle = read("tests/template/cycle", &[]).unwrap_err();
    assert!(cycle.contains("refers to itself through"), "{cycle}");
    let absent = read("tests/template/absent", &[]).unwrap_err();
    assert!(
        absent.starts_with("template.yaml: template: can't be read"),
        "{absent}"
    );
}

#[test]
fn reads_the_wiring_of_this_project() {
    let wiring = read("../..", &[("Stage", "local")]).unwrap();
    assert_eq!(wiring.table_name(), "anteroom-state-Table");
    let names: Vec<_> = wiring
        .functions
        .iter()
        .map(|each| each.name.as_str())
        .collect();
    assert_eq!(
        names,
        [
            "bookings",
            "concierge",
            "gate-checks",
            "meeting-events",
            "notifier",
            "scheduler",
            "sessions"
        ]
    );
    assert!(wiring.routes.len() > 20);
    assert!(wiring.authorizer.is_some() && wiring.cors.is_some());
    let clocks = wiring.schedules.iter().map(|each| each.function.as_str());
    assert_eq!(clocks.collect::<Vec<_>>(), ["gate-checks", "scheduler"]);
    assert_eq!(wiring.streams[0].function, "notifier");
    assert_eq!(wiring.rules[0].function, "meeting-events");
    assert_eq!(wiring.rules[1].function, "notifier");
    assert_eq!(wiring.mail_events["anteroom-local"].len(), 2);
    assert_eq!(wiring.email_identities, ["anteroom.example"]);
}

/// What is lost if its stack is deleted, were it not kept.
const STATE: &[&str] = &[
    "AWS::Cognito::UserPool",
    "AWS::DynamoDB::Table",
    "AWS::S3::Bucket",
    "AWS::SES::EmailIdentity",
    "AWS::SecretsManager::Secret",
];

#[test]
fn what_outlives_the_application_is_in_the_stack_of_the_state_alone() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let state = Stack::open(&root.join("infra/state.yaml"), "state", &BTreeMap::new()).unwrap();
    let kept = json!(["RetainExceptOnCreate", "Retain"]);
    let mut kinds = Vec::new();
    for resource in state.resources().unwrap() {
        assert_eq!(resource.kept(), kept, "{}", resource.id);
        kinds.push(resource.kind);
    }
    for kind in STATE {
        assert!(kinds.contains(kind), "{kind}");
    }

    // Stack::open refuses a value that the template has no parameter for: so each output has one.
    let outputs = state.outputs().unwrap();
    let application = Stack::open(&root.join("template.yaml"), "application", &outputs).unwrap();
    for shared in ["Stage", "PortalUrl", "MailDomain"] {
        assert_eq!(state.parameter(shared), application.parameter(shared));
    }
    for stack in application.with_nested().unwrap() {
        for resource in stack.resources().unwrap() {
            assert!(!STATE.contains(&resource.kind), "{}", resource.id);
        }
    }
}

/// (A8)
#[test]
fn the_pool_sends_codes_once_it_sends_through_ses_and_nobody_changes_their_own_account() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let pool = |from: &str| {
        let given = [("PoolMailFrom".to_owned(), from.to_owned())].into();
        Wiring::read(&root, &given).unwrap().user_pool
    };
    let pools = (pool(""), pool("Anteroom <no-reply@anteroom.example>"));
    assert_eq!(pools.0.code, None);
    let code = pools.1.code.unwrap();
    assert!(code.message.contains("{####}") && code.message.contains("three minutes"));
    assert_eq!(pools.1.session_minutes, 3);
    // Reading the client refuses tokens that change their holder's account.
    let state = Stack::open(&root.join("infra/state.yaml"), "state", &BTreeMap::new()).unwrap();
    let resources = state.resources().unwrap();
    let mut clients = resources.iter();
    assert!(clients.any(|each| each.kind == "AWS::Cognito::UserPoolClient"));
}

/// What anybody can call has a throttle of its own, but for what members who wait poll.
#[test]
fn routes_have_the_throttles_of_the_parameters() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let given = [("OpenRateLimit", "7"), ("ListBurstLimit", "9")];
    let given = given.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let wiring = Wiring::read(&root, &given.into()).unwrap();
    let keys: Vec<String> = wiring.routes.iter().map(Route::key).collect();
    for key in wiring.throttles.routes.keys() {
        assert!(keys.contains(key), "there is no route {key}");
    }
    let throttle = |per_second, burst| Some(Throttle { per_second, burst });
    let of = |key: &str| {
        let own = wiring.throttles.routes.get(key).copied();
        own.or(wiring.throttles.default)
    };
    let usual = throttle(3000.0, 1500.0);
    assert_eq!(wiring.throttles.default, usual);
    let polled = ["POST /v1/visit/join", "POST /v1/visit/presence"];
    for route in wiring.routes.iter().filter(|route| !route.authorized) {
        let key = route.key();
        let expected = match polled.contains(&key.as_str()) {
            true => usual,
            false => throttle(7.0, 400.0),
        };
        assert_eq!(of(&key), expected, "{key}");
    }
    assert_eq!(of("GET /v1/admin/bookings"), throttle(100.0, 9.0));
    assert_eq!(of("GET /v1/admin/attention"), usual);
}
