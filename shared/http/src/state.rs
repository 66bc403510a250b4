//! What every HTTP function works with, made once when it starts.

use anteroom_domain::policy::Policy;
use anteroom_messaging::compose::Settings;
use anteroom_runtime::aws::{self, SdkConfig};
use anteroom_runtime::environment::{self, EnvironmentError};
use anteroom_store::Store;

use crate::CursorKey;

/// What every HTTP function works with.
#[derive(Clone, Debug)]
pub struct HttpState {
    /// The table.
    pub store: Store,
    /// The numbers of the rules.
    pub policy: Policy,
    /// What messages and calendars say of the service.
    pub settings: Settings,
    /// Signs the cursors of lists.
    pub cursors: CursorKey,
}

impl HttpState {
    /// From the environment.
    pub fn from_environment(config: &SdkConfig) -> Result<Self, EnvironmentError> {
        let policy = environment::policy()?;
        let secret = environment::text("LINK_KEY")?;
        let settings = Settings::new(
            environment::parsed("SERVICE_NAME")?,
            environment::text("PORTAL_URL")?,
            environment::parsed("MAIL_FROM")?,
            secret.as_bytes(),
            &policy,
        );
        Ok(Self {
            store: Store::new(aws::dynamodb(config), environment::text("TABLE_NAME")?),
            settings: settings.map_err(|error| EnvironmentError::wrong("LINK_KEY", error))?,
            cursors: CursorKey::new(secret.as_bytes()),
            policy,
        })
    }
}
