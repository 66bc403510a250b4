//! The user pool.

use anteroom_stack::issuer::pool::Pool;
use anteroom_stack::wiring::UserPool;
use aws_sdk_cognitoidentityprovider::Client;

use super::*;

#[tokio::test]
async fn categories_of_operations_have_rates() {
    let order = json!({"cognitoReadsPerSecond": 0.01, "cognitoUpdatesPerSecond": 0.01});
    let (front, clock) = limited(order);
    let settings = UserPool {
        id: "pool".into(),
        ..UserPool::default()
    };
    let pool = Pool::open(settings, Mailbox::default(), None).unwrap();
    let service = cognito::start(pool, clock.clone(), front.clone()).await;
    let service = service.unwrap();
    let client = Client::new(&sdk(service.url()));
    let read = async || {
        let read = client
            .admin_get_user()
            .user_pool_id("pool")
            .username("prv_1");
        read.send().await.unwrap_err().into_service_error()
    };
    assert!(read().await.is_user_not_found_exception());
    assert!(read().await.is_too_many_requests_exception());
    // Disabling and enabling are of one category.
    let disable = client
        .admin_disable_user()
        .user_pool_id("pool")
        .username("prv_1");
    let error = disable.send().await.unwrap_err().into_service_error();
    assert!(error.is_user_not_found_exception(), "{error:?}");
    let enable = client
        .admin_enable_user()
        .user_pool_id("pool")
        .username("prv_1");
    let error = enable.send().await.unwrap_err().into_service_error();
    assert!(error.is_too_many_requests_exception(), "{error:?}");
    pass(&clock, 100);
    assert!(read().await.is_user_not_found_exception());
    let expected = json!([
        {"limit": "cognitoReadsPerSecond", "target": "UserRead", "count": 1},
        {"limit": "cognitoUpdatesPerSecond", "target": "UserUpdate", "count": 1},
    ]);
    assert_eq!(refused(&front), expected);
}
