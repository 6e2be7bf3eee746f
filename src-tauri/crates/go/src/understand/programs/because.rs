//! Why a program is the default, or is not.

/// The reason, as a code with its own message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Because {
    /// The module has no other.
    Only,
    /// The others are examples, generators or test helpers.
    OnlyProduct,
    /// The only one that listens on a port.
    OnlyServer,
    /// It stands in the module's root.
    Root,
    /// Its name is the module's.
    NamedLikeModule,
    /// Its name or place says that it is the main one (`cmd/server`).
    Place,
    /// As good as another one: the user has to say.
    Tie,
    /// Another one is more likely.
    Other,
    /// It stands among examples.
    Example,
    /// It makes source code.
    Generator,
    /// It serves the tests.
    TestHelper,
}

impl Because {
    /// The message's id.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Only => "program-because-only",
            Self::OnlyProduct => "program-because-only-product",
            Self::OnlyServer => "program-because-only-server",
            Self::Root => "program-because-root",
            Self::NamedLikeModule => "program-because-named-like-module",
            Self::Place => "program-because-place",
            Self::Tie => "program-because-tie",
            Self::Other => "program-because-other",
            Self::Example => "program-because-example",
            Self::Generator => "program-because-generator",
            Self::TestHelper => "program-because-test-helper",
        }
    }
}
