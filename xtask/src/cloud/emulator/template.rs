//! Takes out of the built templates what the emulator can't do. `gaps` names each.

use std::path::PathBuf;
use std::{fmt, fs};

use serde_yaml_ng::{Mapping, Value};

use super::super::deploy::Deployment;
use crate::failure::Failure;
use crate::tools;
use crate::tree::Tree;

/// Where `sam build` puts templates: one here, and nested ones in folders.
const BUILT: &str = ".aws-sam/build";

/// Changes all templates that were built.
pub(super) fn fit(deployment: &mut Deployment) -> Result<(), Failure> {
    for path in built(&deployment.stage.tree)? {
        let text = tools::read(&path)?;
        let wrong =
            |error: &dyn fmt::Display| Failure::Usage(format!("{}: {error}.", path.display()));
        let mut template: Value = serde_yaml_ng::from_str(&text).map_err(|error| wrong(&error))?;
        if let Some(resources) = template["Resources"].as_mapping_mut() {
            leave_out(resources);
            add_routes(resources);
        }
        // As JSON, which quotes every text: an older YAML reads 21:00 as a number.
        let text = serde_json::to_string_pretty(&template).map_err(|error| wrong(&error))?;
        tools::write(&path, &text)?;
    }
    Ok(())
}

fn built(tree: &Tree) -> Result<Vec<PathBuf>, Failure> {
    let folder = tree.root.join(BUILT);
    let entries = fs::read_dir(&folder).map_err(|error| Failure::File {
        path: folder.clone(),
        error,
    })?;
    let nested = entries.filter_map(|entry| Some(entry.ok()?.path().join("template.yaml")));
    let all = std::iter::once(folder.join("template.yaml")).chain(nested);
    Ok(all.filter(|path| path.is_file()).collect())
}

fn leave_out(resources: &mut Mapping) {
    resources.retain(|_, resource| {
        let is_alarm = resource["Type"] == "AWS::CloudWatch::Alarm";
        !(is_alarm && resource["Properties"].get("Metrics").is_some())
    });
    for (_, function) in resources {
        if function["Type"] != "AWS::Serverless::Function" {
            continue;
        }
        let properties = function.get_mut("Properties");
        let Some(properties) = properties.and_then(Value::as_mapping_mut) else {
            continue;
        };
        properties.remove("DeploymentPreference");
        let policies = properties.get_mut("Policies");
        let policies = policies.and_then(Value::as_sequence_mut);
        for policy in policies.into_iter().flatten() {
            let statements = policy.get_mut("Statement");
            let statements = statements.and_then(Value::as_sequence_mut);
            statements
                .into_iter()
                .flatten()
                .for_each(let_send_as_anybody);
        }
    }
}

fn let_send_as_anybody(statement: &mut Value) {
    let sender = &statement["Condition"]["StringEquals"]["ses:FromAddress"];
    if sender.is_null() {
        return;
    }
    if let Some(statement) = statement.as_mapping_mut() {
        statement.remove("Condition");
        statement.insert("Resource".into(), "*".into());
    }
}

/// Adds resources with what SAM writes into the API's body: the authorizer, and each function's integration and routes.
fn add_routes(resources: &mut Mapping) {
    let functions: Vec<_> = resources
        .iter()
        .filter(|(_, resource)| resource["Type"] == "AWS::Serverless::Function")
        .filter_map(|(name, function)| Some((name.as_str()?.to_owned(), function.clone())))
        .collect();
    for (name, function) in functions {
        let events = function["Properties"]["Events"].as_mapping();
        for (event, details) in events.into_iter().flatten() {
            if details["Type"] != "HttpApi" {
                continue;
            }
            let integration = format!("{name}Integration");
            resources.insert(
                integration.as_str().into(),
                resource(
                    "AWS::ApiGatewayV2::Integration",
                    &serde_json::json!({
                        "IntegrationType": "AWS_PROXY",
                        "PayloadFormatVersion": "2.0",
                        "IntegrationUri": { "Ref": format!("{name}.Alias") },
                    }),
                ),
            );
            let (method, path) = (
                &details["Properties"]["Method"],
                &details["Properties"]["Path"],
            );
            let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            let mut properties = serde_json::json!({
                "RouteKey": format!("{} {}", text(method), text(path)),
                "Target": { "Fn::Sub": format!("integrations/${{{integration}}}") },
            });
            if details["Properties"]["Auth"]["Authorizer"] != "NONE" {
                properties["AuthorizationType"] = "JWT".into();
                properties["AuthorizerId"] = serde_json::json!({ "Ref": AUTHORIZER });
            }
            let route = format!("{name}{}Route", text(event));
            resources.insert(
                route.into(),
                resource("AWS::ApiGatewayV2::Route", &properties),
            );
        }
    }
    let named = &resources
        .get("Api")
        .map(|api| &api["Properties"]["Auth"]["Authorizers"]);
    let Some(authorizer) = named.map(|all| all[AUTHORIZER].clone()) else {
        return;
    };
    let jwt = &authorizer["JwtConfiguration"];
    let mut made = resource(
        "AWS::ApiGatewayV2::Authorizer",
        &serde_json::json!({ "Name": AUTHORIZER, "AuthorizerType": "JWT" }),
    );
    let properties = &mut made["Properties"];
    properties["IdentitySource"] = Value::Sequence(vec![authorizer["IdentitySource"].clone()]);
    properties["JwtConfiguration"]["Issuer"] = jwt["issuer"].clone();
    properties["JwtConfiguration"]["Audience"] = jwt["audience"].clone();
    resources.insert(AUTHORIZER.into(), made);
}

/// A resource of the API.
fn resource(kind: &str, properties: &serde_json::Value) -> Value {
    let mut resource = Value::Mapping(Mapping::new());
    resource["Type"] = kind.into();
    resource["Properties"] = serde_yaml_ng::to_value(properties).unwrap_or_default();
    resource["Properties"]["ApiId"]["Ref"] = "Api".into();
    resource
}

/// The authorizer's name in `template.yaml`.
const AUTHORIZER: &str = "UserPool";

#[cfg(test)]
mod tests {
    use super::*;

    fn resources(text: &str) -> Mapping {
        serde_yaml_ng::from_str(text).unwrap()
    }

    #[test]
    fn what_the_emulator_can_do_stays() {
        let mut given = resources(
            r#"
Plain: { Type: "AWS::CloudWatch::Alarm", Properties: { MetricName: Errors } }
Math: { Type: "AWS::CloudWatch::Alarm", Properties: { Metrics: [] } }
Notifier:
  Type: AWS::Serverless::Function
  Properties:
    DeploymentPreference: {}
    Policies:
      - Statement:
          - { Sid: Table, Resource: one }
          - { Sid: Mail, Resource: one, Condition: { StringEquals: { "ses:FromAddress": us } } }
"#,
        );
        leave_out(&mut given);
        let wanted = resources(
            r#"
Plain: { Type: "AWS::CloudWatch::Alarm", Properties: { MetricName: Errors } }
Notifier:
  Type: AWS::Serverless::Function
  Properties:
    Policies:
      - Statement:
          - { Sid: Table, Resource: one }
          - { Sid: Mail, Resource: "*" }
"#,
        );
        assert_eq!(given, wanted);
    }

    #[test]
    fn each_route_asks_for_a_token_unless_its_function_does_itself() {
        let mut given = resources(
            r#"
Api:
  Type: AWS::Serverless::HttpApi
  Properties:
    Auth:
      Authorizers:
        UserPool:
          IdentitySource: $request.header.Authorization
          JwtConfiguration: { issuer: pool, audience: [client] }
Bookings:
  Type: AWS::Serverless::Function
  Properties:
    Events:
      GetMe: { Type: HttpApi, Properties: { Method: GET, Path: /v1/me } }
      Visit: { Type: HttpApi, Properties: { Method: POST, Path: /v1/visit, Auth: { Authorizer: NONE } } }
      Tick: { Type: ScheduleV2 }
"#,
        );
        add_routes(&mut given);
        let route = |name: &str| {
            let properties = &given[format!("Bookings{name}Route").as_str()]["Properties"];
            assert_eq!(properties["ApiId"]["Ref"], "Api");
            assert_eq!(
                properties["Target"]["Fn::Sub"],
                "integrations/${BookingsIntegration}"
            );
            (
                properties["RouteKey"].as_str().unwrap().to_owned(),
                properties["AuthorizerId"]["Ref"]
                    .as_str()
                    .map(str::to_owned),
            )
        };
        let asks = Some(AUTHORIZER.to_owned());
        assert_eq!(route("GetMe"), ("GET /v1/me".to_owned(), asks));
        assert_eq!(route("Visit"), ("POST /v1/visit".to_owned(), None));
        let jwt = &given[AUTHORIZER]["Properties"]["JwtConfiguration"];
        assert_eq!(
            (&jwt["Issuer"], &jwt["Audience"][0]),
            (&"pool".into(), &"client".into())
        );
        assert_eq!(given.len(), 6);
    }
}
