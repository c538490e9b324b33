//! Random conditions that are well typed, over the members of [`crate::document`].

use crate::document::{KEYS, TEXTS, double, instant, integer};
use crate::random::Random;

/// Writes conditions; every method gives the source of an expression of its type.
pub(crate) struct Writer {
    random: Random,
    /// Variables of the macros around, with the shape of their values.
    locals: Vec<(String, char)>,
}

impl Writer {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            random: Random::new(seed),
            locals: Vec::new(),
        }
    }

    /// A variable of the shape that no inner one hides.
    fn local(&mut self, shape: char) -> Option<String> {
        let seen = |name: &str| self.locals.iter().rev().find(|(known, _)| known == name);
        let names = self.locals.iter().filter(|(name, known)| {
            *known == shape && seen(name).is_some_and(|(_, innermost)| *innermost == shape)
        });
        let names: Vec<&str> = names.map(|(name, _)| name.as_str()).collect();
        let found = !names.is_empty() && !self.random.once_in(3);
        found.then(|| self.random.pick(&names).to_owned())
    }

    pub(crate) fn bool(&mut self, depth: usize) -> String {
        let deeper = depth.saturating_sub(1);
        if depth == 0 {
            return self.simple_bool();
        }
        match self.random.below(14) {
            0 => self.simple_bool(),
            1 | 2 => format!("({} && {})", self.bool(deeper), self.bool(deeper)),
            3 | 4 => format!("({} || {})", self.bool(deeper), self.bool(deeper)),
            5 => format!("!({})", self.bool(deeper)),
            6 => {
                let condition = self.bool(deeper);
                let (yes, no) = (self.bool(deeper), self.bool(deeper));
                format!("({condition} ? {yes} : {no})")
            }
            7 => self.membership(deeper),
            8 => self.text_test(deeper),
            9 | 10 => self.quantified(deeper),
            11 => self.dynamic(deeper),
            _ => self.comparison(deeper),
        }
    }

    fn simple_bool(&mut self) -> String {
        let simple = [
            "true",
            "false",
            "self.b1",
            "self.b2",
            "self.b3",
            "has(self.b1)",
            "has(self.i1)",
            "has(self.s1)",
            "has(self.ls)",
            "has(self.n1)",
            "has(self.o.i)",
            "has(self.o.s)",
        ];
        if let Some(item) = self.local('o') {
            let member = self.random.pick(&["i", "s", "l"]);
            return format!("has({item}.{member})");
        }
        self.random.pick(&simple).to_owned()
    }

    fn ordering(&mut self) -> &'static str {
        self.random.pick(&["==", "!=", "<", "<=", ">", ">="])
    }

    fn comparison(&mut self, depth: usize) -> String {
        let how = self.ordering();
        let (left, right) = match self.random.below(8) {
            0 | 1 => (self.int(depth), self.int(depth)),
            2 => (self.double(depth), self.double(depth)),
            // The `cel` crate rounds an int to compare it with a double, which differs beyond 53
            // bits: only small ints meet doubles.
            3 => (self.small(depth), self.double(depth)),
            4 => (self.text(depth), self.text(depth)),
            5 => (self.timestamp(depth), self.timestamp(depth)),
            6 => (self.duration(depth), self.duration(depth)),
            _ => (self.bool(depth.min(1)), self.bool(depth.min(1))),
        };
        format!("({left} {how} {right})")
    }

    /// A dyn value against one of some type, or of another.
    fn dynamic(&mut self, depth: usize) -> String {
        let how = self.ordering();
        let known = match self.random.below(5) {
            0 => self.small(depth),
            1 => self.double(depth),
            2 => self.text(depth),
            3 => self.bool(depth.min(1)),
            _ => return format!("({} == null)", self.dyn_value()),
        };
        format!("({} {how} {known})", self.dyn_value())
    }

    fn dyn_value(&mut self) -> String {
        if let Some(local) = self.local('n') {
            return local;
        }
        self.random
            .pick(&["self.n1", "self.n2", "self.lx[0]"])
            .to_owned()
    }

    fn membership(&mut self, depth: usize) -> String {
        let (item, of) = match self.random.below(10) {
            0 => (self.int(depth), "self.li".to_owned()),
            1 => (self.small(depth), "self.ld".to_owned()),
            2 => (self.double(depth), "self.lk".to_owned()),
            3 => (self.text(depth), "self.ls".to_owned()),
            4 => (self.timestamp(depth), "self.lt".to_owned()),
            5 => (self.duration(depth), "self.lu".to_owned()),
            6 => (self.dyn_value(), "self.lx".to_owned()),
            7 | 8 => {
                let (items, shape) = self.written();
                let item = match shape {
                    'k' => self.small(depth.min(1)),
                    _ => self.text(depth.min(1)),
                };
                (item, items)
            }
            _ => (
                self.text(depth),
                self.random.pick(&["self.mi", "self.ms"]).to_owned(),
            ),
        };
        format!("({item} in {of})")
    }

    fn text_test(&mut self, depth: usize) -> String {
        let text = self.text(depth);
        if self.random.once_in(4) {
            let pattern = [
                "a",
                "^a",
                "b$",
                "^[a-z]*$",
                "^.$",
                "\\\\p{L}",
                "^$",
                "a\\nb",
                "(a|é)+b?",
            ];
            return format!("{text}.matches('{}')", self.random.pick(&pattern));
        }
        let test = self.random.pick(&["contains", "startsWith", "endsWith"]);
        format!("{text}.{test}({})", self.text(depth))
    }

    fn quantified(&mut self, depth: usize) -> String {
        if self.locals.len() == 2 {
            return self.comparison(depth);
        }
        let (range, shape) = self.range();
        let name = format!("v{}", self.random.below(3));
        let kind = self.random.pick(&["all", "exists", "exists_one"]);
        self.locals.push((name.clone(), shape));
        let predicate = self.bool(depth);
        self.locals.pop();
        format!("{range}.{kind}({name}, {predicate})")
    }

    /// A list that is written out; one item without a value leaves it without one.
    fn written(&mut self) -> (String, char) {
        let shape = if self.random.once_in(2) { 'k' } else { 's' };
        let count = self.random.below(4);
        let item = |writer: &mut Self| match shape {
            'k' => writer.small(0),
            _ => writer.text(0),
        };
        let items: Vec<String> = (0..count).map(|_| item(self)).collect();
        (format!("[{}]", items.join(", ")), shape)
    }

    fn range(&mut self) -> (String, char) {
        if self.random.once_in(8) {
            return self.written();
        }
        if let Some(item) = self.local('o') {
            return (format!("{item}.l"), 'i');
        }
        let (range, shape) = match self.random.below(9) {
            0 => ("self.li", 'i'),
            1 => ("self.lk", 'k'),
            2 => ("self.ld", 'd'),
            3 => ("self.ls", 's'),
            4 => ("self.lt", 't'),
            5 => ("self.lu", 'u'),
            6 => ("self.lx", 'n'),
            7 => ("self.items", 'o'),
            _ => ("self.mi", 's'),
        };
        (range.to_owned(), shape)
    }

    fn int(&mut self, depth: usize) -> String {
        let deeper = depth.saturating_sub(1);
        if let Some(local) = self.local('i') {
            return local;
        }
        match self.random.below(if depth == 0 { 4 } else { 14 }) {
            0 => literal(integer(&mut self.random)),
            1 => self.random.pick(&["self.i1", "self.i2"]).to_owned(),
            2 | 3 => self.small(0),
            4..=7 => {
                let operator = self.random.pick(&["+", "-", "*", "/", "%"]);
                format!("({} {operator} {})", self.int(deeper), self.int(deeper))
            }
            8 => format!("-({})", self.int(deeper)),
            9 => format!("int({})", self.double(deeper)),
            10 => format!("int({})", self.timestamp(deeper)),
            11 => format!("self.li[{}]", self.small(deeper)),
            12 => format!(
                "({} ? {} : {})",
                self.bool(deeper),
                self.int(deeper),
                self.int(deeper)
            ),
            _ => self.small(depth),
        }
    }

    /// An int that a double can tell from its neighbours.
    fn small(&mut self, depth: usize) -> String {
        let deeper = depth.saturating_sub(1);
        if let Some(local) = self.local('k') {
            return local;
        }
        if let Some(item) = self.local('o') {
            return format!("{item}.i");
        }
        match self.random.below(if depth == 0 { 4 } else { 10 }) {
            0 => literal(self.random.between(-9, 9)),
            1 => self
                .random
                .pick(&["self.k1", "self.k2", "self.o.i"])
                .to_owned(),
            2 => format!("self.mi['{}']", self.random.pick(&KEYS)),
            3 => self
                .random
                .pick(&["size(self.ls)", "self.li.size()", "size(self.mi)"])
                .to_owned(),
            4 if self.random.once_in(4) => format!("size({})", self.written().0),
            4 => format!("size({})", self.text(deeper)),
            5 => format!("{}.size()", self.text(deeper)),
            6 => format!("self.mi[{}]", self.text(deeper)),
            7 => self.part_of_duration(deeper),
            _ => self.part_of_timestamp(deeper),
        }
    }

    fn part_of_timestamp(&mut self, depth: usize) -> String {
        let part = self.random.pick(&[
            "getFullYear",
            "getMonth",
            "getDate",
            "getDayOfMonth",
            "getDayOfWeek",
            "getDayOfYear",
            "getHours",
            "getMinutes",
            "getSeconds",
            "getMilliseconds",
        ]);
        format!("{}.{part}()", self.timestamp(depth))
    }

    /// Not `getMilliseconds`, which the `cel` crate gives as a total; the definition says 0-999.
    fn part_of_duration(&mut self, depth: usize) -> String {
        let part = self.random.pick(&["getHours", "getMinutes", "getSeconds"]);
        format!("{}.{part}()", self.duration(depth))
    }

    fn double(&mut self, depth: usize) -> String {
        let deeper = depth.saturating_sub(1);
        if let Some(local) = self.local('d') {
            return local;
        }
        match self.random.below(if depth == 0 { 2 } else { 8 }) {
            0 => format!("({:?})", double(&mut self.random)),
            1 => self.random.pick(&["self.d1", "self.d2"]).to_owned(),
            2..=4 => {
                let operator = self.random.pick(&["+", "-", "*", "/"]);
                format!(
                    "({} {operator} {})",
                    self.double(deeper),
                    self.double(deeper)
                )
            }
            5 => format!("-({})", self.double(deeper)),
            6 => format!("self.ld[{}]", self.small(deeper)),
            _ => format!("double({})", self.int(deeper)),
        }
    }

    fn text(&mut self, depth: usize) -> String {
        if let Some(local) = self.local('s') {
            return local;
        }
        if let Some(item) = self.local('o') {
            return format!("{item}.s");
        }
        let deeper = depth.saturating_sub(1);
        match self.random.below(if depth == 0 { 4 } else { 7 }) {
            0 | 1 => {
                let text = self.random.pick(&TEXTS);
                self.quoted(text)
            }
            2 | 3 => self
                .random
                .pick(&["self.s1", "self.s2", "self.o.s"])
                .to_owned(),
            4 => format!("self.ls[{}]", self.small(deeper)),
            5 => format!("self.ms[{}]", self.quoted(KEYS[0])),
            _ => format!(
                "({} ? {} : {})",
                self.bool(deeper),
                self.text(deeper),
                self.text(deeper)
            ),
        }
    }

    /// One of the ways to write a text.
    fn quoted(&mut self, text: &str) -> String {
        let escaped = text.replace('\\', "\\\\").replace('\n', "\\n");
        match self.random.below(4) {
            0 => format!("\"{}\"", escaped.replace('"', "\\\"")),
            1 if !text.contains(['\\', '\'', '\n']) => format!("r'{text}'"),
            2 => {
                let code = |c: char| format!("\\U{:08x}", u32::from(c));
                format!("'{}'", text.chars().map(code).collect::<String>())
            }
            _ => format!("'{}'", escaped.replace('\'', "\\'")),
        }
    }

    fn timestamp(&mut self, depth: usize) -> String {
        if let Some(local) = self.local('t') {
            return local;
        }
        let deeper = depth.saturating_sub(1);
        match self.random.below(if depth == 0 { 3 } else { 6 }) {
            0 => format!("timestamp('{}')", instant(&mut self.random)),
            1 | 2 => self
                .random
                .pick(&["self.t1", "self.t2", "self.lt[0]"])
                .to_owned(),
            3 => format!("({} + {})", self.timestamp(deeper), self.duration(deeper)),
            4 => format!("({} + {})", self.duration(deeper), self.timestamp(deeper)),
            _ => format!("({} - {})", self.timestamp(deeper), self.duration(deeper)),
        }
    }

    fn duration(&mut self, depth: usize) -> String {
        if let Some(local) = self.local('u') {
            return local;
        }
        let deeper = depth.saturating_sub(1);
        match self.random.below(if depth == 0 { 3 } else { 6 }) {
            0 => {
                let sign = self.random.pick(&["", "-"]);
                let unit = self.random.pick(&["h", "m", "s", "ms", "h30m", ".5s"]);
                format!("duration('{sign}{}{unit}')", self.random.below(10_000))
            }
            1 | 2 => self.random.pick(&["self.u1", "self.u2"]).to_owned(),
            3 => format!("({} - {})", self.timestamp(deeper), self.timestamp(deeper)),
            4 => format!("({} + {})", self.duration(deeper), self.duration(deeper)),
            _ => format!("({} - {})", self.duration(deeper), self.duration(deeper)),
        }
    }
}

/// Negative numbers in brackets, so that no sign meets another.
fn literal(value: i64) -> String {
    if value < 0 {
        format!("({value})")
    } else {
        value.to_string()
    }
}
