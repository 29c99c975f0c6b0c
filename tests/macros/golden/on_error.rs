#[on_error]
async fn failed(error: Error, event: EventName) -> String {
    error.to_string()
}

#[on_error_default]
async fn failed_elsewhere(error: Error) {}
