//! How conditions are stored.

use super::environment::Var;
use super::plan::{Comparison, Literal, MacroKind, Node, Operator, TextTest, TimePart};
use super::program::Program;
use super::types::Type;
use crate::image::{Input, Stored, stored};

impl Stored for Var {
    fn store(&self, out: &mut Vec<u8>) {
        self.0.store(out);
    }

    fn load(from: &mut Input<'_>) -> Option<Self> {
        u16::load(from).map(Self)
    }
}

stored! {
    struct Program { source, root }

    enum Type {
        0 = Null, 1 = Bool, 2 = Int, 3 = Double, 4 = Text, 5 = Timestamp, 6 = Duration, 7 = Decimal,
        8 = List(of), 9 = Map(of), 10 = Object(members), 11 = Dyn
    }

    enum Literal {
        0 = Null, 1 = Bool(value), 2 = Int(value), 3 = Double(value), 4 = Text(value),
        5 = Timestamp(value), 6 = Duration(value), 7 = Decimal(value)
    }

    enum Node {
        0 = Literal(value), 1 = Load(var, ty), 2 = Local(depth, ty), 3 = Absent, 4 = Present(var),
        5 = HasMember(of, name), 6 = Not(of), 7 = And(all), 8 = Or(all), 9 = If(three),
        10 = Compare(how, two), 11 = In(two), 12 = Math(operator, two), 13 = Negate(of),
        14 = Size(of), 15 = Test(test, two), 16 = Matches(of, pattern), 17 = Time(part, of),
        18 = ToInt(of), 19 = ToDouble(of), 20 = Select(of, name, ty), 21 = Index(two, ty),
        22 = List(items), 23 = Macro { kind, range, item, predicate }
    }

    enum Comparison {
        0 = Equal, 1 = NotEqual, 2 = Less, 3 = LessEqual, 4 = Greater, 5 = GreaterEqual
    }

    enum Operator { 0 = Add, 1 = Subtract, 2 = Multiply, 3 = Divide, 4 = Remainder }

    enum TextTest { 0 = Contains, 1 = StartsWith, 2 = EndsWith }

    enum MacroKind { 0 = All, 1 = Exists, 2 = ExistsOne }

    enum TimePart {
        0 = FullYear, 1 = Month, 2 = Date, 3 = DayOfMonth, 4 = DayOfWeek, 5 = DayOfYear, 6 = Hours,
        7 = Minutes, 8 = Seconds, 9 = Milliseconds
    }
}
