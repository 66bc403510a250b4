//! What functions may do, by the policies that the template gives them. A call that none allows is
//! refused as IAM refuses it, so that a grant that is missing is missed on this machine already.
//!
//! Conditions are not looked at, and resources only where a need names one: the table and its
//! indexes.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use crate::pattern::fits;

/// A statement of a policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// Whether it denies what other statements may allow.
    pub denies: bool,
    /// Actions, such as `dynamodb:GetItem`; `*` stands for any text.
    pub actions: Vec<String>,
    /// The ARNs of resources; `*` stands for any text.
    pub resources: Vec<String>,
}

/// What a call takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need {
    /// The action, such as `dynamodb:GetItem`.
    pub action: String,
    /// The end of the resource's ARN, such as `table/anteroom`; none: not looked at.
    pub resource: Option<String>,
}

impl Need {
    /// An action on whatever there is.
    pub fn action(action: impl Into<String>) -> Self {
        Self {
            action: action.into(),
            resource: None,
        }
    }
}

/// The grants of all functions. Clones share them.
#[derive(Debug, Clone, Default)]
pub struct Grants(Arc<BTreeMap<String, Vec<Grant>>>);

impl Grants {
    /// Grants by the names of functions.
    pub fn new(grants: BTreeMap<String, Vec<Grant>>) -> Self {
        Self(Arc::new(grants))
    }

    /// The first need that a caller has no right to. Who is no function may do everything: the
    /// template says nothing of them.
    pub fn missing<'a>(&self, caller: &str, needs: &'a [Need]) -> Option<&'a Need> {
        let grants = self.0.get(caller)?;
        needs.iter().find(|need| !allows(grants, need))
    }
}

fn allows(grants: &[Grant], need: &Need) -> bool {
    let (denied, allowed): (Vec<_>, Vec<_>) = grants
        .iter()
        .filter(|grant| grant.covers(need))
        .partition(|grant| grant.denies);
    denied.is_empty() && !allowed.is_empty()
}

impl Grant {
    fn covers(&self, need: &Need) -> bool {
        let action = self.actions.iter().any(|action| fits(action, &need.action));
        let resource = match &need.resource {
            Some(end) => self.resources.iter().any(|arn| {
                let pattern = arn.rsplit(':').next().unwrap_or_default();
                fits(pattern, end)
            }),
            // What is denied of some is not denied of all.
            None => !self.denies || self.resources.iter().any(|arn| arn == "*"),
        };
        action && resource
    }

    /// The statements of a function's property `Policies`.
    pub fn read(policies: &Value) -> Vec<Grant> {
        let policies = policies.as_array().into_iter().flatten();
        let statements = policies.flat_map(|policy| list(&policy["Statement"]));
        statements
            .map(|statement| Grant {
                denies: statement["Effect"] == "Deny",
                actions: texts(&statement["Action"]),
                resources: texts(&statement["Resource"]),
            })
            .collect()
    }
}

/// What may stand in a list or alone.
fn list(value: &Value) -> Vec<Value> {
    match value {
        Value::Array(values) => values.clone(),
        Value::Null => Vec::new(),
        one => vec![one.clone()],
    }
}

fn texts(value: &Value) -> Vec<String> {
    let texts = list(value).into_iter();
    texts
        .filter_map(|text| Some(text.as_str()?.to_owned()))
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn grants() -> Grants {
        let table = "arn:aws:dynamodb:eu:0:table/anteroom";
        let policies = json!([{"Statement": [
            {"Effect": "Allow", "Action": ["dynamodb:GetItem", "dynamodb:Query"], "Resource": table},
            {"Effect": "Allow", "Action": "dynamodb:Query", "Resource": [format!("{table}/index/due")]},
            {"Effect": "Allow", "Action": "sns:*", "Resource": "*"},
            {"Effect": "Deny", "Action": "sns:Publish", "Resource": "arn:aws:sns:*:*:*"},
            {"Effect": "Allow", "Action": "ses:*", "Resource": "*"},
            {"Effect": "Deny", "Action": "ses:SendEmail", "Resource": "*"},
        ]}, "AManagedPolicy"]);
        Grants::new([("bookings".to_owned(), Grant::read(&policies))].into())
    }

    fn may(caller: &str, action: &str, resource: Option<&str>) -> bool {
        let need = Need {
            action: action.to_owned(),
            resource: resource.map(str::to_owned),
        };
        grants().missing(caller, &[need]).is_none()
    }

    #[test]
    fn only_what_is_granted_is_allowed() {
        for (action, resource, allowed) in [
            ("dynamodb:GetItem", Some("table/anteroom"), true),
            ("dynamodb:GetItem", Some("table/another"), false),
            ("dynamodb:PutItem", Some("table/anteroom"), false),
            ("dynamodb:Query", Some("table/anteroom/index/due"), true),
            ("dynamodb:Query", Some("table/anteroom/index/ids"), false),
            ("sns:Publish", None, true),
            ("ses:SendRawEmail", None, true),
            ("ses:SendEmail", None, false),
            ("sqs:SendMessage", None, false),
        ] {
            assert_eq!(
                may("bookings", action, resource),
                allowed,
                "{action} {resource:?}"
            );
        }
    }

    #[test]
    fn who_is_no_function_may_do_everything() {
        assert!(may("a person", "dynamodb:Scan", Some("table/anteroom")));
    }
}
