//! The user pool's API: the part of the Cognito protocol (JSON 1.1) with which the service makes accounts and ends
//! them.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};

use super::front::Front;
use crate::calls::{Call, Service};
use crate::clock::Clock;
use crate::endpoint::Endpoint;
use crate::faults::Refusal;
use crate::grants::Need;
use crate::issuer::pool::{Attributes, Invitation, Pool, PoolError, User};

/// What the names of operations follow in `X-Amz-Target`.
const TARGET: &str = "AWSCognitoIdentityProviderService.";

/// The longest user name, password and attribute, in characters (API reference).
const LONGEST_NAME: usize = 128;
const LONGEST_PASSWORD: usize = 256;
const LONGEST_ATTRIBUTE: usize = 2048;

/// Starts the service.
///
/// # Errors
/// If no port can be bound.
pub async fn start(pool: Pool, clock: Clock, front: Front) -> io::Result<Endpoint> {
    let state = Arc::new(Cognito { pool, clock, front });
    let router = Router::new().route("/", post(answer)).with_state(state);
    Endpoint::serve(router).await
}

struct Cognito {
    pool: Pool,
    clock: Clock,
    front: Front,
}

/// The fields of all operations; each uses some of them.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Request {
    user_pool_id: String,
    username: String,
    #[serde(default)]
    user_attributes: Vec<Attribute>,
    group_name: Option<String>,
    message_action: Option<String>,
    #[serde(default)]
    desired_delivery_mediums: Vec<String>,
    #[serde(default)]
    force_alias_creation: bool,
    email_mfa_settings: Option<FactorSettings>,
    password: Option<String>,
    #[serde(default)]
    permanent: bool,
}

/// `EmailMfaSettingsType`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct FactorSettings {
    #[serde(default)]
    enabled: bool,
    #[serde(default)]
    preferred_mfa: bool,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Attribute {
    name: String,
    #[serde(default)]
    value: String,
}

/// Why a request is refused.
enum Refused {
    /// The pool refuses it.
    Pool(PoolError),
    /// There is no such pool.
    NoPool(String),
    /// It is not as the service's model has it.
    Invalid(&'static str),
}

impl From<PoolError> for Refused {
    fn from(error: PoolError) -> Self {
        Self::Pool(error)
    }
}

async fn answer(State(cognito): State<Arc<Cognito>>, headers: HeaderMap, body: Bytes) -> Response {
    let target = headers.get("x-amz-target").map(|target| target.to_str());
    let operation = match target {
        Some(Ok(target)) => target.strip_prefix(TARGET).unwrap_or(target),
        Some(Err(_)) | None => "unknown",
    };
    let call = Call::new(&headers, Service::CognitoIdp, operation);
    let serve = async {
        let request = serde_json::from_slice(&body);
        let request = request.map_err(|_| Refused::Invalid("The request is not as in the model."));
        match request.and_then(|request| cognito.done(operation, request)) {
            Ok(body) => json_1_1(StatusCode::OK, &body),
            Err(refused) => refused.into_response(),
        }
    };
    let needs = [Need {
        action: format!("cognito-idp:{operation}"),
        resource: Some(format!("userpool/{}", cognito.pool.id())),
    }];
    cognito.front.pass(&call, &needs, refuse, serve).await
}

impl Cognito {
    fn done(&self, operation: &str, request: Request) -> Result<Value, Refused> {
        if request.user_pool_id != self.pool.id() {
            return Err(Refused::NoPool(request.user_pool_id));
        }
        let length = request.username.chars().count();
        if !(1..=LONGEST_NAME).contains(&length) {
            return Err(Refused::Invalid(
                "1 validation error: Value at 'username' failed to satisfy constraint.",
            ));
        }
        let (pool, name, now) = (&self.pool, request.username.as_str(), self.clock.now());
        match operation {
            "AdminCreateUser" => return self.create(request),
            "AdminGetUser" => {
                let found = pool.get(name)?;
                let mut user = shown(&found);
                user["UserAttributes"] = user["Attributes"].take();
                if found.needs_code {
                    user["UserMFASettingList"] = json!(["EMAIL_OTP"]);
                    user["PreferredMfaSetting"] = json!("EMAIL_OTP");
                }
                return Ok(user);
            }
            "AdminAddUserToGroup" => {
                let group = request.group_name.unwrap_or_default();
                pool.add_to_group(name, &group)?;
            }
            "AdminUpdateUserAttributes" => {
                let given = attributes(request.user_attributes)?;
                pool.update(&request.username, given, now)?;
            }
            "AdminDisableUser" => pool.set_enabled(name, false, now)?,
            "AdminEnableUser" => pool.set_enabled(name, true, now)?,
            "AdminUserGlobalSignOut" => pool.sign_out(name, now)?,
            "AdminSetUserMFAPreference" => {
                let settings = request.email_mfa_settings.as_ref();
                let settings = settings.ok_or(Refused::Invalid(
                    "The local stack has no factor but EmailMfaSettings.",
                ))?;
                if settings.preferred_mfa && !settings.enabled {
                    return Err(Refused::Invalid(
                        "A factor that is not enabled can't be preferred.",
                    ));
                }
                pool.set_needs_code(name, settings.enabled)?;
            }
            "AdminSetUserPassword" => {
                let password = request.password.as_deref().unwrap_or_default();
                let is_word = !password.is_empty() && !password.contains(char::is_whitespace);
                if !is_word || password.chars().count() > LONGEST_PASSWORD {
                    return Err(Refused::Invalid(
                        "1 validation error: Value at 'password' failed to satisfy constraint.",
                    ));
                }
                pool.set_password(name, password, request.permanent, now)?;
            }
            _ => {
                return Err(Refused::Invalid(
                    "The local stack does not have this operation.",
                ));
            }
        }
        Ok(json!({}))
    }

    fn create(&self, request: Request) -> Result<Value, Refused> {
        let invitation = match request.message_action.as_deref() {
            None => Invitation::Send,
            Some("RESEND") => Invitation::Resend,
            Some("SUPPRESS") => Invitation::Suppress,
            Some(_) => {
                return Err(Refused::Invalid(
                    "MessageAction must be RESEND or SUPPRESS.",
                ));
            }
        };
        // The default is SMS, which this pool does not send.
        let by_mail = request.desired_delivery_mediums == ["EMAIL"];
        if invitation != Invitation::Suppress && !by_mail {
            return Err(Refused::Invalid("The local stack invites by EMAIL only."));
        }
        if request.force_alias_creation {
            return Err(Refused::Invalid(
                "The local stack takes no address from anybody.",
            ));
        }
        let given = attributes(request.user_attributes)?;
        let now = self.clock.now();
        let user = self
            .pool
            .create(&request.username, given, invitation, now)?;
        Ok(json!({"User": shown(&user)}))
    }
}

fn attributes(given: Vec<Attribute>) -> Result<Attributes, Refused> {
    if given
        .iter()
        .any(|one| one.value.chars().count() > LONGEST_ATTRIBUTE)
    {
        return Err(Refused::Invalid(
            "1 validation error: An attribute is too long.",
        ));
    }
    let pairs = given.into_iter().map(|one| (one.name, one.value));
    Ok(pairs.collect::<BTreeMap<_, _>>())
}

/// A user as `AdminCreateUser` answers.
fn shown(user: &User) -> Value {
    let sub = [("sub", user.sub.as_str())].into_iter();
    let others = user
        .attributes
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()));
    let attributes: Vec<Value> = sub
        .chain(others)
        .map(|(name, value)| json!({"Name": name, "Value": value}))
        .collect();
    json!({
        "Username": user.name,
        "Attributes": attributes,
        "Enabled": user.enabled,
        "UserStatus": user.status.as_str(),
        "UserCreateDate": seconds(user.created_at),
        "UserLastModifiedDate": seconds(user.changed_at),
    })
}

/// How JSON 1.1 has instants.
fn seconds(at: Timestamp) -> f64 {
    at.as_duration().as_secs_f64()
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let (code, message) = match self {
            Self::NoPool(id) => (
                "ResourceNotFoundException",
                format!("User pool {id} does not exist."),
            ),
            Self::Invalid(why) => ("InvalidParameterException", why.to_owned()),
            Self::Pool(error) => (code(error), error.to_string()),
        };
        error(StatusCode::BAD_REQUEST, code, &message)
    }
}

fn code(error: PoolError) -> &'static str {
    match error {
        PoolError::NameExists => "UsernameExistsException",
        PoolError::AliasExists => "AliasExistsException",
        PoolError::NoUser => "UserNotFoundException",
        PoolError::NoGroup => "ResourceNotFoundException",
        PoolError::AlreadySignedIn => "UnsupportedUserStateException",
        PoolError::NameIsAddress | PoolError::NoAddress | PoolError::NoCodes => {
            "InvalidParameterException"
        }
        PoolError::WrongPassword
        | PoolError::Disabled
        | PoolError::NewPasswordRequired
        | PoolError::SessionOver => "NotAuthorizedException",
        PoolError::WrongCode => "CodeMismatchException",
        PoolError::ShortPassword => "InvalidPasswordException",
    }
}

fn refuse(refusal: Refusal) -> Response {
    match refusal {
        Refusal::Throttle => error(
            StatusCode::BAD_REQUEST,
            "TooManyRequestsException",
            "Too many requests",
        ),
        Refusal::Denied => error(
            StatusCode::BAD_REQUEST,
            "AccessDeniedException",
            "The caller is not authorized to perform the action.",
        ),
        Refusal::Error | Refusal::Conflict => error(
            StatusCode::INTERNAL_SERVER_ERROR,
            "InternalErrorException",
            "Internal error",
        ),
    }
}

fn error(status: StatusCode, code: &str, message: &str) -> Response {
    json_1_1(status, &json!({"__type": code, "message": message}))
}

fn json_1_1(status: StatusCode, body: &Value) -> Response {
    let kind = [(header::CONTENT_TYPE, "application/x-amz-json-1.1")];
    (status, kind, Json(body)).into_response()
}
