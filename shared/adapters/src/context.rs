//! What a function needs for its work, made once when it starts.

use anteroom_domain::policy::Policy;
use jiff::SignedDuration;

use crate::aws;
use crate::environment::{self, EnvironmentError};
use crate::http::CursorKey;
use crate::link::LinkKey;
use crate::meetings::Meetings;
use crate::messages::Settings;
use crate::store::Store;

/// What every HTTP function works with.
#[derive(Clone, Debug)]
pub struct Desk {
    /// The table.
    pub store: Store,
    /// The numbers of the rules.
    pub policy: Policy,
    /// What messages and calendars say of the service.
    pub settings: Settings,
    /// Signs the cursors of lists.
    pub cursors: CursorKey,
}

impl Desk {
    /// From the environment.
    pub async fn from_environment() -> Result<Self, EnvironmentError> {
        let config = aws::config().await;
        Self::with(&config)
    }

    /// From the environment, with the meeting service.
    pub async fn with_meetings() -> Result<(Self, Meetings), EnvironmentError> {
        let config = aws::config().await;
        Ok((Self::with(&config)?, meetings(&config)?))
    }

    fn with(config: &aws_config::SdkConfig) -> Result<Self, EnvironmentError> {
        let policy = environment::policy()?;
        Ok(Self {
            store: store(config)?,
            settings: settings(&policy)?,
            cursors: CursorKey::new(environment::text("LINK_KEY")?.as_bytes()),
            policy,
        })
    }
}

/// The table, from the environment.
pub fn store(config: &aws_config::SdkConfig) -> Result<Store, EnvironmentError> {
    Ok(Store::new(
        aws::dynamodb(config),
        environment::text("TABLE_NAME")?,
    ))
}

/// The meeting service, from the environment.
pub fn meetings(config: &aws_config::SdkConfig) -> Result<Meetings, EnvironmentError> {
    Ok(Meetings::new(
        aws::meetings(config),
        environment::text("MEDIA_REGION")?,
    ))
}

/// What messages say of the service, from the environment.
pub fn settings(policy: &Policy) -> Result<Settings, EnvironmentError> {
    let link_key = LinkKey::new(environment::text("LINK_KEY")?.as_bytes());
    Ok(Settings {
        service_name: environment::parsed("SERVICE_NAME")?,
        portal_url: environment::text("PORTAL_URL")?,
        mail_from: environment::parsed("MAIL_FROM")?,
        link_key: link_key.map_err(|error| EnvironmentError::Wrong {
            name: "LINK_KEY",
            why: error.to_string(),
        })?,
        link_life: policy.close_after + LINK_RESERVE,
    })
}

/// How much longer than its session a link lives, so that the closing page can be read.
const LINK_RESERVE: SignedDuration = SignedDuration::from_hours(1);
