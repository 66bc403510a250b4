//! The state of an HTTP function, created once at its start.

use anteroom_app::{Random, Store};
use anteroom_domain::policy::Policy;
use anteroom_messaging::compose::{Help, Settings};
use anteroom_runtime::aws::{self, SdkConfig};
use anteroom_runtime::environment::{self, EnvironmentError};

use crate::{ContactKey, CursorKey, OriginKeys};

/// The state of an HTTP function.
#[derive(Clone, Debug)]
pub struct HttpState {
    /// The DynamoDB table.
    pub store: Store,
    /// The numbers in the rules.
    pub policy: Policy,
    /// The service's data in messages and calendars.
    pub settings: Settings,
    /// Signs the cursors of lists.
    pub cursors: CursorKey,
    /// Hashes addresses and numbers for the history of people.
    pub contacts: ContactKey,
    /// What a request must have that came through the distribution.
    pub origin: OriginKeys,
}

impl AsRef<Self> for HttpState {
    fn as_ref(&self) -> &Self {
        self
    }
}

impl HttpState {
    /// Reads the environment.
    pub fn from_environment(config: &SdkConfig) -> Result<Self, EnvironmentError> {
        let policy = environment::policy()?;
        let secret = environment::text("LINK_KEY")?;
        let settings = Settings::new(
            environment::parsed("SERVICE_NAME")?,
            environment::text("PORTAL_URL")?,
            environment::parsed("MAIL_FROM")?,
            Help {
                phone: environment::parsed_if_any("HELP_PHONE")?,
                email: environment::parsed_if_any("HELP_EMAIL")?,
            },
            secret.as_bytes(),
            &policy,
        );
        Ok(Self {
            store: Store::new(
                aws::dynamodb(config),
                environment::text("TABLE_NAME")?,
                Random::system(),
            ),
            settings: settings.map_err(|error| EnvironmentError::wrong("LINK_KEY", error))?,
            cursors: CursorKey::new(secret.as_bytes()),
            contacts: ContactKey::new(secret.as_bytes()),
            origin: OriginKeys::from_environment()?,
            policy,
        })
    }
}
