#[on("digest", blocking)]
fn digest(path: String) -> usize {
    path.len()
}
