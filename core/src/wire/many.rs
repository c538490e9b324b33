//! Many questions, packed into numbers.

use super::session::{absent, index};
use crate::access::{Context, Page, Subject};
use crate::error::Failure;
use crate::id::ActionId;
use crate::kernel::Runtime;

/// What stands for an answer about a record that is not there.
const ABSENT: u8 = u8::MAX;

/// Decides many questions, pairs of the place of a record in its page and the number of an
/// action: a byte each, 1 where it is allowed.
///
/// # Errors
/// [`crate::error::Code::KernelBadRequest`] for half a pair and for a number that stands for
/// nothing.
pub fn decide_many<R>(
    kernel: &Runtime,
    subject: &Subject,
    page: &Page<R>,
    questions: &[u32],
    context: &Context,
) -> Result<Vec<u8>, Failure> {
    let (questions, rest) = questions.as_chunks::<2>();
    if !rest.is_empty() {
        let reason = "questions are pairs of a record and an action";
        return Err(Failure::bad_request(reason));
    }
    let mut unknown = None;
    let asked = questions.iter().map_while(|[record, action]| {
        let action = known(*action).map_err(|failure| unknown = Some(failure));
        Some((index(*record).unwrap_or(usize::MAX), action.ok()?))
    });
    let said = kernel.access().decide_page(subject, page, asked, context);
    let mut allowed = Vec::with_capacity(questions.len());
    allowed.extend(said.map(|said| said.map_or(ABSENT, u8::from)));
    match unknown {
        Some(failure) => Err(failure),
        None if allowed.contains(&ABSENT) => Err(absent("record")),
        None => Ok(allowed),
    }
}

/// An action by its number.
///
/// # Errors
/// [`crate::error::Code::KernelBadRequest`] for a number that no action can have.
#[inline]
pub fn known(action: u32) -> Result<ActionId, Failure> {
    let action = index(action).and_then(ActionId::from_index);
    action.ok_or_else(|| absent("action"))
}
