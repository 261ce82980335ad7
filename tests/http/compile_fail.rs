//! What the compiler says of things that are no handlers.

#[test]
fn what_is_no_handler_is_said_in_words() {
    trybuild::TestCases::new().compile_fail("../tests/compile_fail/*.rs");
}
