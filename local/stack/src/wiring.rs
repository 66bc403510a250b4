//! What the template says: which functions there are, what starts them, and what they use.
//!
//! The wiring is written once, in `template.yaml`; nothing here repeats it.

mod events;
mod functions;
mod headers;
mod resources;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::rc::Rc;
use std::time::Duration;

use serde_json::Value;

use crate::grants::Grant;
use crate::pattern::Pattern;
pub use crate::template::TemplateError;
use crate::template::{Problem, Stack};

/// All of the wiring of a template and those nested in it.
#[derive(Debug, Clone)]
pub struct Wiring {
    /// The functions, in the order of their logical ids.
    pub functions: Vec<Function>,
    /// The routes of the API.
    pub routes: Vec<Route>,
    /// Which origins a browser may call from; none: no other than the API's own.
    pub cors: Option<Cors>,
    /// The authorizer of the API's routes.
    pub authorizer: Option<Authorizer>,
    /// What the clock starts.
    pub schedules: Vec<Schedule>,
    /// What changes of the table start.
    pub streams: Vec<StreamMapping>,
    /// What events start.
    pub rules: Vec<EventRule>,
    /// The body of the `CreateTable` that makes the table.
    pub table: Value,
    /// The attribute by which items of the table expire.
    pub ttl_attribute: Option<String>,
    /// Addresses and domains from which mail may be sent.
    pub email_identities: Vec<String>,
    /// Names of the configuration sets under which mail may be sent.
    pub configuration_sets: Vec<String>,
    /// The headers that the portal's files carry, by name.
    pub portal_headers: Vec<(String, String)>,
    /// What the service calls itself.
    pub service_name: String,
    /// The types of mail events that go to the event bus, by the mail's configuration set.
    pub mail_events: BTreeMap<String, BTreeSet<String>>,
    /// The region that the template's `AWS::Region` is.
    pub region: String,
}

/// A function.
#[derive(Debug, Clone)]
pub struct Function {
    /// What it is called here, everywhere: the name of its binary.
    pub name: String,
    /// The logical id in the template.
    pub logical_id: String,
    /// Variables that the template sets.
    pub environment: BTreeMap<String, String>,
    /// How long an invocation may take.
    pub timeout: Duration,
    /// Memory in MB.
    pub memory_mb: u64,
    /// The most that may run at once, if the template limits it; more are throttled.
    pub reserved_concurrency: Option<usize>,
    /// How often a failed asynchronous invocation is tried again.
    pub async_retries: u32,
    /// Where events go that failed for good, if anywhere.
    pub on_failure: Option<String>,
    /// What it may do.
    pub grants: Vec<Grant>,
    /// Whether logs are JSON, as `LoggingConfig` says.
    pub json_logs: bool,
}

/// A route of the API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// The method in capitals; none: any.
    pub method: Option<String>,
    /// The path, with `{name}` and `{name+}`; none: `$default`.
    pub path: Option<String>,
    /// The function that answers.
    pub function: String,
    /// Whether a token is asked for first.
    pub authorized: bool,
    /// Scopes of which the token must have one; empty: none asked for.
    pub scopes: Vec<String>,
}

impl Route {
    /// The route key, as in `GET /v1/me`.
    pub fn key(&self) -> String {
        match &self.path {
            None => "$default".to_owned(),
            Some(path) => format!("{} {path}", self.method.as_deref().unwrap_or("ANY")),
        }
    }
}

/// A JWT authorizer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authorizer {
    /// Whose tokens it takes.
    pub issuer: String,
    /// For which clients they must have been issued.
    pub audience: Vec<String>,
}

/// The CORS settings of the API.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cors {
    /// Origins, or `*`.
    pub origins: Vec<String>,
    /// Methods, or `*`.
    pub methods: Vec<String>,
    /// Request headers, or `*`.
    pub headers: Vec<String>,
    /// Response headers that scripts may read.
    pub exposed: Vec<String>,
    /// Seconds for which a browser may keep a preflight's answer.
    pub max_age: Option<u64>,
    /// Whether cookies may be sent.
    pub credentials: bool,
}

/// A schedule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    /// Its name.
    pub name: String,
    /// The function that it starts.
    pub function: String,
    /// Minutes between two ticks.
    pub every_minutes: u32,
    /// The input given in the template, if any.
    pub input: Option<String>,
    /// Whether it is EventBridge Scheduler's (`ScheduleV2`), not a rule of EventBridge's;
    /// their events look different.
    pub scheduler: bool,
}

/// A mapping from the table's stream to a function.
#[derive(Debug, Clone)]
pub struct StreamMapping {
    /// The function that records go to.
    pub function: String,
    /// Whether it starts at the oldest record of the stream, not at the newest.
    pub from_start: bool,
    /// The most records of one invocation.
    pub batch_size: usize,
    /// How many batches are in work at once; records of one item stay in order.
    pub parallel: usize,
    /// How often a failed batch is tried again; none: until it succeeds or is too old.
    pub retries: Option<u32>,
    /// How old a record may be to be tried again; none: as old as the stream keeps it.
    pub max_age: Option<Duration>,
    /// Whether a failed batch is tried again in halves.
    pub bisect: bool,
    /// Whether the function says which records of a batch failed.
    pub partial: bool,
    /// A record is handed on if it matches one of these, or if there are none.
    pub filters: Vec<Pattern>,
    /// Where batches that failed for good go, if anywhere.
    pub on_failure: Option<String>,
}

/// A rule that hands events to a function.
#[derive(Debug, Clone)]
pub struct EventRule {
    /// Its name.
    pub name: String,
    /// The function that events go to.
    pub function: String,
    /// Which events.
    pub pattern: Pattern,
}

impl Wiring {
    /// Reads `template.yaml` in `root` and the templates nested in it, with values for its
    /// parameters. Names that it doesn't declare are ignored, but for `AWS::Region` and
    /// `AWS::AccountId`, which give these.
    ///
    /// # Errors
    /// If a template can't be read, or says something that the local stack can't do.
    pub fn read(
        root: &Path,
        parameters: &BTreeMap<String, String>,
    ) -> Result<Wiring, TemplateError> {
        let values = parameters
            .iter()
            .map(|(name, value)| (name.clone(), Value::from(value.as_str())))
            .collect();
        let stack = Rc::new(Stack::open(
            &root.join("template.yaml"),
            "anteroom",
            &values,
        )?);
        let mut wiring = Wiring {
            functions: Vec::new(),
            routes: Vec::new(),
            cors: None,
            authorizer: None,
            schedules: Vec::new(),
            streams: Vec::new(),
            rules: Vec::new(),
            table: Value::Null,
            ttl_attribute: None,
            email_identities: Vec::new(),
            configuration_sets: Vec::new(),
            portal_headers: Vec::new(),
            service_name: stack.parameter("ServiceName").unwrap_or_default(),
            mail_events: BTreeMap::new(),
            region: stack.region().to_owned(),
        };
        for stack in stack.with_nested()? {
            wiring.add(&stack)?;
        }
        if wiring.table.is_null() {
            let missing = Problem::Unknown("a resource of type AWS::DynamoDB::Table".to_owned());
            return Err(stack.error("Resources", "", missing));
        }
        Ok(wiring)
    }

    /// Replaces each `{{resolve:secretsmanager:X}}` in the functions' variables by the value
    /// that `secret` gives for `X`.
    pub fn resolve_secrets(&mut self, secret: impl Fn(&str) -> String) {
        const OPEN: &str = "{{resolve:secretsmanager:";
        let variables = self
            .functions
            .iter_mut()
            .flat_map(|each| &mut each.environment);
        for (_, value) in variables {
            while let Some(start) = value.find(OPEN) {
                let Some(length) = value[start..].find("}}") else {
                    break;
                };
                let end = start + length;
                let resolved = secret(&value[start + OPEN.len()..end]);
                value.replace_range(start..end + 2, &resolved);
            }
        }
    }

    fn add(&mut self, stack: &Stack) -> Result<(), TemplateError> {
        let function_globals = stack.globals("Function")?;
        let api = resources::Api::read(stack)?;
        for resource in stack.resources()? {
            match resource.kind {
                "AWS::Serverless::Function" => {
                    let own = resource.properties(functions::PROPERTIES)?;
                    let properties = functions::merged(&function_globals, own);
                    let function = functions::read(&resource, &properties)?;
                    events::read(self, &resource, &properties, &function.name, &api)?;
                    self.functions.push(function);
                }
                "AWS::DynamoDB::Table" => {
                    (self.table, self.ttl_attribute) = resources::table(&resource)?;
                }
                "AWS::SES::EmailIdentity" => self
                    .email_identities
                    .push(resources::text(&resource, "EmailIdentity")?),
                "AWS::SES::ConfigurationSet" => {
                    self.configuration_sets.push(resource.reference()?);
                }
                "AWS::CloudFront::ResponseHeadersPolicy" => {
                    self.portal_headers = headers::read(&resource)?;
                }
                "AWS::SES::ConfigurationSetEventDestination" => {
                    let (set, types) = resources::mail_events(&resource)?;
                    self.mail_events.entry(set).or_default().extend(types);
                }
                _ => {}
            }
        }
        self.cors = self.cors.take().or(api.cors);
        self.authorizer = self.authorizer.take().or(api.authorizer);
        Ok(())
    }
}
