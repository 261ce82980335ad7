//! Values that the app gives to its functions.

use super::FromRequest;
use super::needs::{Needs, unmet};
use crate::error::Error;
use crate::names::TypeName;
use crate::request::Request;

/// A clone of the value of this type that was given to [`App::state`](crate::App::state).
///
/// Controllers do not need it: what they use they are made with. A type that nobody gave is found
/// when the app is built.
///
/// ```
/// use roob::{App, State, get};
///
/// #[derive(Clone)]
/// struct Greeting(&'static str);
///
/// async fn hello(State(greeting): State<Greeting>) -> &'static str { greeting.0 }
///
/// let app = App::new().state(Greeting("hello")).route("/", get(hello));
/// assert!(app.build().is_ok());
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct State<T>(pub T);

impl<T: Clone + Send + Sync + 'static> FromRequest for State<T> {
    fn declare(needs: &mut Needs) {
        needs.state::<T>();
    }

    async fn from_request(request: &mut Request) -> Result<Self, Error> {
        request.state::<T>().cloned().map(Self).ok_or_else(|| {
            unmet(&format!("no `{}` was given to `App::state`", TypeName::of::<T>()))
        })
    }
}
