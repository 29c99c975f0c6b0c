//! Rules that a type declares: checked before the handler runs, told with their places, and in the contract.

use serde_json::{Value, json};
use spec_tests::app;

#[tokio::test]
async fn each_fault_has_its_path() {
    let client = app().test_client("/").connect().await.unwrap();
    let value = json!({ "name": "a", "count": 10, "parts": [{ "weight": 1 }, { "weight": 8 }] });

    let answer: Value = client.call("limited", value).await.unwrap();

    let error = &answer["error"];
    assert_eq!(error["kind"], "arguments");
    let faults = error["data"]["faults"].as_array().unwrap();
    let paths: Vec<_> = faults
        .iter()
        .map(|fault| fault["path"].as_str().unwrap())
        .collect();
    assert_eq!(
        paths,
        ["value.count", "value.name", "value.parts[1].weight"]
    );
    assert!(
        error["message"]
            .as_str()
            .unwrap()
            .starts_with("`limited`: value.count: greater than 9; "),
        "{error}"
    );
}

#[tokio::test]
async fn what_keeps_the_rules_reaches_the_handler() {
    let client = app().test_client("/").connect().await.unwrap();
    let value = json!({ "name": "ab", "count": 9, "parts": [] });

    let answer: Value = client.call("limited", value.clone()).await.unwrap();

    assert_eq!(answer, value);
}

#[tokio::test]
async fn a_list_of_faults_is_bounded() {
    let client = app().test_client("/").connect().await.unwrap();
    let parts = vec![json!({ "weight": 8 }); 1000];

    let answer: Value = client
        .call(
            "limited",
            json!({ "name": "ab", "count": 1, "parts": parts }),
        )
        .await
        .unwrap();

    assert_eq!(
        answer["error"]["data"]["faults"].as_array().unwrap().len(),
        32
    );
}

#[test]
fn the_rules_are_in_the_contract() {
    let types = app().spec().schemas()["$defs"].clone();

    let limited = &types["Limited"]["properties"];
    assert_eq!(
        (&limited["name"]["minLength"], &limited["name"]["maxLength"]),
        (&json!(2), &json!(5))
    );
    assert_eq!(
        (&limited["count"]["minimum"], &limited["count"]["maximum"]),
        (&json!(1), &json!(9))
    );
    assert_eq!(limited["parts"]["maxItems"], 3);
    assert_eq!(types["Part"]["properties"]["weight"]["maximum"], 7);
}
