//! Tables of facts, from the blueprint.

use std::sync::Arc;

use super::super::facts::{ColumnShape, ColumnType, FactShape};
use super::compile::{Compiler, bad};
use super::{Origin, Table};
use crate::blueprint::document::{ColumnWord, FactColumn, FactTable};
use crate::blueprint::{Kind, Problem};
use crate::error::{Code, nearest};
use crate::json::Pointer;
use crate::schema::Type;

/// What every record has besides its document.
const HEAD: [(&str, ColumnType); 6] = [
    ("id", ColumnType::Text),
    ("owner", ColumnType::Text),
    ("tenant", ColumnType::Text),
    ("state", ColumnType::Text),
    ("created_at", ColumnType::Instant),
    ("updated_at", ColumnType::Instant),
];

/// Digits after the point of a decimal whose field does not say how many.
const SCALE: u8 = 6;

impl Table {
    /// Whether a fact of it, made of a record of the kind, holds personal data.
    #[must_use]
    pub fn is_personal(&self, kind: &Kind) -> bool {
        let Origin::Records { each, day, .. } = &self.origin else {
            return false;
        };
        let list = each.as_ref().map_or("", Pointer::as_str);
        let columns = self.shape.columns().iter();
        let columns = columns.filter_map(|column| column.from.as_ref());
        let places = columns.chain(day).filter_map(|from| {
            let from = from.as_str();
            let item = from.strip_prefix("/item");
            let item = item.map(|rest| format!("{list}/*{rest}"));
            item.or_else(|| from.strip_prefix("/document").map(str::to_owned))
        });
        let mut places = places.chain(each.is_some().then(|| list.to_owned()));
        let personal = kind.outline.personal.iter();
        let personal: Vec<&str> = personal
            .filter_map(|field| kind.field(*field))
            .map(|field| &*field.pointer)
            .collect();
        places.any(|place| personal.iter().any(|personal| meet(&place, personal)))
    }
}

/// Whether one of two places is in the other one.
fn meet(one: &str, two: &str) -> bool {
    let within = |whole: &str, part: &str| {
        let rest = part.strip_prefix(whole);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    within(one, two) || within(two, one)
}

impl Compiler<'_> {
    pub(super) fn table(&mut self, name: &str, document: &FactTable) -> Option<Table> {
        let at = format!("/facts/{name}");
        let (columns, origin) = match &document.from {
            Some(kind) => self.records(document, kind, &at)?,
            None => self.given(document, &at)?,
        };
        let shape = FactShape::new(columns).map_err(|failure| self.fail(&at, &failure));
        let shape = shape.ok()?;
        let when = self.column(&shape, &document.at, &format!("{at}/at"))?;
        let ty = shape.columns().get(when).map(|column| &column.ty);
        if ty != Some(&ColumnType::Instant) {
            bad(
                self.problems,
                &format!("{at}/at"),
                "at",
                "a column of instants or dates",
            );
            return None;
        }
        Some(Table {
            name: name.into(),
            shape: Arc::new(shape),
            at: when,
            origin,
        })
    }

    fn given(&mut self, document: &FactTable, at: &str) -> Option<(Vec<ColumnShape>, Origin)> {
        let of_records = [
            ("each", document.each.is_some()),
            ("dimensions", !document.dimensions.is_empty()),
            ("measures", !document.measures.is_empty()),
        ];
        for (name, _) in of_records.iter().filter(|(_, there)| *there) {
            let expected = "nothing, as these facts are of no kind: name `columns`";
            bad(self.problems, &format!("{at}/{name}"), name, expected);
        }
        let mut columns = Vec::new();
        for (name, column) in document.columns.iter() {
            let at = format!("{at}/columns/{name}");
            columns.push(self.given_column(name, column, &at)?);
        }
        let tenant = columns.iter().position(|column| &*column.name == "tenant");
        if self.model.tenancy.is_some() {
            let whose = tenant.and_then(|place| columns.get(place));
            if whose.is_none_or(|column| column.ty != ColumnType::Text || !column.required) {
                let at = format!("{at}/columns/tenant");
                let expected = "a text that every fact has, as there are tenants";
                bad(self.problems, &at, "tenant", expected);
                return None;
            }
        }
        let tenant = tenant.filter(|_| self.model.tenancy.is_some());
        Some((columns, Origin::Given { tenant }))
    }

    fn given_column(&mut self, name: &str, column: &FactColumn, at: &str) -> Option<ColumnShape> {
        let ty = match column.ty {
            ColumnWord::Text => ColumnType::Text,
            ColumnWord::Int => ColumnType::Int,
            ColumnWord::Decimal => ColumnType::Decimal {
                scale: column
                    .scale
                    .map_or(SCALE, |scale| u8::try_from(scale).unwrap_or(u8::MAX)),
            },
            ColumnWord::Money => ColumnType::Money {
                currency: self.currency(column.currency.as_deref()),
            },
            ColumnWord::Instant => ColumnType::Instant,
            ColumnWord::Bool => ColumnType::Bool,
        };
        let mut shape = ColumnShape::new(name, ty);
        shape.required = !column.optional;
        if let Some(from) = &column.from {
            let Some(pointer) = Pointer::new(from) else {
                let at = format!("{at}/from");
                bad(self.problems, &at, "from", "a JSON Pointer");
                return None;
            };
            shape = shape.at(pointer);
        }
        Some(shape)
    }

    fn currency(&self, own: Option<&str>) -> Option<Box<str>> {
        let own = own.or(self.model.document.currency.as_deref());
        own.map(Into::into)
    }

    fn records(
        &mut self,
        document: &FactTable,
        kind: &str,
        at: &str,
    ) -> Option<(Vec<ColumnShape>, Origin)> {
        let model = self.model;
        let Some(kind) = model.kind(kind) else {
            let known = model.kinds.iter().map(|kind| &*kind.name);
            self.unknown("kind", kind, &format!("{at}/from"), known);
            return None;
        };
        if !document.columns.0.is_empty() {
            let at = format!("{at}/columns");
            let expected = "nothing, as these facts are records: name `dimensions` and `measures`";
            bad(self.problems, &at, "columns", expected);
        }
        let each = match &document.each {
            Some(pointer) => Some(self.list(kind, pointer, &format!("{at}/each"))?),
            None => None,
        };
        let mut columns: Vec<ColumnShape> = Vec::new();
        let mut day = None;
        let groups = [
            ("dimensions", &document.dimensions),
            ("measures", &document.measures),
        ];
        let named = groups.into_iter().flat_map(|(group, names)| {
            let places = names.iter().enumerate();
            places.map(move |(place, name)| (name, format!("{at}/{group}/{place}")))
        });
        let when = (&document.at, format!("{at}/at"));
        for (name, at) in named.chain([when]) {
            let known = short(name);
            if columns.iter().any(|column| &*column.name == known) {
                continue;
            }
            let is_when = known == short(&document.at);
            let (column, is_day) = self.record_column(kind, each.as_ref(), name, is_when, &at)?;
            day = day.or_else(|| column.from.clone().filter(|_| is_day));
            let column = if is_day {
                Pointer::new("/at").map(|pointer| column.at(pointer))?
            } else {
                column
            };
            columns.push(column.optional());
        }
        let kind = kind.id;
        Some((columns, Origin::Records { kind, each, day }))
    }

    /// The pointer of a list whose items are facts.
    fn list(&mut self, kind: &Kind, pointer: &str, at: &str) -> Option<Pointer> {
        let list = kind.plan_at(pointer).map(|field| &field.ty);
        if matches!(list, Some(Type::List(_))) {
            return Pointer::new(pointer);
        }
        if list.is_some() {
            bad(self.problems, at, "each", "a list");
            return None;
        }
        let problem = Problem::new(at, Code::BlueprintUnknownReference).with("what", "field");
        let problem = problem.with("name", pointer.to_owned());
        self.problems
            .push(problem.near(kind.nearest_field(pointer)));
        None
    }

    /// A column of a record's row, and whether it is a date to be read as an instant.
    fn record_column(
        &mut self,
        kind: &Kind,
        each: Option<&Pointer>,
        name: &str,
        when: bool,
        at: &str,
    ) -> Option<(ColumnShape, bool)> {
        let column = |ty, from: String| {
            let shape = ColumnShape::new(short(name), ty);
            Some(shape.at(Pointer::new(&from)?))
        };
        if let Some((_, ty)) = HEAD.iter().find(|(head, _)| *head == name) {
            return Some((column(ty.clone(), format!("/head/{name}"))?, false));
        }
        let mut relations = kind.relations.iter();
        if let Some(relation) = relations.find(|relation| *relation.name == *name) {
            if relation.many {
                bad(self.problems, at, "column", "a relation to one only");
                return None;
            }
            let from = format!("/relations/{name}");
            return Some((column(ColumnType::Text, from)?, false));
        }
        let pointer = if name.starts_with('/') {
            name.to_owned()
        } else {
            format!("/{name}")
        };
        let Some((ty, from)) = field(kind, each, &pointer) else {
            self.unknown_column(kind, name, at);
            return None;
        };
        if when && matches!(ty, Type::Date(_)) {
            return Some((column(ColumnType::Instant, from)?, true));
        }
        let Some(ty) = self.column_type(ty) else {
            bad(self.problems, at, "column", "a field of one value");
            return None;
        };
        Some((column(ty, from)?, false))
    }

    fn unknown_column(&mut self, kind: &Kind, name: &str, at: &str) {
        let head = HEAD.iter().map(|(name, _)| *name);
        let relations = kind.relations.iter().map(|relation| &*relation.name);
        let fields = kind.fields.iter().map(|field| &*field.pointer);
        let known = head.chain(relations);
        let near = nearest(name, known.chain(fields.clone()))
            .or_else(|| nearest(&format!("/{name}"), fields));
        let problem = Problem::new(at, Code::BlueprintUnknownReference).with("what", "column");
        let problem = problem.with("name", name.to_owned());
        self.problems.push(problem.near(near));
    }

    fn column_type(&self, ty: &Type) -> Option<ColumnType> {
        Some(match ty {
            Type::Int(_) => ColumnType::Int,
            Type::Decimal(rule) => ColumnType::Decimal {
                scale: rule.scale.unwrap_or(SCALE),
            },
            Type::Money(rule) => ColumnType::Money {
                currency: match &*rule.currencies {
                    [only] => Some(only.clone()),
                    _ => self.currency(None),
                },
            },
            Type::Bool => ColumnType::Bool,
            Type::Instant(_) => ColumnType::Instant,
            Type::Text(_)
            | Type::Enum(_)
            | Type::Date(_)
            | Type::Duration
            | Type::Url(_)
            | Type::Ref(_) => ColumnType::Text,
            Type::List(_) | Type::Map(_) | Type::Object(_) | Type::Vector(_) | Type::Json => {
                return None;
            }
        })
    }
}

/// The last name of a pointer: that of its column.
fn short(name: &str) -> &str {
    let name = name.strip_suffix("/*").unwrap_or(name);
    name.rsplit('/').next().unwrap_or(name)
}

/// The type of a field, and where it lies in a row.
fn field<'k>(kind: &'k Kind, each: Option<&Pointer>, pointer: &str) -> Option<(&'k Type, String)> {
    let inside = each.and_then(|each| {
        let rest = pointer.strip_prefix(each.as_str())?;
        rest.strip_prefix("/*")
    });
    let Some(rest) = inside else {
        let field = kind.plan_at(pointer)?;
        return Some((&field.ty, format!("/document{pointer}")));
    };
    let Type::List(rule) = &kind.plan_at(each?.as_str())?.ty else {
        return None;
    };
    let mut ty = &rule.of;
    for name in rest.split('/').skip(1) {
        let Type::Object(object) = ty else {
            return None;
        };
        ty = &object.field(name)?.ty;
    }
    Some((ty, format!("/item{rest}")))
}
