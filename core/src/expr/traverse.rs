//! Going through lists and objects.

use super::environment::Scope;
use super::eval::{EvalFault, Evaluated, Evaluation, Frame, Outer, present};
use super::plan::{MacroKind, Node};
use super::raw::{self, Items};
use super::types::Type;
use super::value::{Value, whole};
use crate::id::Id;

impl<'a, S: Scope> Evaluation<'a, S> {
    pub(super) fn contains(
        &self,
        item: &'a Node,
        container: &'a Node,
        frame: Outer<'_, 'a>,
    ) -> Evaluated<bool> {
        let item = self.eval(item, frame)?;
        let mut found = false;
        self.each(container, item_type(container), frame, &mut |candidate| {
            found = item.equals(candidate)?;
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
            return self.each_written(items, frame, visit);
        }
        match self.eval(container, frame)? {
            Value::Json(text) => self.each_raw(Items::new(text), item, visit),
            Value::Texts(texts) => self.each_text(texts.iter().map(AsRef::as_ref), visit),
            Value::Ids(ids) => self.each_text(ids.iter().map(Id::as_str), visit),
            _ => Err(EvalFault::Type),
        }
    }

    fn each_text(
        &self,
        texts: impl Iterator<Item = &'a str>,
        visit: &mut dyn FnMut(Value<'a>) -> Evaluated<bool>,
    ) -> Evaluated<()> {
        for text in texts {
            self.spend(1)?;
            if !visit(Value::Text(text))? {
                break;
            }
        }
        Ok(())
    }

    /// One item without a value leaves the whole list without one, so all are evaluated.
    fn each_written(
        &self,
        items: &'a [Node],
        frame: Outer<'_, 'a>,
        visit: &mut dyn FnMut(Value<'a>) -> Evaluated<bool>,
    ) -> Evaluated<()> {
        let mut more = true;
        for node in items {
            self.spend(1)?;
            let value = self.eval(node, frame)?;
            more = more && visit(value)?;
        }
        Ok(())
    }

    fn each_raw(
        &self,
        items: Items<'a>,
        item: &Type,
        visit: &mut dyn FnMut(Value<'a>) -> Evaluated<bool>,
    ) -> Evaluated<()> {
        let names = items.is_object();
        for (name, value) in items {
            self.spend(1)?;
            self.read(name.len().saturating_add(value.len()))?;
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
        let count = if let Node::List(items) = of {
            self.each_written(items, frame, &mut |_| Ok(true))?;
            items.len()
        } else {
            let value = self.eval(of, frame)?;
            self.read(value.length())?;
            counted(value)?
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
        let (of, at) = (self.eval(of, frame)?, self.eval(at, frame)?);
        if matches!(of, Value::Json(text) if text.starts_with('{')) {
            return self.member(of, at, ty);
        }
        let at = position(at)?;
        self.read(of.length())?;
        match of {
            Value::Json(text) => {
                let (_, item) = Items::new(text).nth(at).ok_or(EvalFault::Index)?;
                present(raw::value(item, ty))
            }
            Value::Texts(texts) => texts
                .get(at)
                .map(|text| Value::Text(text))
                .ok_or(EvalFault::Index),
            Value::Ids(ids) => ids
                .get(at)
                .map(|id| Value::Text(id.as_str()))
                .ok_or(EvalFault::Index),
            _ => Err(EvalFault::Type),
        }
    }

    pub(super) fn member(&self, of: Value<'a>, name: Value<'_>, ty: &Type) -> Evaluated<Value<'a>> {
        let Value::Json(text) = of else {
            return Err(EvalFault::Type);
        };
        self.read(text.len())?;
        raw::member(text, name)
            .map(|found| raw::value(found, ty))
            .ok_or(EvalFault::Missing)
            .and_then(present)
    }

    /// Whether an object has a member. A declared object that is not set has none, as an unset
    /// message has no fields.
    pub(super) fn has(&self, of: &'a Node, name: &'a str, frame: Outer<'_, 'a>) -> Evaluated<bool> {
        if !self.is_set(of, frame)? {
            return Ok(false);
        }
        let of = self.eval(of, frame)?;
        self.read(of.length())?;
        match of {
            Value::Json(text) if text.starts_with('{') => {
                Ok(raw::member(text, Value::Text(name)).is_some())
            }
            _ => Err(EvalFault::Type),
        }
    }

    fn is_set(&self, of: &'a Node, frame: Outer<'_, 'a>) -> Evaluated<bool> {
        match of {
            Node::Load(var, Type::Object(_) | Type::Map(_)) => Ok(self.is_present(*var)),
            Node::Select(outer, name, Type::Object(_) | Type::Map(_)) => {
                self.has(outer, name, frame)
            }
            _ => Ok(true),
        }
    }
}

/// The type of the items of a list, as far as it is known before evaluation.
fn item_type(container: &Node) -> &Type {
    match container {
        Node::Load(_, Type::List(item))
        | Node::Local(_, Type::List(item))
        | Node::Select(_, _, Type::List(item))
        | Node::Index(_, Type::List(item)) => item,
        Node::If(three) => item_type(&three.1),
        _ => &Type::Dyn,
    }
}

fn counted(value: Value<'_>) -> Evaluated<usize> {
    match value {
        Value::Text(_) | Value::Escaped(_) => Ok(value.characters().count()),
        Value::Json(text) => Ok(Items::new(text).count()),
        Value::Texts(texts) => Ok(texts.len()),
        Value::Ids(ids) => Ok(ids.len()),
        _ => Err(EvalFault::Type),
    }
}

/// An index of a list: a whole number, of either type of number.
fn position(at: Value<'_>) -> Evaluated<usize> {
    let at = match at {
        Value::Int(at) => at,
        Value::Double(at) => whole(at).ok_or(EvalFault::Index)?,
        _ => return Err(EvalFault::Type),
    };
    usize::try_from(at).map_err(|_| EvalFault::Index)
}
