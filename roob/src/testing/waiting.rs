//! What a test can wait for of a stream, whatever its parts are.

/// `$of` has a `Reader` in its field `0`.
macro_rules! waiting {
    ($of:ident, $part:ty, $one:literal, $some:literal) => {
        impl $of {
            #[doc = concat!("The next ", $one, ".")]
            ///
            /// # Panics
            /// When none comes in time or before the end.
            #[track_caller]
            #[allow(clippy::should_implement_trait)] // it has to be awaited
            pub fn next(&mut self) -> impl Future<Output = $part> + Send {
                self.next_within(self.0.limit)
            }

            #[doc = concat!("The next ", $one, ", if it comes before `time` is over.")]
            ///
            /// # Panics
            /// When none comes in time or before the end.
            #[track_caller]
            pub fn next_within(&mut self, time: Duration) -> impl Future<Output = $part> + Send {
                let parts = self.0.take(1, time, Location::caller());
                async { parts.await.remove(0) }
            }

            #[doc = concat!("The next `count` ", $some, ", in the time for one of them.")]
            ///
            /// # Panics
            /// When they do not come in time or before the end.
            #[track_caller]
            pub fn take(&mut self, count: usize) -> impl Future<Output = Vec<$part>> + Send {
                self.0.take(count, self.0.limit, Location::caller())
            }

            /// The stream ends here.
            ///
            /// # Panics
            /// When something comes, when the end does not come in time, or when the stream breaks
            /// off.
            #[track_caller]
            pub fn assert_ended(&mut self) -> impl Future<Output = ()> + Send {
                self.assert_ended_within(self.0.limit)
            }

            /// The stream ends here, before `time` is over.
            ///
            /// # Panics
            /// As [`assert_ended`](Self::assert_ended).
            #[track_caller]
            pub fn assert_ended_within(
                &mut self,
                time: Duration,
            ) -> impl Future<Output = ()> + Send {
                self.0.end(time, Location::caller())
            }

            /// The stream breaks off here, because it failed or the connection did; gives the
            /// reason.
            ///
            /// # Panics
            /// When something comes, when nothing comes in time, or when the stream just ends.
            #[track_caller]
            pub fn assert_broken_off(&mut self) -> impl Future<Output = String> + Send {
                self.0.broken_off(Location::caller())
            }
        }
    };
}
pub(super) use waiting;
