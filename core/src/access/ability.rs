//! What one subject may do, as data: policies evaluated as far as the subject settles them.
//!
//! A front end answers `can(action, record)` from it without asking the kernel again. The form
//! of conditions is that of the plan: each node is an object with one member, named for what it
//! does.

use super::decide::{Access, Tenancy};
use super::fold::Known;
use super::rules::{Condition, Rule};
use super::subject::{Subject, Verdict};
use crate::blueprint::{Attribute, Kind, Model, Part, meta_of};
use crate::expr::{Comparison, Literal, MacroKind, Node, Operator, TextTest, Value, Var};
use crate::host;
use crate::id::ActionId;
use crate::json::quoted;

impl Access {
    /// The subject's rights as JSON:
    /// `{"subject":…,"tenant":…,"crossesTenants":…,"kinds":{kind:{"tenancy":…}},
    /// "actions":{action:{"verdict":"always"|"never"|"depends","rule":…,"states":[…],
    /// "deny":[rule],"allow":[rule]}}}` with rules
    /// `{"rule":…,"owner":true,"relations":[…],"states":[…],"fields":true,"when":condition}`.
    #[must_use]
    pub fn ability(&self, model: &Model, subject: &Subject) -> String {
        let text =
            |id: Option<&crate::id::Id>| id.map_or("null".to_owned(), |id| quoted(id.as_str()));
        let kinds = model.kinds.iter().zip(&self.tenancy);
        let kinds: Vec<String> = kinds
            .map(|(kind, tenancy)| {
                let word = match tenancy {
                    Tenancy::Isolated => "isolated",
                    Tenancy::IfGiven => "ifGiven",
                    Tenancy::Shared => "shared",
                };
                format!("{}:{{\"tenancy\":\"{word}\"}}", quoted(&kind.name))
            })
            .collect();
        let actions: Vec<String> = model
            .actions
            .iter()
            .enumerate()
            .filter_map(|(index, info)| {
                let id = ActionId::from_index(index)?;
                let kind = model.kinds.get(info.kind.index())?;
                let rights = self.rights(model, kind, subject, id);
                Some(format!("{}:{rights}", quoted(&info.name)))
            })
            .collect();
        format!(
            "{{\"subject\":{},\"tenant\":{},\"crossesTenants\":{},\"kinds\":{{{}}},\"actions\":{{{}}}}}",
            text(subject.id()),
            text(subject.tenant()),
            subject.crosses_tenants,
            kinds.join(","),
            actions.join(",")
        )
    }

    fn rights(&self, model: &Model, kind: &Kind, subject: &Subject, action: ActionId) -> String {
        let named = |verdict: &str, rule| {
            let name = self
                .rule(rule)
                .map(|info| quoted(&info.name))
                .unwrap_or_default();
            format!("{{\"verdict\":\"{verdict}\",\"rule\":{name}}}")
        };
        match subject.verdict(action) {
            Verdict::Always(rule) => named("always", rule),
            Verdict::Denied(rule) => named("never", rule),
            Verdict::Never => "{\"verdict\":\"never\",\"rule\":null}".to_owned(),
            Verdict::Depends { start, allows, end } => {
                self.depending(model, kind, subject, action, (start, allows, end))
            }
        }
    }

    fn depending(
        &self,
        model: &Model,
        kind: &Kind,
        subject: &Subject,
        action: ActionId,
        (start, allows, end): (u32, u32, u32),
    ) -> String {
        let rules = self.rules_of(action);
        let writer = Writer {
            access: self,
            model,
            kind,
            known: Known {
                subject,
                context: None,
            },
        };
        let denies = subject.span(start, allows);
        let denies = denies.filter_map(|index| rules?.deny.get(index));
        let denies: Vec<String> = denies.filter_map(|rule| writer.rule(rule, true)).collect();
        let allows = subject.span(allows, end);
        let allows = allows.filter_map(|index| rules?.allow.get(index));
        let allows: Vec<String> = allows.filter_map(|rule| writer.rule(rule, false)).collect();
        let states = rules.and_then(|rules| rules.states);
        let states = states.map(|states| writer.states(states));
        format!(
            "{{\"verdict\":\"depends\"{},\"deny\":[{}],\"allow\":[{}]}}",
            states.unwrap_or_default(),
            denies.join(","),
            allows.join(",")
        )
    }
}

struct Writer<'w> {
    access: &'w Access,
    model: &'w Model,
    kind: &'w Kind,
    known: Known<'w>,
}

impl Writer<'_> {
    /// A rule; nothing where the subject settles that it does not apply.
    fn rule(&self, rule: &Rule, is_deny: bool) -> Option<String> {
        let name = self.access.rule(rule.id).map(|info| quoted(&info.name));
        let mut out = format!("{{\"rule\":{}", name.unwrap_or_default());
        if let Some(relations) = rule.relations {
            let named = self.kind.relations.iter().take(64).enumerate();
            let named = named.filter(|(index, _)| relations.named >> index & 1 == 1);
            let named: Vec<String> = named.map(|(_, relation)| quoted(&relation.name)).collect();
            out.push_str(&format!(
                ",\"owner\":{},\"relations\":[{}]",
                relations.owner,
                named.join(",")
            ));
        }
        out.push_str(
            &rule
                .states
                .map(|states| self.states(states))
                .unwrap_or_default(),
        );
        if rule.fields.is_some() {
            out.push_str(",\"fields\":true");
        }
        let condition = match &rule.condition {
            Condition::Always => None,
            Condition::OwnerIsSubject => Some(self.owner_is_subject()),
            Condition::Program(program) => match self.settled(program.root()) {
                Some(Some(true)) => None,
                Some(Some(false)) => return None,
                Some(None) if is_deny => None,
                Some(None) => return None,
                None => Some(self.node(program.root())),
            },
        };
        if let Some(condition) = condition {
            out.push_str(&format!(",\"when\":{condition}"));
        }
        out.push('}');
        Some(out)
    }

    fn states(&self, states: u64) -> String {
        let names = self
            .kind
            .lifecycle
            .iter()
            .flat_map(|life| life.states.iter().take(64));
        let names = names
            .enumerate()
            .filter(|(index, _)| states >> index & 1 == 1);
        let names: Vec<String> = names.map(|(_, name)| quoted(name)).collect();
        format!(",\"states\":[{}]", names.join(","))
    }

    fn owner_is_subject(&self) -> String {
        let id = self.known.subject.id();
        let id = id.map_or("{\"absent\":true}".to_owned(), |id| {
            literal(&quoted(id.as_str()))
        });
        format!("{{\"cmp\":[\"==\",{{\"meta\":\"owner\"}},{id}]}}")
    }

    /// What the subject alone says of a condition: nothing, or true, false, unknown.
    #[expect(
        clippy::option_option,
        reason = "not settled, settled as unknown, settled"
    )]
    fn settled(&self, node: &Node) -> Option<Option<bool>> {
        if !self.known.settles(node) {
            return None;
        }
        Some(match self.known.value(node) {
            Ok(Value::Bool(value)) => Some(value),
            _ => None,
        })
    }

    fn node(&self, node: &Node) -> String {
        if let Some(value) = self.constant(node) {
            return value;
        }
        let two = |name: &str, word: &str, pair: &(Node, Node)| {
            format!(
                "{{\"{name}\":[\"{word}\",{},{}]}}",
                self.node(&pair.0),
                self.node(&pair.1)
            )
        };
        let one = |name: &str, of: &Node| format!("{{\"{name}\":{}}}", self.node(of));
        match node {
            Node::Literal(value) => constant_literal(value),
            Node::Load(var, _) => self.load(*var),
            Node::Local(depth, _) => format!("{{\"local\":{depth}}}"),
            Node::Absent => "{\"absent\":true}".to_owned(),
            Node::Present(var) => format!("{{\"has\":{}}}", self.load(*var)),
            Node::HasMember(of, name) => {
                format!("{{\"hasMember\":[{},{}]}}", self.node(of), quoted(name))
            }
            Node::Not(of) => one("not", of),
            Node::And(nodes) => self.list("and", nodes),
            Node::Or(nodes) => self.list("or", nodes),
            Node::List(nodes) => self.list("list", nodes),
            Node::If(three) => format!(
                "{{\"if\":[{},{},{}]}}",
                self.node(&three.0),
                self.node(&three.1),
                self.node(&three.2)
            ),
            Node::Compare(how, pair) => two("cmp", comparison(*how), pair),
            Node::In(pair) => {
                format!("{{\"in\":[{},{}]}}", self.node(&pair.0), self.node(&pair.1))
            }
            Node::Math(operator, pair) => two("math", math(*operator), pair),
            Node::Negate(of) => one("neg", of),
            Node::Size(of) => one("size", of),
            Node::Test(test, pair) => two("test", text_test(*test), pair),
            Node::Matches(of, pattern) => {
                format!(
                    "{{\"matches\":[{},{}]}}",
                    self.node(of),
                    quoted(pattern.as_str())
                )
            }
            Node::Time(part, of) => {
                format!("{{\"part\":[\"{}\",{}]}}", part.name(), self.node(of))
            }
            Node::ToInt(of) => one("int", of),
            Node::ToDouble(of) => one("double", of),
            Node::Select(of, name, _) => {
                format!("{{\"select\":[{},{}]}}", self.node(of), quoted(name))
            }
            Node::Index(pair, _) => {
                format!(
                    "{{\"index\":[{},{}]}}",
                    self.node(&pair.0),
                    self.node(&pair.1)
                )
            }
            Node::Macro {
                kind,
                range,
                predicate,
                ..
            } => {
                let word = match kind {
                    MacroKind::All => "all",
                    MacroKind::Exists => "exists",
                    MacroKind::ExistsOne => "existsOne",
                };
                format!(
                    "{{\"{word}\":[{},{}]}}",
                    self.node(range),
                    self.node(predicate)
                )
            }
        }
    }

    fn list(&self, name: &str, nodes: &[Node]) -> String {
        let nodes: Vec<String> = nodes.iter().map(|node| self.node(node)).collect();
        format!("{{\"{name}\":[{}]}}", nodes.join(","))
    }

    /// A part that the subject settles, as the value it has.
    fn constant(&self, node: &Node) -> Option<String> {
        if matches!(node, Node::Literal(_)) || !self.known.settles(node) {
            return None;
        }
        Some(match self.known.value(node) {
            Ok(value) => value_json(value),
            Err(_) => "{\"absent\":true}".to_owned(),
        })
    }

    fn load(&self, var: Var) -> String {
        match meta_of(var) {
            Attribute::Field(slot) => self.field(slot),
            Attribute::Meta(meta) => format!("{{\"meta\":\"{}\"}}", meta.word()),
            Attribute::Relation(id) => {
                let relation = self.kind.relations.get(id.index());
                let name = relation
                    .map(|relation| quoted(&relation.name))
                    .unwrap_or_default();
                let many = relation.is_some_and(|relation| relation.many);
                format!("{{\"relation\":{name},\"many\":{many}}}")
            }
            Attribute::Now => "{\"now\":true}".to_owned(),
            Attribute::Context(slot) => {
                let field = self.model.context.root.fields.get(usize::from(slot));
                let name = field.map(|field| quoted(&field.name)).unwrap_or_default();
                format!("{{\"context\":{name}}}")
            }
            Attribute::Subject(_) => "{\"absent\":true}".to_owned(),
        }
    }

    fn field(&self, slot: u16) -> String {
        let field = self
            .kind
            .slots
            .field(slot)
            .and_then(|id| self.kind.field(id));
        let pointer = field
            .map(|field| field.pointer.to_string())
            .unwrap_or_default();
        let (end, ty) = match self.kind.slots.part(slot) {
            Some(Part::Amount) => ("/amount", "decimal"),
            Some(Part::Currency) => ("/currency", "currency"),
            _ => ("", field.map_or("json", |field| field.ty.word())),
        };
        format!(
            "{{\"field\":{},\"type\":\"{ty}\"}}",
            quoted(&format!("{pointer}{end}"))
        )
    }
}

fn literal(json: &str) -> String {
    format!("{{\"lit\":{json}}}")
}

fn constant_literal(value: &Literal) -> String {
    match value {
        Literal::Null => literal("null"),
        Literal::Bool(value) => literal(&value.to_string()),
        Literal::Int(value) => literal(&value.to_string()),
        Literal::Double(value) => format!("{{\"doubleLit\":{}}}", host::spelled(*value)),
        Literal::Text(text) => literal(&quoted(text)),
        Literal::Timestamp(at) => format!("{{\"time\":{at}}}"),
        Literal::Duration(span) => format!("{{\"span\":{span}}}"),
        Literal::Decimal(value) => format!("{{\"decimal\":\"{value}\"}}"),
    }
}

fn value_json(value: Value<'_>) -> String {
    match value {
        Value::Absent => "{\"absent\":true}".to_owned(),
        Value::Null => literal("null"),
        Value::Bool(value) => literal(&value.to_string()),
        Value::Int(value) => literal(&value.to_string()),
        Value::Double(value) => format!("{{\"doubleLit\":{}}}", host::spelled(value)),
        Value::Text(_) | Value::Escaped(_) => literal(&quoted(&value.text().unwrap_or_default())),
        Value::Timestamp(at) => format!("{{\"time\":{at}}}"),
        Value::Duration(span) => format!("{{\"span\":{span}}}"),
        Value::Decimal(value) => format!("{{\"decimal\":\"{value}\"}}"),
        Value::Json(text) => literal(text),
        Value::Texts(texts) => {
            let texts: Vec<String> = texts.iter().map(|text| quoted(text)).collect();
            literal(&format!("[{}]", texts.join(",")))
        }
        Value::Ids(ids) => {
            let texts: Vec<String> = ids.iter().map(|id| quoted(id.as_str())).collect();
            literal(&format!("[{}]", texts.join(",")))
        }
    }
}

fn comparison(how: Comparison) -> &'static str {
    match how {
        Comparison::Equal => "==",
        Comparison::NotEqual => "!=",
        Comparison::Less => "<",
        Comparison::LessEqual => "<=",
        Comparison::Greater => ">",
        Comparison::GreaterEqual => ">=",
    }
}

fn math(operator: Operator) -> &'static str {
    match operator {
        Operator::Add => "+",
        Operator::Subtract => "-",
        Operator::Multiply => "*",
        Operator::Divide => "/",
        Operator::Remainder => "%",
    }
}

fn text_test(test: TextTest) -> &'static str {
    match test {
        TextTest::Contains => "contains",
        TextTest::StartsWith => "startsWith",
        TextTest::EndsWith => "endsWith",
    }
}
