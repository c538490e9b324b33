//! Validation by name, with the publish gate's least strength.

use super::runtime::Runtime;
use crate::blueprint::Kind;
use crate::error::{Code, Failure};
use crate::id::FieldSet;
use crate::json::Limits;
use crate::schema::{self, Mode, Options, Validation, Violation};
use crate::strength::Asked;

/// How a document is validated.
#[derive(Debug, Clone, Copy)]
pub struct Validate<'v> {
    /// `create`, `replace`, `patch`, `draft`, `publish` or `step:NAME`.
    pub mode: &'v str,
    /// The fields that the writer may write; `None` when that was decided elsewhere.
    pub writable: Option<&'v FieldSet>,
    /// Now, in microseconds since 1970 UTC.
    pub now: Option<i64>,
}

impl Default for Validate<'_> {
    fn default() -> Self {
        Self {
            mode: "create",
            writable: None,
            now: None,
        }
    }
}

impl Runtime {
    /// Validates a document and gives it back normalised, with everything that is wrong.
    ///
    /// # Errors
    /// [`Code::KernelUnknownKind`], [`Code::KernelUnknownMode`], [`Code::KernelUnknownStep`].
    /// A document that is not valid is no error.
    pub fn validate<'a>(
        &self,
        kind: &str,
        bytes: &'a [u8],
        how: &Validate<'_>,
    ) -> Result<Validation<'a>, Failure> {
        let kind = self.kind(kind)?;
        let options = Options {
            mode: mode(kind, how.mode)?,
            writable: how.writable,
            now: how.now,
            limits: Limits::default(),
        };
        let mut validation = schema::validate(&kind.plan, bytes, &options);
        if options.mode == Mode::Publish {
            self.check_strength(kind, &options, &mut validation);
        }
        Ok(validation)
    }

    /// A document about to be published is being updated now. Every factor counts unless it is
    /// said who writes; a writer on whom no factor depends is held to all of them.
    fn check_strength(&self, kind: &Kind, options: &Options<'_>, validation: &mut Validation<'_>) {
        let least = kind
            .plan
            .publish
            .as_ref()
            .and_then(|gate| gate.min_strength);
        let (Some(least), Ok(card), true) = (least, self.card(kind), validation.document.is_some())
        else {
            return;
        };
        let all = Asked {
            now: options.now,
            updated_at: options.now,
            ..Asked::default()
        };
        let own = Asked {
            writable: options.writable,
            ..all
        };
        let score = |asked| card.score(&validation.capture, asked).score;
        let score = score(&own).or_else(|| score(&all));
        if let Some(score) = score.filter(|score| *score < least) {
            let params = vec![
                ("score", i64::from(score).into()),
                ("min", i64::from(least).into()),
            ];
            let low = Violation::new(String::new(), Code::SchemaStrengthTooLow, params);
            validation.violations.push(low);
        }
    }
}

/// The mode of that name; `step:NAME` for an onboarding step.
fn mode<'k>(kind: &'k Kind, name: &str) -> Result<Mode<'k>, Failure> {
    let unknown = |code| Failure::new(code).with("name", name.to_owned());
    Ok(match name {
        "create" => Mode::Create,
        "replace" => Mode::Replace,
        "patch" => Mode::Patch,
        "draft" => Mode::Draft,
        "publish" => Mode::Publish,
        _ => {
            let step = name.strip_prefix("step:");
            let step = step.ok_or_else(|| unknown(Code::KernelUnknownMode))?;
            let gate = kind.plan.step(step);
            Mode::Step(gate.ok_or_else(|| unknown(Code::KernelUnknownStep))?)
        }
    })
}
