//! Choice: which suites are meant, from the arguments that every test program gets.

/// The arguments, as far as they concern us.
pub(crate) struct Choice {
    /// Name the suites, run none.
    pub(crate) list: bool,
    filters: Vec<String>,
    exact: bool,
}

impl Choice {
    pub(crate) fn parse(args: impl Iterator<Item = String>) -> Self {
        let mut choice = Self {
            list: false,
            filters: Vec::new(),
            exact: false,
        };
        for arg in args {
            match arg.as_str() {
                "--list" => choice.list = true,
                "--exact" => choice.exact = true,
                option if option.starts_with('-') => {} // of the standard harness
                _ => choice.filters.push(arg),
            }
        }
        choice
    }

    pub(crate) fn includes(&self, name: &str) -> bool {
        let matches = |filter: &String| {
            if self.exact {
                name == filter
            } else {
                name.contains(filter)
            }
        };
        self.filters.is_empty() || self.filters.iter().any(matches)
    }
}
