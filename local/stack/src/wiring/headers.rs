//! The headers that CloudFront adds: to the portal's files, and to what it asks of the API.

use serde_json::Value;

use crate::template::{Resource, TemplateError};

/// The headers that a `Distribution` adds to each request to its origins that are no buckets: to the API's.
pub(super) fn to_origin(resource: &Resource<'_>) -> Result<Vec<(String, String)>, TemplateError> {
    let config = resource.property("DistributionConfig")?;
    let origins = config["Origins"].as_array().into_iter().flatten();
    let headers = origins
        .filter(|origin| origin["CustomOriginConfig"].is_object())
        .filter_map(|origin| origin["OriginCustomHeaders"].as_array())
        .flatten();
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let header = |item: &Value| {
        let name = text(&item["HeaderName"])?.to_lowercase();
        Some((name, text(&item["HeaderValue"])?))
    };
    Ok(headers.filter_map(header).collect())
}

/// The policies of response headers that a `Distribution` has for the portal's files and for the API, the only other
/// thing behind it.
pub(super) fn policies(resource: &Resource<'_>) -> Result<[Option<String>; 2], TemplateError> {
    let config = resource.property("DistributionConfig")?;
    let behaviors = [
        &config["DefaultCacheBehavior"],
        &config["CacheBehaviors"][0],
    ];
    let policy = |behavior: &Value| {
        behavior["ResponseHeadersPolicyId"]
            .as_str()
            .map(str::to_owned)
    };
    Ok(behaviors.map(policy))
}

/// The header of a `ResponseHeadersPolicy` that demands TLS. The API's functions say it on this machine, too.
pub(super) fn demanding_tls(
    resource: &Resource<'_>,
) -> Result<Option<(String, String)>, TemplateError> {
    let config = resource.property("ResponseHeadersPolicyConfig")?;
    let tls = &config["SecurityHeadersConfig"]["StrictTransportSecurity"];
    let subdomains = match tls["IncludeSubdomains"] == true {
        true => "; includeSubDomains",
        false => "",
    };
    let value = |age: &Value| format!("max-age={age}{subdomains}");
    let age = tls.get("AccessControlMaxAgeSec").map(value);
    Ok(age.map(|value| ("strict-transport-security".to_owned(), value)))
}

/// The headers of a `ResponseHeadersPolicy`, but for the one that demands TLS, of which this
/// machine has none.
pub(super) fn read(resource: &Resource<'_>) -> Result<Vec<(String, String)>, TemplateError> {
    let config = resource.property("ResponseHeadersPolicyConfig")?;
    let security = &config["SecurityHeadersConfig"];
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let policy = &security["ContentSecurityPolicy"]["ContentSecurityPolicy"];
    let content_type = &security["ContentTypeOptions"];
    let known = [
        ("content-security-policy", text(policy)),
        (
            "x-content-type-options",
            content_type.is_object().then(|| "nosniff".to_owned()),
        ),
        (
            "x-frame-options",
            text(&security["FrameOptions"]["FrameOption"]),
        ),
        (
            "referrer-policy",
            text(&security["ReferrerPolicy"]["ReferrerPolicy"]),
        ),
    ];
    let known = known
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value?)));
    let custom = config["CustomHeadersConfig"]["Items"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|item| Some((text(&item["Header"])?.to_lowercase(), text(&item["Value"])?)));
    Ok(known.chain(custom).collect())
}
