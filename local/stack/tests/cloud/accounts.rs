//! The user pool.

use anteroom_stack::issuer::pool::Pool;
use anteroom_stack::wiring::{CodeMail, UserPool};
use aws_sdk_cognitoidentityprovider::Client;
use aws_sdk_cognitoidentityprovider::operation::admin_create_user::builders::AdminCreateUserFluentBuilder;
use aws_sdk_cognitoidentityprovider::types::{
    AttributeType, DeliveryMediumType, EmailMfaSettingsType, MessageActionType, UserStatusType,
};

use super::*;

const POOL: &str = "eu-west-1_abc";

async fn service(mailbox: &Mailbox, front: &Front) -> Endpoint {
    let settings = UserPool {
        id: POOL.into(),
        groups: vec!["provider".into()],
        invitation: "{####}".into(),
        invitation_days: 7,
        shortest_password: 12,
        code: Some(CodeMail::default()),
        ..UserPool::default()
    };
    let pool = Pool::open(settings, mailbox.clone(), None).unwrap();
    cognito::start(pool, clock(), front.clone()).await.unwrap()
}

fn email(address: &str) -> AttributeType {
    AttributeType::builder()
        .name("email")
        .value(address)
        .build()
        .unwrap()
}

fn create(client: &Client, name: &str, address: &str) -> AdminCreateUserFluentBuilder {
    let verified = AttributeType::builder()
        .name("email_verified")
        .value("true");
    client
        .admin_create_user()
        .user_pool_id(POOL)
        .username(name)
        .user_attributes(email(address))
        .user_attributes(verified.build().unwrap())
        .desired_delivery_mediums(DeliveryMediumType::Email)
}

#[tokio::test]
async fn an_account_is_made_invited_again_and_ended() {
    let (mailbox, front) = (Mailbox::default(), Front::default());
    let service = service(&mailbox, &front).await;
    let client = Client::new(&sdk(service.url()));
    create(&client, "prv_1", "grace@example.com")
        .send()
        .await
        .unwrap();
    let exists = create(&client, "PRV_1", "another@example.com").send().await;
    assert!(
        exists
            .unwrap_err()
            .into_service_error()
            .is_username_exists_exception()
    );
    let taken = create(&client, "prv_2", "Grace@example.com").send().await;
    // The documentation has this error; the model of the operation does not list it.
    assert_eq!(taken.unwrap_err().code(), Some("AliasExistsException"));
    let again = create(&client, "prv_1", "grace@example.com");
    let again = again.message_action(MessageActionType::Resend);
    again.send().await.unwrap();
    assert_eq!(mailbox.find(&Filter::default()).len(), 2);

    let group = client
        .admin_add_user_to_group()
        .user_pool_id(POOL)
        .username("prv_1")
        .group_name("provider");
    group.send().await.unwrap();
    let moved = client
        .admin_update_user_attributes()
        .user_pool_id(POOL)
        .username("prv_1")
        .user_attributes(email("g@example.com"));
    moved.send().await.unwrap();
    let disable = client
        .admin_disable_user()
        .user_pool_id(POOL)
        .username("prv_1");
    disable.send().await.unwrap();
    let out = client
        .admin_user_global_sign_out()
        .user_pool_id(POOL)
        .username("prv_1");
    out.send().await.unwrap();
    let user = client.admin_get_user().user_pool_id(POOL);
    let user = user.username("g@example.com").send().await.unwrap();
    assert_eq!(user.username(), "prv_1");
    assert!(!user.enabled());
    assert_eq!(
        user.user_status(),
        Some(&UserStatusType::ForceChangePassword)
    );
    let nobody = client
        .admin_enable_user()
        .user_pool_id(POOL)
        .username("prv_2");
    let nobody = nobody.send().await.unwrap_err().into_service_error();
    assert!(nobody.is_user_not_found_exception());
    let elsewhere = client
        .admin_enable_user()
        .user_pool_id("eu_2")
        .username("prv_1");
    let elsewhere = elsewhere.send().await.unwrap_err().into_service_error();
    assert!(elsewhere.is_resource_not_found_exception());
}

/// (A8)
#[tokio::test]
async fn a_code_is_demanded_and_a_password_replaced_by_one_for_the_first_time() {
    let (mailbox, front) = (Mailbox::default(), Front::default());
    let service = service(&mailbox, &front).await;
    let client = Client::new(&sdk(service.url()));
    create(&client, "prv_1", "grace@example.com")
        .message_action(MessageActionType::Suppress)
        .send()
        .await
        .unwrap();
    let demand = |name: &str, enabled: bool| {
        let by_email = EmailMfaSettingsType::builder();
        client
            .admin_set_user_mfa_preference()
            .user_pool_id(POOL)
            .username(name)
            .email_mfa_settings(by_email.enabled(enabled).preferred_mfa(true).build())
    };
    demand("prv_1", true).send().await.unwrap();
    demand("prv_1", true).send().await.unwrap();
    let user = client.admin_get_user().user_pool_id(POOL).username("prv_1");
    let user = user.send().await.unwrap();
    assert_eq!(user.user_mfa_setting_list(), ["EMAIL_OTP"]);
    assert_eq!(user.preferred_mfa_setting(), Some("EMAIL_OTP"));
    let nobody = demand("prv_2", true).send().await.unwrap_err();
    assert!(nobody.into_service_error().is_user_not_found_exception());
    let preferred = demand("prv_1", false).send().await.unwrap_err();
    assert!(
        preferred
            .into_service_error()
            .is_invalid_parameter_exception()
    );

    let set = |password: &str, for_good: bool| {
        client
            .admin_set_user_password()
            .user_pool_id(POOL)
            .username("prv_1")
            .password(password)
            .permanent(for_good)
            .send()
    };
    let short = set("short", true).await.unwrap_err();
    assert!(short.into_service_error().is_invalid_password_exception());
    let spaced = set("with a space in it", true).await.unwrap_err();
    assert!(spaced.into_service_error().is_invalid_parameter_exception());
    set("a-password-for-good", true).await.unwrap();
    let resend = || {
        let again = create(&client, "prv_1", "grace@example.com");
        again.message_action(MessageActionType::Resend).send()
    };
    let refused = resend().await.unwrap_err().into_service_error();
    assert!(refused.is_unsupported_user_state_exception());
    set("a-password-for-once", false).await.unwrap();
    resend().await.unwrap();
    assert_eq!(mailbox.find(&Filter::default()).len(), 1);
}

#[tokio::test]
async fn a_function_needs_the_grant_on_this_pool_and_faults_come_as_typed() {
    let pool = format!("arn:aws:cognito-idp:eu-west-1:0:userpool/{POOL}");
    let front = granting("cognito-idp:AdminCreateUser", &pool);
    let service = service(&Mailbox::default(), &front).await;
    let client = Client::new(&sdk(service.url()));
    let throttle = json!({"service": "cognito-idp", "fault": "throttle", "count": 1});
    order(&front, throttle);
    let refused = create(&client, "prv_1", "g@example.com").send().await;
    assert!(
        refused
            .unwrap_err()
            .into_service_error()
            .is_too_many_requests_exception()
    );
    create(&client, "prv_1", "g@example.com")
        .send()
        .await
        .unwrap();
    let denied = client.admin_get_user().user_pool_id(POOL).username("prv_1");
    let denied = denied.send().await.unwrap_err();
    assert_eq!(denied.code(), Some("AccessDeniedException"));
    let call = Call {
        function: "bookings".into(),
        service: Service::CognitoIdp,
        operation: "AdminCreateUser".into(),
    };
    let counted = front.calls.report().items;
    assert!(
        counted
            .iter()
            .any(|item| item.call == call && item.count == 2)
    );
}
