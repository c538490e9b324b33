//! Going through lists and objects.

use super::environment::Scope;
use super::eval::{EvalFault, Evaluated, Evaluation, Frame, Outer, member, present};
use super::plan::{MacroKind, Node};
use super::raw::{self, Items};
use super::types::Type;
use super::value::Value;

impl<'a, S: Scope> Evaluation<'a, S> {
    pub(super) fn contains(
        &self,
        item: &'a Node,
        container: &'a Node,
        frame: Outer<'_, 'a>,
    ) -> Evaluated<bool> {
        let item = self.eval(item, frame)?;
        let mut found = false;
        self.each(container, &Type::Dyn, frame, &mut |candidate| {
            found = same(item, candidate)?;
            Ok(!found)
        })?;
        Ok(found)
    }

    /// Calls `visit` with each item of a list or name of an object until it says `false`.
    fn each(
        &self,
        container: &'a Node,
        item: &Type,
        frame: Outer<'_, 'a>,
        visit: &mut dyn FnMut(Value<'a>) -> Evaluated<bool>,
    ) -> Evaluated<()> {
        if let Node::List(items) = container {
            for node in items {
                self.step()?;
                if !visit(self.eval(node, frame)?)? {
                    break;
                }
            }
            return Ok(());
        }
        match self.eval(container, frame)? {
            Value::Json(text) => self.each_raw(Items::new(text), item, visit),
            Value::Texts(texts) => {
                for text in texts {
                    self.step()?;
                    if !visit(Value::Text(text))? {
                        break;
                    }
                }
                Ok(())
            }
            _ => Err(EvalFault::Type),
        }
    }

    fn each_raw(
        &self,
        items: Items<'a>,
        item: &Type,
        visit: &mut dyn FnMut(Value<'a>) -> Evaluated<bool>,
    ) -> Evaluated<()> {
        let names = items.is_object();
        for (name, value) in items {
            self.step()?;
            let value = if names {
                raw::value(name, &Type::Text)
            } else {
                raw::value(value, item)
            };
            if !visit(value)? {
                break;
            }
        }
        Ok(())
    }

    pub(super) fn quantify(
        &self,
        kind: MacroKind,
        range: &'a Node,
        item: &Type,
        predicate: &'a Node,
        frame: Outer<'_, 'a>,
    ) -> Evaluated<bool> {
        let (mut hits, mut fault, mut ended) = (0u32, None, false);
        self.each(range, item, frame, &mut |value| {
            let inner = Frame {
                value,
                outer: frame,
            };
            match (kind, self.bool(predicate, Some(&inner))) {
                (MacroKind::All, Ok(false)) | (MacroKind::Exists, Ok(true)) => ended = true,
                (MacroKind::ExistsOne, Ok(true)) => hits += 1,
                (MacroKind::ExistsOne, Err(why)) | (_, Err(why @ EvalFault::TooManySteps)) => {
                    return Err(why);
                }
                (_, Err(why)) => fault = fault.or(Some(why)),
                (_, Ok(_)) => {}
            }
            Ok(!ended)
        })?;
        match (kind, fault) {
            (MacroKind::ExistsOne, _) => Ok(hits == 1),
            (_, _) if ended => Ok(kind == MacroKind::Exists),
            (_, Some(fault)) => Err(fault),
            (_, None) => Ok(kind == MacroKind::All),
        }
    }

    pub(super) fn size(&self, of: &'a Node, frame: Outer<'_, 'a>) -> Evaluated<i64> {
        let count = match of {
            Node::List(items) => items.len(),
            _ => match self.eval(of, frame)? {
                text @ (Value::Text(_) | Value::Escaped(_)) => text.characters().count(),
                Value::Json(text) => Items::new(text).count(),
                Value::Texts(texts) => texts.len(),
                _ => return Err(EvalFault::Type),
            },
        };
        i64::try_from(count).map_err(|_| EvalFault::Overflow)
    }

    pub(super) fn index(
        &self,
        of: &'a Node,
        at: &'a Node,
        ty: &Type,
        frame: Outer<'_, 'a>,
    ) -> Evaluated<Value<'a>> {
        match (self.eval(of, frame)?, self.eval(at, frame)?) {
            (Value::Json(text), Value::Int(at)) if text.starts_with('[') => {
                let at = usize::try_from(at).map_err(|_| EvalFault::Index)?;
                let (_, item) = Items::new(text).nth(at).ok_or(EvalFault::Index)?;
                present(raw::value(item, ty))
            }
            (Value::Texts(texts), Value::Int(at)) => {
                let text = usize::try_from(at)
                    .ok()
                    .and_then(|at| texts.get(at))
                    .ok_or(EvalFault::Index)?;
                Ok(Value::Text(text))
            }
            (Value::Json(text), name) => {
                let name = name.text().ok_or(EvalFault::Type)?;
                member(text, &name, ty)
            }
            _ => Err(EvalFault::Type),
        }
    }
}

/// Equality of members of a list, where lists and objects among them are merely different.
fn same(item: Value<'_>, candidate: Value<'_>) -> Evaluated<bool> {
    match item.equals(candidate) {
        Err(EvalFault::Type) => Ok(false),
        other => other,
    }
}
