//! Controllers: types whose methods answer requests.

use crate::endpoint::{BoxFuture, Endpoint};
use crate::error::Error;
use crate::extract::{FromRequest, Needs};
use crate::handler::{Asynchronous, Synchronous, declare, extract, for_each_arity};
use crate::methods::{Binding, Methods};
use crate::outlive::Outliving;
use crate::request::Request;
use crate::response::{IntoResponse, Response};
use http::Method;
use std::any::type_name;
use std::future::Future;
use std::marker::PhantomData;
use std::panic::Location;
use std::sync::Arc;
use std::time::Duration;

/// A type whose methods answer requests. It is made once, with the services that it uses, and
/// shared by all requests: constructors are the dependency injection.
///
/// ```
/// use roob::{App, Controller, Path, Routes};
///
/// struct Greetings { greeting: String }
///
/// impl Controller for Greetings {
///     fn routes(on: Routes<Self>) -> Routes<Self> {
///         on.path("/hello/{name}").get(Self::hello)
///     }
/// }
///
/// impl Greetings {
///     async fn hello(&self, Path(name): Path<String>) -> String {
///         format!("{}, {name}!", self.greeting)
///     }
/// }
///
/// let app = App::new().controller(Greetings { greeting: "Hello".into() });
/// # assert!(app.build().is_ok());
/// ```
pub trait Controller: Sized + Send + Sync + 'static {
    /// Binds the methods of this type to paths and verbs.
    fn routes(on: Routes<Self>) -> Routes<Self>;
}

/// The paths of a controller and the methods that answer them.
#[must_use = "`Controller::routes` gives these back"]
pub struct Routes<C> {
    controller: Arc<C>,
    pub(crate) paths: Vec<Bound>,
}

/// A path with its handlers.
pub(crate) struct Bound {
    pub(crate) pattern: String,
    pub(crate) methods: Methods,
    pub(crate) location: &'static Location<'static>,
}

impl<C: Controller> Routes<C> {
    pub(crate) fn of(controller: C) -> Vec<Bound> {
        let on = Self { controller: Arc::new(controller), paths: Vec::new() };
        C::routes(on).paths
    }

    /// The methods that follow answer `pattern`.
    #[track_caller]
    pub fn path(mut self, pattern: impl Into<String>) -> Self {
        self.paths.push(Bound {
            pattern: pattern.into(),
            methods: Methods::default(),
            location: Location::caller(),
        });
        self
    }

    /// Names the path, for people and for links.
    #[track_caller]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.current().name = Some(name.into());
        self
    }

    /// The largest body that the methods of this path read, in bytes; beyond it the answer is 413.
    #[track_caller]
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.current().body_limit = Some(bytes);
        self
    }

    /// How long the methods of this path may take; see [`App::time_limit`](crate::App::time_limit).
    #[track_caller]
    pub fn time_limit(mut self, time: Duration) -> Self {
        self.current().time_limit = Some(time);
        self
    }

    #[track_caller]
    fn on<Args: 'static>(mut self, method: Option<Method>, action: impl Action<C, Args>) -> Self {
        let endpoint = Member::endpoint(&self.controller, action);
        self.current().bindings.push(Binding { method, endpoint, location: Location::caller() });
        self
    }

    /// The path to which methods are bound; without one, the empty pattern, which the build
    /// refuses with the line of the call.
    #[track_caller]
    fn current(&mut self) -> &mut Methods {
        if self.paths.is_empty() {
            self.paths.push(Bound {
                pattern: String::new(),
                methods: Methods::default(),
                location: Location::caller(),
            });
        }
        let last = self.paths.len() - 1;
        &mut self.paths[last].methods
    }
}

macro_rules! verbs {
    ($($name:ident $method:expr, $verb:literal;)*) => {
        impl<C: Controller> Routes<C> {$(
            #[doc = concat!("Answers ", $verb, " with a method of the controller.")]
            #[track_caller]
            pub fn $name<Args: 'static>(self, action: impl Action<C, Args>) -> Self {
                self.on($method, action)
            }
        )*}
    };
}

verbs! {
    get Some(Method::GET), "GET, and HEAD without the body,";
    post Some(Method::POST), "POST";
    put Some(Method::PUT), "PUT";
    patch Some(Method::PATCH), "PATCH";
    delete Some(Method::DELETE), "DELETE";
    options Some(Method::OPTIONS), "OPTIONS";
    any None, "every verb that has no method of its own";
}

/// A method of the controller `C` that answers requests: `&self` and up to ten arguments that
/// implement [`FromRequest`], in any order, async or not, and a result that implements
/// [`IntoResponse`].
///
/// `Args` tells the compiler which kind of method it is; it is never written.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a method that answers requests for `{C}`",
    label = "not a method of the controller that answers requests",
    note = "it takes `&self` and at most ten arguments: `Path<T>`, `Query<T>`, `Json<T>`, … (whatever implements `FromRequest`)",
    note = "it returns whatever implements `IntoResponse`, such as `Json<T>`, text, or `Result<Json<T>, roob::Error>`",
    note = "an async method must not hold a value that is not `Send`, such as an `Rc` or a `MutexGuard`, across an `.await`"
)]
pub trait Action<C, Args>: Send + Sync + 'static {
    /// Whether it runs to its end, whoever waits.
    #[doc(hidden)]
    const DETACHED: bool = false;

    /// Says what the arguments read.
    #[doc(hidden)]
    fn declare(needs: &mut Needs);

    /// The path of the function in the program.
    #[doc(hidden)]
    fn name() -> &'static str {
        type_name::<Self>()
    }

    /// Extracts the arguments and calls the method.
    #[doc(hidden)]
    fn call<'a>(
        &'a self,
        controller: &'a C,
        request: &'a mut Request,
    ) -> impl Future<Output = Result<Response, Error>> + Send;
}

/// An async method for one lifetime of its controller. A bound cannot name the future of a method
/// that borrows `&self` for every lifetime; this trait can, with a type for each.
#[doc(hidden)]
pub trait AsyncMethod<'a, C, Args>: Send + Sync {
    type Output;
    type Future: Future<Output = Self::Output> + Send + 'a;

    fn invoke(&self, controller: &'a C, args: Args) -> Self::Future;
}

macro_rules! methods {
    ($($arg:ident)*) => {
        impl<'a, C, F, Fut, $($arg,)*> AsyncMethod<'a, C, ($($arg,)*)> for F
        where
            C: 'a,
            F: Fn(&'a C, $($arg),*) -> Fut + Send + Sync,
            Fut: Future + Send + 'a,
        {
            type Output = Fut::Output;
            type Future = Fut;

            #[allow(non_snake_case, clippy::unused_unit)]
            fn invoke(&self, controller: &'a C, ($($arg,)*): ($($arg,)*)) -> Fut {
                self(controller, $($arg),*)
            }
        }

        impl<C, F, R, $($arg,)*> Action<C, Asynchronous<(R, $($arg,)*)>> for F
        where
            C: Send + Sync + 'static,
            F: for<'a> AsyncMethod<'a, C, ($($arg,)*), Output = R> + 'static,
            R: IntoResponse,
            $($arg: FromRequest + Send,)*
        {
            declare!($($arg)*);

            #[allow(unused_variables)]
            async fn call<'a>(
                &'a self,
                controller: &'a C,
                request: &'a mut Request,
            ) -> Result<Response, Error> {
                extract!(request: $($arg)*);
                self.invoke(controller, ($($arg,)*)).await.into_response()
            }
        }

        impl<C, F, R, $($arg,)*> Action<C, Synchronous<(R, $($arg,)*)>> for F
        where
            C: Send + Sync + 'static,
            F: Fn(&C, $($arg),*) -> R + Send + Sync + 'static,
            R: IntoResponse,
            $($arg: FromRequest + Send,)*
        {
            declare!($($arg)*);

            #[allow(unused_variables)]
            async fn call<'a>(
                &'a self,
                controller: &'a C,
                request: &'a mut Request,
            ) -> Result<Response, Error> {
                extract!(request: $($arg)*);
                self(controller, $($arg),*).into_response()
            }
        }
    };
}

for_each_arity!(methods);

/// A method together with its controller, as an endpoint.
struct Member<C, F, Args> {
    controller: Arc<C>,
    action: F,
    args: PhantomData<fn() -> Args>,
}

impl<C, F, Args> Member<C, F, Args>
where
    C: Send + Sync + 'static,
    F: Action<C, Args>,
    Args: 'static,
{
    fn endpoint(controller: &Arc<C>, action: F) -> Arc<dyn Endpoint> {
        let controller = Arc::clone(controller);
        let endpoint = Arc::new(Self { controller, action, args: PhantomData });
        if F::DETACHED { Arc::new(Outliving(endpoint)) } else { endpoint }
    }
}

impl<C, F, Args> Endpoint for Member<C, F, Args>
where
    C: Send + Sync + 'static,
    F: Action<C, Args>,
    Args: 'static,
{
    fn call<'a>(&'a self, request: &'a mut Request) -> BoxFuture<'a, Result<Response, Error>> {
        Box::pin(self.action.call(&self.controller, request))
    }

    fn needs(&self) -> Needs {
        let mut needs = Needs::default();
        F::declare(&mut needs);
        needs
    }

    fn name(&self) -> &'static str {
        F::name()
    }
}
