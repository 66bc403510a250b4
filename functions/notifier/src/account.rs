//! Accounts: brings the user pool to what the table says of one (A5), with a code by email at each sign-in of staff (A8).
//!
//! Each call may be made twice, so that whoever comes after a function that died can begin anew. What is not done
//! stays due, and the scheduler has the stream tell of it once more. A record of an account never fails: messages
//! behind it would wait.

use anteroom_domain::account::{Account, AccountProblem, Stage, Task};
use anteroom_domain::values::PersonId;
use anteroom_store::{Random, StoreError};
use aws_sdk_cognitoidentityprovider::Client;
use aws_sdk_cognitoidentityprovider::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_cognitoidentityprovider::operation::admin_create_user::builders::AdminCreateUserFluentBuilder;
use aws_sdk_cognitoidentityprovider::types::{
    AttributeType, DeliveryMediumType, EmailMfaSettingsType, MessageActionType,
};

use crate::AppState;

/// The user pool.
#[derive(Clone, Debug)]
pub struct UserPool {
    /// The client. It may try each call again.
    pub client: Client,
    /// The pool's id.
    pub id: String,
}

/// Why the pool could not be brought to what the table says; it is tried again.
#[derive(Debug, thiserror::Error)]
enum NotDone {
    /// The pool did not answer, or refused.
    #[error("{operation} failed: {code}")]
    Call {
        /// The operation.
        operation: &'static str,
        /// The service's code, or the kind of failure.
        code: String,
    },
    /// DynamoDB failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Does what is due about a person's account.
pub(crate) async fn settle(state: &AppState, person: &PersonId) {
    match settled(state, person).await {
        Ok(true) => tracing::info!(%person, "account_settled"),
        Ok(false) => tracing::info!(%person, "account_not_due"),
        Err(error) => tracing::error!(%person, %error, "account_not_settled"),
    }
}

/// Whether something was done and marked. If the account was changed meanwhile, the stream tells of it once more.
async fn settled(state: &AppState, person: &PersonId) -> Result<bool, NotDone> {
    let account = state.store.account(person).await?;
    let Some(account) = account.filter(|account| account.due_at.is_some()) else {
        return Ok(false);
    };
    let after = match state.pool.bring_to(&account, &state.store.random).await? {
        Ok(stage) => account.done(stage),
        Err(problem) => account.failed(problem),
    };
    Ok(state.store.mark_account(&account, &after).await?)
}

/// What the calls leave: how far the account is then, or why somebody has to change something.
type Brought = Result<Stage, AccountProblem>;

impl UserPool {
    async fn bring_to(&self, account: &Account, random: &Random) -> Result<Brought, NotDone> {
        let is_made = matches!(account.stage, Stage::Invited | Stage::Active);
        let has_access_set = account.tasks.contains(&Task::Access);
        // Before anything that lets them in, also to an account that was made elsewhere.
        if (is_made || has_access_set) && account.enabled && account.is_of_staff() {
            self.demand_code(account).await?;
        }
        if has_access_set || !account.enabled {
            self.set_access(account).await?;
        }
        match account.stage {
            Stage::Absent => return Ok(Ok(Stage::Absent)),
            // It is made once its person may have it.
            Stage::Pending if !account.enabled => return Ok(Ok(Stage::Pending)),
            Stage::Pending => return self.make(account).await,
            Stage::Invited | Stage::Active => {}
        }
        if account.tasks.contains(&Task::Address)
            && let Err(problem) = self.update(account).await?
        {
            return Ok(Err(problem));
        }
        if account.tasks.contains(&Task::Invite) {
            return match account.is_of_staff() {
                true => self.invite_anew(account, random).await.map(Ok),
                false => self.invite_again(account).await.map(Ok),
            };
        }
        Ok(Ok(account.stage))
    }

    /// Lets its person sign in, or signs them out everywhere and lets them in no more. Who has no account is out
    /// anyway.
    async fn set_access(&self, account: &Account) -> Result<(), NotDone> {
        let name = account.person.as_str();
        if account.enabled {
            let enable = self.client.admin_enable_user();
            let enable = enable.user_pool_id(&self.id).username(name);
            return unless_unknown("AdminEnableUser", enable.send().await);
        }
        let disable = self.client.admin_disable_user();
        let disable = disable.user_pool_id(&self.id).username(name);
        unless_unknown("AdminDisableUser", disable.send().await)?;
        self.sign_out(account).await
    }

    /// Makes the account and puts it into its group. If it is there, an earlier try has made it, perhaps for an
    /// address that was corrected since. A member's invitation goes out as it is made; that of staff at the end, since
    /// nobody can sign in without it, and none of them may without a code (A8).
    async fn make(&self, account: &Account) -> Result<Brought, NotDone> {
        let later = account.is_of_staff().then_some(MessageActionType::Suppress);
        let create = self
            .creation(account)
            .user_attributes(attribute("locale", account.language.as_str()))
            .set_message_action(later);
        match create.send().await {
            Ok(_) => {}
            Err(error) => match error.code() {
                Some("UsernameExistsException") => {
                    if let Err(problem) = self.update(account).await? {
                        return Ok(Err(problem));
                    }
                }
                Some("AliasExistsException") => return Ok(Err(AccountProblem::AddressTaken)),
                _ => return Err(failed("AdminCreateUser", &error)),
            },
        }
        if account.is_of_staff() {
            self.demand_code(account).await?;
        }
        let group = self
            .client
            .admin_add_user_to_group()
            .user_pool_id(&self.id)
            .username(account.person.as_str())
            .group_name(account.role.as_str());
        let added = group.send().await;
        added.map_err(|error| failed("AdminAddUserToGroup", &error))?;
        match account.is_of_staff() {
            true => self.invite_again(account).await.map(Ok),
            false => Ok(Ok(Stage::Invited)),
        }
    }

    /// Has the pool ask for a code, which it sends to the account's address, at every sign-in ("EmailMfaSettingsType" in
    /// the API reference of Cognito user pools). It refuses as long as it does not send through SES. Who has no account needs
    /// none.
    async fn demand_code(&self, account: &Account) -> Result<(), NotDone> {
        let by_email = EmailMfaSettingsType::builder();
        let demand = self
            .client
            .admin_set_user_mfa_preference()
            .user_pool_id(&self.id)
            .username(account.person.as_str())
            .email_mfa_settings(by_email.enabled(true).preferred_mfa(true).build());
        unless_unknown("AdminSetUserMFAPreference", demand.send().await)
    }

    /// Gives the account its address.
    async fn update(&self, account: &Account) -> Result<Result<(), AccountProblem>, NotDone> {
        let update = self
            .client
            .admin_update_user_attributes()
            .user_pool_id(&self.id)
            .username(account.person.as_str())
            .user_attributes(attribute("email", account.email.as_str()))
            .user_attributes(attribute("email_verified", "true"));
        match update.send().await {
            Ok(_) => Ok(Ok(())),
            Err(error) if error.code() == Some("AliasExistsException") => {
                Ok(Err(AccountProblem::AddressTaken))
            }
            Err(error) => Err(failed("AdminUpdateUserAttributes", &error)),
        }
    }

    /// Sends the invitation again, with another password. Who has chosen their own is not invited any more.
    async fn invite_again(&self, account: &Account) -> Result<Stage, NotDone> {
        let invite = self.creation(account);
        let invite = invite.message_action(MessageActionType::Resend);
        match invite.send().await {
            Ok(_) => Ok(Stage::Invited),
            Err(error) if error.code() == Some("UnsupportedUserStateException") => {
                Ok(Stage::Active)
            }
            Err(error) => Err(failed("AdminCreateUser", &error)),
        }
    }

    /// The same for one of staff, who can't choose another password by a code: codes for passwords and for signing in
    /// never go to one address. Their password is replaced by one that nobody knows, so that they count as invited, and
    /// they are signed out everywhere; the invitation brings the next one.
    async fn invite_anew(&self, account: &Account, random: &Random) -> Result<Stage, NotDone> {
        let set = self
            .client
            .admin_set_user_password()
            .user_pool_id(&self.id)
            .username(account.person.as_str())
            .password(format!("{:032x}", random.draw()))
            .permanent(false);
        let set = set.send().await;
        set.map_err(|error| failed("AdminSetUserPassword", &error))?;
        self.sign_out(account).await?;
        self.invite_again(account).await
    }

    async fn sign_out(&self, account: &Account) -> Result<(), NotDone> {
        let sign_out = self.client.admin_user_global_sign_out();
        let sign_out = sign_out
            .user_pool_id(&self.id)
            .username(account.person.as_str());
        unless_unknown("AdminUserGlobalSignOut", sign_out.send().await)
    }

    /// `ForceAliasCreation` is left out: it would take the address from somebody else's account ("AdminCreateUser" in
    /// the API reference of Cognito user pools).
    fn creation(&self, account: &Account) -> AdminCreateUserFluentBuilder {
        self.client
            .admin_create_user()
            .user_pool_id(&self.id)
            .username(account.person.as_str())
            .user_attributes(attribute("email", account.email.as_str()))
            .user_attributes(attribute("email_verified", "true"))
            .desired_delivery_mediums(DeliveryMediumType::Email)
    }
}

fn attribute(name: &str, value: &str) -> AttributeType {
    let attribute = AttributeType::builder().name(name).value(value);
    attribute.build().expect("it has a name")
}

/// Done, if there is no such user either.
fn unless_unknown<T, E: ProvideErrorMetadata, R>(
    operation: &'static str,
    result: Result<T, SdkError<E, R>>,
) -> Result<(), NotDone> {
    match result {
        Ok(_) => Ok(()),
        Err(error) if error.code() == Some("UserNotFoundException") => Ok(()),
        Err(error) => Err(failed(operation, &error)),
    }
}

/// The service's code, without anything that was sent.
fn failed<E: ProvideErrorMetadata, R>(operation: &'static str, error: &SdkError<E, R>) -> NotDone {
    let code = error.code().unwrap_or("no_answer").to_owned();
    NotDone::Call { operation, code }
}
