//! Functions as handlers.

use crate::endpoint::{BoxFuture, Endpoint};
use crate::error::Error;
use crate::extract::{FromRequest, Needs};
use crate::outlive::Outliving;
use crate::request::Request;
use crate::response::{IntoResponse, Response};
use std::any::type_name;
use std::future::Future;
use std::marker::PhantomData;
use std::sync::Arc;

/// A function that answers requests: up to ten arguments that implement [`FromRequest`], in any
/// order, async or not, and a result that implements [`IntoResponse`].
///
/// `Args` tells the compiler which kind of function it is; it is never written.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a handler",
    label = "not a handler",
    note = "a handler is a function, async or not, of at most ten arguments: `Path<T>`, `Query<T>`, `Json<T>`, `State<T>`, … (whatever implements `FromRequest`)",
    note = "it returns whatever implements `IntoResponse`, such as `Json<T>`, text, or `Result<Json<T>, roob::Error>`",
    note = "an async handler must not hold a value that is not `Send`, such as an `Rc` or a `MutexGuard`, across an `.await`"
)]
pub trait Handler<Args>: Send + Sync + 'static {
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

    /// Extracts the arguments and calls the function.
    #[doc(hidden)]
    fn call(&self, request: &mut Request) -> impl Future<Output = Result<Response, Error>> + Send;
}

/// The kinds of functions, told apart by what a call of them gives.
#[doc(hidden)]
pub struct Asynchronous<Args>(PhantomData<Args>);
#[doc(hidden)]
pub struct Synchronous<Args>(PhantomData<Args>);

/// Extracts the arguments `$arg`, those that take the whole request after all others.
macro_rules! extract {
    ($request:ident: $($arg:ident)*) => {
        $(
            #[allow(non_snake_case)]
            let $arg = if $arg::LAST { None } else { Some($arg::from_request($request).await.map_err($crate::handler::refused::<$arg>)?) };
        )*
        $(
            #[allow(non_snake_case)]
            let $arg = match $arg {
                Some(argument) => argument,
                None => $arg::from_request($request).await.map_err($crate::handler::refused::<$arg>)?,
            };
        )*
    };
}

/// Names the types of the arguments and collects what they read.
macro_rules! declare {
    ($($arg:ident)*) => {
        #[allow(unused_variables)]
        fn declare(needs: &mut $crate::extract::Needs) {
            $(
                needs.argument::<$arg>();
                $arg::declare(needs);
            )*
        }
    };
}

/// Calls a macro with each list of up to ten type names.
macro_rules! for_each_arity {
    ($make:ident) => {
        $make!();
        $make!(T1);
        $make!(T1 T2);
        $make!(T1 T2 T3);
        $make!(T1 T2 T3 T4);
        $make!(T1 T2 T3 T4 T5);
        $make!(T1 T2 T3 T4 T5 T6);
        $make!(T1 T2 T3 T4 T5 T6 T7);
        $make!(T1 T2 T3 T4 T5 T6 T7 T8);
        $make!(T1 T2 T3 T4 T5 T6 T7 T8 T9);
        $make!(T1 T2 T3 T4 T5 T6 T7 T8 T9 T10);
    };
}

pub(crate) use {declare, extract, for_each_arity};

macro_rules! functions {
    ($($arg:ident)*) => {
        impl<F, Fut, $($arg,)*> Handler<Asynchronous<($($arg,)*)>> for F
        where
            F: Fn($($arg),*) -> Fut + Send + Sync + 'static,
            Fut: Future<Output: IntoResponse> + Send,
            $($arg: FromRequest + Send,)*
        {
            declare!($($arg)*);

            #[allow(unused_variables)]
            async fn call(&self, request: &mut Request) -> Result<Response, Error> {
                extract!(request: $($arg)*);
                self($($arg),*).await.into_response()
            }
        }

        impl<F, R, $($arg,)*> Handler<Synchronous<($($arg,)*)>> for F
        where
            F: Fn($($arg),*) -> R + Send + Sync + 'static,
            R: IntoResponse,
            $($arg: FromRequest + Send,)*
        {
            declare!($($arg)*);

            #[allow(unused_variables)]
            async fn call(&self, request: &mut Request) -> Result<Response, Error> {
                extract!(request: $($arg)*);
                self($($arg),*).into_response()
            }
        }
    };
}

for_each_arity!(functions);

/// A function as an endpoint.
pub(crate) struct Function<F, Args>(F, PhantomData<fn() -> Args>);

impl<F: Handler<Args>, Args: 'static> Function<F, Args> {
    pub(crate) fn endpoint(function: F) -> Arc<dyn Endpoint> {
        let endpoint = Arc::new(Self(function, PhantomData));
        if F::DETACHED { Arc::new(Outliving(endpoint)) } else { endpoint }
    }
}

impl<F: Handler<Args>, Args: 'static> Endpoint for Function<F, Args> {
    fn call<'a>(&'a self, request: &'a mut Request) -> BoxFuture<'a, Result<Response, Error>> {
        Box::pin(self.0.call(request))
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

/// What the argument `T` says to a request that it refuses; a test gets to know whose word it is.
#[cfg_attr(not(feature = "testing"), expect(clippy::extra_unused_type_parameters))]
pub(crate) fn refused<T>(error: Error) -> Error {
    #[cfg(feature = "testing")]
    crate::witness::refused::<T>();
    error
}
