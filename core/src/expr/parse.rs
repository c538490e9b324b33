//! Recursive descent over CEL's grammar, with bounded depth.

use std::ops::Range;

use super::ast::{Ast, Binary, Kind};
use super::lexer::{RESERVED, Token, tokens};
use super::problem::ExprProblem;
use crate::error::Code;

/// Longest source in bytes.
pub(crate) const MAX_SOURCE: usize = 4096;
/// Deepest nesting. CEL demands 32; what nests is parsed by recursion.
const MAX_DEPTH: usize = 40;
/// Most operators of one precedence in a row.
const MAX_CHAIN: usize = 128;
/// Highest tree: a chain is as high as it is long, and trees are walked by recursion too.
const MAX_HEIGHT: usize = 160;

/// Words that are never names, not even of fields; `in` is an operator already.
const KEYWORDS: [&str; 3] = ["true", "false", "null"];

type Parsed<T> = Result<T, ExprProblem>;

/// Parses a whole source.
pub(crate) fn parse(source: &str) -> Parsed<Ast> {
    if source.len() > MAX_SOURCE {
        return Err(ExprProblem::new(Code::ExprTooComplex, 0..source.len()).what("source length"));
    }
    let mut parser = Parser {
        tokens: tokens(source)?,
        at: 0,
        depth: 0,
    };
    let ast = parser.expression()?;
    match parser.peek() {
        Token::End => Ok(ast),
        _ => Err(parser.unexpected("operator or end")),
    }
}

struct Parser {
    tokens: Vec<(Token, Range<usize>)>,
    at: usize,
    depth: usize,
}

/// Binary operators by precedence, weakest first. `?:` is weaker than all of them.
const LEVELS: [&[(&str, Binary)]; 5] = [
    &[("||", Binary::Or)],
    &[("&&", Binary::And)],
    &[
        ("<", Binary::Less),
        ("<=", Binary::LessEqual),
        (">", Binary::Greater),
        (">=", Binary::GreaterEqual),
        ("==", Binary::Equal),
        ("!=", Binary::NotEqual),
        ("in", Binary::In),
    ],
    &[("+", Binary::Add), ("-", Binary::Subtract)],
    &[
        ("*", Binary::Multiply),
        ("/", Binary::Divide),
        ("%", Binary::Remainder),
    ],
];

impl Parser {
    fn peek(&self) -> &Token {
        self.tokens
            .get(self.at)
            .map_or(&Token::End, |(token, _)| token)
    }

    fn span(&self) -> Range<usize> {
        self.tokens
            .get(self.at)
            .map_or(0..0, |(_, span)| span.clone())
    }

    fn take(&mut self) -> Token {
        let token = self.peek().clone();
        self.at += usize::from(token != Token::End);
        token
    }

    fn eat(&mut self, symbol: &str) -> bool {
        let found = matches!(self.peek(), Token::Symbol(s) if *s == symbol);
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, symbol: &str) -> Parsed<usize> {
        let end = self.span().end;
        if self.eat(symbol) {
            Ok(end)
        } else {
            Err(self.unexpected(symbol))
        }
    }

    fn unexpected(&self, expected: &str) -> ExprProblem {
        ExprProblem::new(Code::ExprSyntax, self.span()).expected(expected)
    }

    fn unsupported(&self, what: &str) -> ExprProblem {
        ExprProblem::new(Code::ExprUnsupported, self.span()).what(what)
    }

    /// Runs `parse` one level deeper.
    fn deeper(&mut self, parse: impl FnOnce(&mut Self) -> Parsed<Ast>) -> Parsed<Ast> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(ExprProblem::new(Code::ExprTooComplex, self.span()).what("nesting"));
        }
        let ast = parse(self)?;
        self.depth -= 1;
        if ast.height > MAX_HEIGHT {
            return Err(ExprProblem::new(Code::ExprTooComplex, ast.at).what("nesting"));
        }
        Ok(ast)
    }

    fn expression(&mut self) -> Parsed<Ast> {
        self.deeper(|parser| {
            let condition = parser.binary(0)?;
            if !parser.eat("?") {
                return Ok(condition);
            }
            let yes = parser.binary(0)?;
            parser.expect(":")?;
            let no = parser.expression()?;
            let at = condition.at.start..no.at.end;
            Ok(Ast::new(
                Kind::If(Box::new(condition), Box::new(yes), Box::new(no)),
                at,
            ))
        })
    }

    fn binary(&mut self, level: usize) -> Parsed<Ast> {
        let Some(operators) = LEVELS.get(level) else {
            return self.unary();
        };
        let mut left = self.binary(level + 1)?;
        let mut chain = 0;
        while let Some(operator) = self.operator(operators) {
            chain += 1;
            if chain > MAX_CHAIN {
                return Err(
                    ExprProblem::new(Code::ExprTooComplex, self.span()).what("operators in a row")
                );
            }
            let right = self.binary(level + 1)?;
            let at = left.at.start..right.at.end;
            left = Ast::new(Kind::Binary(operator, Box::new(left), Box::new(right)), at);
        }
        Ok(left)
    }

    fn operator(&mut self, operators: &[(&str, Binary)]) -> Option<Binary> {
        let Token::Symbol(symbol) = self.peek() else {
            return None;
        };
        let (_, operator) = operators.iter().find(|(known, _)| known == symbol)?;
        self.at += 1;
        Some(*operator)
    }

    fn unary(&mut self) -> Parsed<Ast> {
        let start = self.span().start;
        if self.eat("!") {
            let of = self.deeper(Self::unary)?;
            let at = start..of.at.end;
            return Ok(Ast::new(Kind::Not(Box::new(of)), at));
        }
        if !self.eat("-") {
            return self.member();
        }
        if let Token::Int(magnitude) = *self.peek() {
            // The least integer has no positive counterpart, so the sign belongs to the literal.
            let at = start..self.span().end;
            let value = i64::try_from(-i128::from(magnitude)).map_err(|_| not_an_int(&at))?;
            self.take();
            return self.postfix(Ast::new(Kind::Int(value), at));
        }
        let of = self.deeper(Self::unary)?;
        let at = start..of.at.end;
        Ok(Ast::new(Kind::Negate(Box::new(of)), at))
    }

    fn member(&mut self) -> Parsed<Ast> {
        let primary = self.primary()?;
        self.postfix(primary)
    }

    fn postfix(&mut self, mut ast: Ast) -> Parsed<Ast> {
        for _ in 0..MAX_DEPTH {
            ast = if self.eat(".") {
                self.selection(ast)?
            } else if self.eat("[") {
                self.index(ast)?
            } else if matches!(self.peek(), Token::Symbol("{")) {
                return Err(self.unsupported("message construction"));
            } else {
                return Ok(ast);
            }
        }
        Err(ExprProblem::new(Code::ExprTooComplex, self.span()).what("nesting"))
    }

    /// What follows a dot: a field, whose name may be a reserved word, or a method.
    fn selection(&mut self, of: Ast) -> Parsed<Ast> {
        let (start, end) = (of.at.start, self.span().end);
        let name = match self.peek() {
            Token::Name(name) if !KEYWORDS.contains(&name.as_str()) => name.clone(),
            Token::Symbol("?") => return Err(self.unsupported("optional selection")),
            _ => return Err(self.unexpected("name of a field")),
        };
        self.take();
        if !self.eat("(") {
            return Ok(Ast::new(Kind::Select(Box::new(of), name), start..end));
        }
        let (arguments, end) = self.arguments()?;
        let kind = Kind::Call(Some(Box::new(of)), name, arguments);
        Ok(Ast::new(kind, start..end))
    }

    fn index(&mut self, of: Ast) -> Parsed<Ast> {
        if matches!(self.peek(), Token::Symbol("?")) {
            return Err(self.unsupported("optional selection"));
        }
        let index = self.expression()?;
        let at = of.at.start..self.expect("]")?;
        Ok(Ast::new(Kind::Index(Box::new(of), Box::new(index)), at))
    }

    /// Arguments of a call, and where its bracket closes.
    fn arguments(&mut self) -> Parsed<(Vec<Ast>, usize)> {
        let mut arguments = Vec::new();
        let end = self.span().end;
        if self.eat(")") {
            return Ok((arguments, end));
        }
        loop {
            arguments.push(self.expression()?);
            if !self.eat(",") {
                return Ok((arguments, self.expect(")")?));
            }
        }
    }

    /// Items of a list, which alone may end with a comma, and where its bracket closes.
    fn items(&mut self) -> Parsed<(Vec<Ast>, usize)> {
        let mut items = Vec::new();
        loop {
            let end = self.span().end;
            if self.eat("]") {
                return Ok((items, end));
            }
            items.push(self.expression()?);
            if !self.eat(",") {
                return Ok((items, self.expect("]")?));
            }
        }
    }

    fn primary(&mut self) -> Parsed<Ast> {
        let at = self.span();
        let kind = match self.peek().clone() {
            Token::Int(magnitude) => Kind::Int(positive(magnitude, &at)?),
            Token::Double(value) => Kind::Double(value),
            Token::Text(text) => Kind::Text(text),
            Token::Name(name) => return self.named(name),
            Token::Symbol("(") => {
                self.take();
                let inner = self.expression()?;
                let end = self.expect(")")?;
                return Ok(Ast::new(inner.kind, at.start..end));
            }
            Token::Symbol("[") => {
                self.take();
                let (items, end) = self.items()?;
                return Ok(Ast::new(Kind::List(items), at.start..end));
            }
            Token::Symbol("{") => return Err(self.unsupported("map literal")),
            Token::Symbol(".") => return Err(self.unsupported("leading dot")),
            Token::Symbol(_) | Token::End => return Err(self.unexpected("value")),
        };
        self.take();
        Ok(Ast::new(kind, at))
    }

    fn named(&mut self, name: String) -> Parsed<Ast> {
        let at = self.span();
        if RESERVED.contains(&name.as_str()) {
            return Err(self.unexpected("name that is not reserved"));
        }
        self.take();
        if self.eat("(") {
            let (arguments, end) = self.arguments()?;
            return Ok(Ast::new(Kind::Call(None, name, arguments), at.start..end));
        }
        let kind = match name.as_str() {
            "true" => Kind::Bool(true),
            "false" => Kind::Bool(false),
            "null" => Kind::Null,
            _ => Kind::Name(name),
        };
        Ok(Ast::new(kind, at))
    }
}

fn positive(magnitude: u64, at: &Range<usize>) -> Parsed<i64> {
    i64::try_from(magnitude).map_err(|_| not_an_int(at))
}

fn not_an_int(at: &Range<usize>) -> ExprProblem {
    ExprProblem::new(Code::ExprLiteral, at.clone()).expected("integer of 64 bits")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn code(source: &str) -> Option<(Code, Range<usize>)> {
        parse(source)
            .err()
            .map(|problem| (problem.code, problem.at))
    }

    #[test]
    fn mistakes_are_placed() {
        for (source, expected, at) in [
            ("a &&", Code::ExprSyntax, 4..4),
            ("a & b", Code::ExprSyntax, 2..3),
            ("(a", Code::ExprSyntax, 2..2),
            ("a b", Code::ExprSyntax, 2..3),
            ("'abc", Code::ExprLiteral, 0..4),
            ("'a\\q'", Code::ExprLiteral, 0..5),
            ("9223372036854775808", Code::ExprLiteral, 0..19),
            ("1u", Code::ExprUnsupported, 0..2),
            ("b'x'", Code::ExprUnsupported, 0..1),
            ("{'a': 1}", Code::ExprUnsupported, 0..1),
            ("a.b{c: 1}", Code::ExprUnsupported, 3..4),
            ("1abc", Code::ExprLiteral, 0..1),
            ("for", Code::ExprSyntax, 0..3),
            ("", Code::ExprSyntax, 0..0),
        ] {
            assert_eq!(code(source), Some((expected, at)), "{source}");
        }
        assert_eq!(code("-9223372036854775808 == 0x10 // end"), None);
    }

    #[test]
    fn hostile_depth_is_refused() {
        let deep = |open: &str| open.repeat(100_000);
        for source in [
            deep("("),
            deep("!"),
            deep("["),
            deep("a?"),
            "-".repeat(4000),
            "(".repeat(2000),
            "a.".repeat(2000),
            "1+".repeat(1500) + "1",
        ] {
            assert!(
                code(&source).is_some_and(|(code, _)| matches!(code, Code::ExprTooComplex)),
                "{}",
                &source[..8]
            );
        }
    }

    proptest! {
        #[test]
        fn any_text_is_parsed_or_refused(source in "\\PC{0,60}") {
            let _ = parse(&source);
        }

        #[test]
        fn any_soup_of_tokens_is_parsed_or_refused(words in proptest::collection::vec(
            prop_oneof![Just("a"), Just("."), Just("("), Just(")"), Just("["), Just("]"), Just("&&"), Just("?"), Just(":"), Just("-"), Just("1"), Just("'x'"), Just("in"), Just("!"), Just(",")], 0..40,
        )) {
            let _ = parse(&words.join(" "));
        }
    }
}
