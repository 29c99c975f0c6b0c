#[on("search", latest)]
#[on("find", concurrent = 4)]
#[cfg(feature = "search")]
async fn search(text: String) -> Vec<String> {
    find(&text).await
}
