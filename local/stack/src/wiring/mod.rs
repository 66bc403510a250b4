//! What the template says: which functions there are, what starts them, and what they use.
//!
//! The wiring is written once, in `template.yaml`; nothing here repeats it.

mod api;
mod error;
mod event;
mod function;
mod headers;
mod logs;
mod mail;
mod route;
mod rule;
mod schedule;
mod stream;
mod table;
#[cfg(test)]
mod tests;
mod throttle;
mod user_pool;
mod values;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::Value;

use self::api::Api;
pub use self::api::{Authorizer, Cors};
pub use self::error::WiringError;
use self::event::Event;
pub use self::function::Function;
pub use self::logs::LogSubscription;
pub use self::route::Route;
pub use self::rule::EventRule;
pub use self::schedule::Schedule;
pub use self::stream::StreamMapping;
pub use self::throttle::{Throttle, Throttles};
pub use self::user_pool::{CodeMail, UserPool};
use crate::metrics::{Alarm, MetricFilter};
use crate::template::{Problem, Resource, Stack};

/// The template of what outlives the application.
const STATE: &str = "infra/state.yaml";

/// All of the wiring of a template, those nested in it, and that of the state.
#[derive(Debug, Clone)]
pub struct Wiring {
    /// The functions, in the order of their logical ids.
    pub functions: Vec<Function>,
    /// The routes of the API.
    pub routes: Vec<Route>,
    /// Which origins a browser may call from; none: no other than the API's own.
    pub cors: Option<Cors>,
    /// The throttles of the API's routes.
    pub throttles: Throttles,
    /// The authorizer of the API's routes.
    pub authorizer: Option<Authorizer>,
    /// What the clock starts.
    pub schedules: Vec<Schedule>,
    /// What changes of the table start.
    pub streams: Vec<StreamMapping>,
    /// What events start.
    pub rules: Vec<EventRule>,
    /// What lines of logs start.
    pub logs: Vec<LogSubscription>,
    /// The body of the `CreateTable` that makes the table.
    pub table: Value,
    /// The attribute by which items of the table expire.
    pub ttl_attribute: Option<String>,
    /// The pool of those who can sign in.
    pub user_pool: UserPool,
    /// Addresses and domains from which mail may be sent.
    pub email_identities: Vec<String>,
    /// Names of the configuration sets under which mail may be sent.
    pub configuration_sets: Vec<String>,
    /// The headers that the portal's files carry, by name.
    pub portal_headers: Vec<(String, String)>,
    /// The headers that the API's answers get where they lack them, by name.
    pub api_headers: Vec<(String, String)>,
    /// The headers that the portal's distribution adds to requests to the API, by name.
    pub origin_headers: Vec<(String, String)>,
    /// What the service calls itself.
    pub service_name: String,
    /// The number that people call for help; empty if there is none.
    pub help_phone: String,
    /// The address to which people write for help; empty if there is none.
    pub help_email: String,
    /// The types of mail events that go to the event bus, by the mail's configuration set.
    pub mail_events: BTreeMap<String, BTreeSet<String>>,
    /// The alarms.
    pub alarms: Vec<Alarm>,
    /// What counts lines of logs.
    pub metric_filters: Vec<MetricFilter>,
    /// The id of the API.
    pub api_id: String,
    /// The region that the template's `AWS::Region` is.
    pub region: String,
    /// The account that the template's `AWS::AccountId` is.
    pub account: String,
}

impl Wiring {
    /// Reads `template.yaml` in `root` and the templates nested in it, with values for its
    /// parameters, `AWS::Region` and `AWS::AccountId`. If there is a stack of its own for what outlives the
    /// application, `infra/state.yaml`, its outputs are values of parameters too, as they are in the cloud.
    ///
    /// # Errors
    /// If a template can't be read, says something that the local stack can't do, or has no parameter
    /// for a value.
    pub fn read(root: &Path, parameters: &BTreeMap<String, String>) -> Result<Wiring, WiringError> {
        let given = parameters
            .iter()
            .map(|(name, value)| (name.clone(), Value::from(value.as_str())));
        let given: BTreeMap<String, Value> = given.collect();
        let state = root.join(STATE);
        let state = match state.exists() {
            true => Some(Stack::open_with_some(&state, "anteroom-state", &given)?),
            false => None,
        };
        let mut values = match &state {
            Some(state) => state.outputs()?,
            None => BTreeMap::new(),
        };
        values.extend(given.clone());
        let application = root.join("template.yaml");
        // A value may be for the state alone, as `PoolMailFrom` is.
        if let Some(state) = &state {
            let some = Stack::open_with_some(&application, "anteroom", &values)?;
            let is_alone =
                |name: &String| state.parameter(name).is_some() && some.parameter(name).is_none();
            given.keys().filter(|name| is_alone(name)).for_each(|name| {
                values.remove(name);
            });
        }
        let stack = Stack::open(&application, "anteroom", &values)?;
        let mut wiring = Wiring {
            functions: Vec::new(),
            routes: Vec::new(),
            cors: None,
            throttles: Throttles::default(),
            authorizer: None,
            schedules: Vec::new(),
            streams: Vec::new(),
            rules: Vec::new(),
            logs: Vec::new(),
            table: Value::Null,
            ttl_attribute: None,
            user_pool: UserPool::default(),
            email_identities: Vec::new(),
            configuration_sets: Vec::new(),
            portal_headers: Vec::new(),
            api_headers: Vec::new(),
            origin_headers: Vec::new(),
            service_name: stack.parameter("ServiceName").unwrap_or_default(),
            help_phone: stack.parameter("HelpPhone").unwrap_or_default(),
            help_email: stack.parameter("HelpEmail").unwrap_or_default(),
            mail_events: BTreeMap::new(),
            alarms: Vec::new(),
            metric_filters: Vec::new(),
            api_id: String::new(),
            region: stack.region().to_owned(),
            account: stack.account().to_owned(),
        };
        for stack in state.into_iter().chain(stack.with_nested()?) {
            wiring.add(&stack)?;
        }
        if wiring.table.is_null() {
            let missing = Problem::Unknown("a resource of type AWS::DynamoDB::Table".to_owned());
            return Err(stack.error("Resources", "", missing).into());
        }
        Ok(wiring)
    }

    /// The name of the table.
    pub fn table_name(&self) -> &str {
        self.table["TableName"].as_str().unwrap_or_default()
    }

    /// Replaces each `{{resolve:secretsmanager:X}}` in the functions' variables and the headers for the API by the
    /// value that `secret` gives for `X`.
    pub fn resolve_secrets(&mut self, secret: impl Fn(&str) -> String) {
        const OPEN: &str = "{{resolve:secretsmanager:";
        let variables = self
            .functions
            .iter_mut()
            .flat_map(|each| each.environment.values_mut());
        let headers = self.origin_headers.iter_mut().map(|(_, value)| value);
        for value in variables.chain(headers) {
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

    fn add(&mut self, stack: &Stack) -> Result<(), WiringError> {
        let globals = stack.globals("Function")?;
        let api = Api::read(stack)?;
        let resources = stack.resources()?;
        let mut all = resources.iter();
        let distribution = all.find(|each| each.kind == "AWS::CloudFront::Distribution");
        let policies = distribution.map(headers::policies).transpose()?;
        let [for_portal, for_api] = policies.unwrap_or_default();
        for resource in resources {
            match resource.kind {
                "AWS::Serverless::Function" => self.add_function(&resource, &globals, &api)?,
                "AWS::DynamoDB::Table" => {
                    (self.table, self.ttl_attribute) = table::read(&resource)?;
                }
                "AWS::Cognito::UserPool" => user_pool::read(&resource, &mut self.user_pool)?,
                "AWS::Cognito::UserPoolClient" => {
                    user_pool::client(&resource, &mut self.user_pool)?;
                }
                "AWS::Cognito::UserPoolGroup" => {
                    self.user_pool.groups.push(user_pool::group(&resource)?);
                }
                "AWS::CloudWatch::Alarm" => self.alarms.push(Alarm::read(&resource)?),
                "AWS::Logs::MetricFilter" => {
                    self.metric_filters.push(MetricFilter::read(&resource)?);
                }
                "AWS::Serverless::HttpApi" => self.api_id = resource.reference()?,
                "AWS::SES::EmailIdentity" => self
                    .email_identities
                    .push(values::text(&resource, "EmailIdentity")?),
                "AWS::SES::ConfigurationSet" => {
                    self.configuration_sets.push(resource.reference()?);
                }
                "AWS::CloudFront::Distribution" => {
                    self.origin_headers = headers::to_origin(&resource)?;
                }
                "AWS::CloudFront::ResponseHeadersPolicy" => {
                    let (id, headers) = (Some(resource.reference()?), headers::read(&resource)?);
                    if id == for_portal {
                        self.portal_headers = headers;
                    } else if id == for_api {
                        self.api_headers = headers;
                        self.api_headers.extend(headers::demanding_tls(&resource)?);
                    }
                }
                "AWS::SES::ConfigurationSetEventDestination" => {
                    let (set, types) = mail::events(&resource)?;
                    self.mail_events.entry(set).or_default().extend(types);
                }
                _ => {}
            }
        }
        self.cors = self.cors.take().or(api.cors);
        self.authorizer = self.authorizer.take().or(api.authorizer);
        if api.throttles != Throttles::default() {
            self.throttles = api.throttles;
        }
        Ok(())
    }

    fn add_function(
        &mut self,
        resource: &Resource<'_>,
        globals: &Value,
        api: &Api,
    ) -> Result<(), WiringError> {
        let own = resource.properties(function::PROPERTIES)?;
        let properties = values::merged(globals, own);
        let mut function = Function::read(resource, &properties)?;
        for event in Event::all(resource, &properties, &function.name) {
            match event.kind {
                Some("HttpApi") => self.routes.push(Route::read(&event, api)?),
                Some("ScheduleV2") => self.schedules.push(Schedule::read(&event, true)?),
                Some("Schedule") => self.schedules.push(Schedule::read(&event, false)?),
                Some("DynamoDB") => {
                    self.streams.push(StreamMapping::read(&event)?);
                    function.follows_table = true;
                }
                Some("EventBridgeRule" | "CloudWatchEvent") => {
                    self.rules.push(EventRule::read(&event)?);
                }
                Some("CloudWatchLogs") => self.logs.push(LogSubscription::read(&event)?),
                Some(kind) => {
                    let problem = Problem::Unsupported(format!("events of type {kind}"));
                    return Err(event.error("Type", problem).into());
                }
                None => return Err(event.error("Type", Problem::Missing).into()),
            }
        }
        self.functions.push(function);
        Ok(())
    }
}
