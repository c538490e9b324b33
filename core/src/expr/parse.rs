//! Recursive descent over CEL's grammar, with bounded depth.

use std::ops::Range;

use super::ast::{Ast, Binary, Kind};
use super::lexer::{Token, tokens};
use super::problem::ExprProblem;
use crate::error::Code;

/// Longest source in bytes.
pub(crate) const MAX_SOURCE: usize = 4096;
/// Deepest nesting.
const MAX_DEPTH: usize = 64;

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
        _ => Err(parser.unexpected()),
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
            Err(self.unexpected())
        }
    }

    fn unexpected(&self) -> ExprProblem {
        let what = match self.peek() {
            Token::Name(name) => name.clone(),
            Token::Int(value) => value.to_string(),
            Token::Double(value) => value.to_string(),
            Token::Text(_) => "string".to_owned(),
            Token::Symbol(symbol) => (*symbol).to_owned(),
            Token::End => "end of expression".to_owned(),
        };
        ExprProblem::new(Code::ExprSyntax, self.span()).what(what)
    }

    /// Runs `parse` one level deeper.
    fn deeper(&mut self, parse: impl FnOnce(&mut Self) -> Parsed<Ast>) -> Parsed<Ast> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(ExprProblem::new(Code::ExprTooComplex, self.span()).what("nesting"));
        }
        let ast = parse(self);
        self.depth -= 1;
        ast
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
            Ok(Ast {
                kind: Kind::If(Box::new(condition), Box::new(yes), Box::new(no)),
                at,
            })
        })
    }

    fn binary(&mut self, level: usize) -> Parsed<Ast> {
        let Some(operators) = LEVELS.get(level) else {
            return self.unary();
        };
        let mut left = self.binary(level + 1)?;
        let mut chain = 0;
        while let Some(operator) = self.operator(operators) {
            // A long chain is a deep tree for whoever walks it.
            chain += 1;
            if chain > 2 * MAX_DEPTH {
                return Err(
                    ExprProblem::new(Code::ExprTooComplex, self.span()).what("operators in a row")
                );
            }
            let right = self.binary(level + 1)?;
            let at = left.at.start..right.at.end;
            left = Ast {
                kind: Kind::Binary(operator, Box::new(left), Box::new(right)),
                at,
            };
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
            return Ok(Ast {
                kind: Kind::Not(Box::new(of)),
                at,
            });
        }
        if !self.eat("-") {
            return self.member();
        }
        if let Token::Int(magnitude) = *self.peek() {
            // The least integer has no positive counterpart, so the sign belongs to the literal.
            let at = start..self.span().end;
            let value = i64::try_from(-i128::from(magnitude));
            let value = value
                .map_err(|_| ExprProblem::new(Code::ExprLiteral, at.clone()).what("integer"))?;
            self.take();
            return self.postfix(Ast {
                kind: Kind::Int(value),
                at,
            });
        }
        let of = self.deeper(Self::unary)?;
        let at = start..of.at.end;
        Ok(Ast {
            kind: Kind::Negate(Box::new(of)),
            at,
        })
    }

    fn member(&mut self) -> Parsed<Ast> {
        let primary = self.primary()?;
        self.postfix(primary)
    }

    fn postfix(&mut self, mut ast: Ast) -> Parsed<Ast> {
        let start = ast.at.start;
        for _ in 0..MAX_DEPTH {
            if self.eat(".") {
                let Token::Name(name) = self.peek().clone() else {
                    return Err(self.unexpected());
                };
                let end = self.span().end;
                self.take();
                ast = if self.eat("(") {
                    let (arguments, end) = self.arguments(")")?;
                    Ast {
                        kind: Kind::Call(Some(Box::new(ast)), name, arguments),
                        at: start..end,
                    }
                } else {
                    Ast {
                        kind: Kind::Select(Box::new(ast), name),
                        at: start..end,
                    }
                };
            } else if self.eat("[") {
                let index = self.expression()?;
                let end = self.expect("]")?;
                ast = Ast {
                    kind: Kind::Index(Box::new(ast), Box::new(index)),
                    at: start..end,
                };
            } else if matches!(self.peek(), Token::Symbol("{")) {
                return Err(ExprProblem::new(Code::ExprUnsupported, self.span())
                    .what("message construction"));
            } else {
                return Ok(ast);
            }
        }
        Err(ExprProblem::new(Code::ExprTooComplex, self.span()).what("nesting"))
    }

    fn arguments(&mut self, close: &str) -> Parsed<(Vec<Ast>, usize)> {
        let mut arguments = Vec::new();
        loop {
            let end = self.span().end;
            if self.eat(close) {
                return Ok((arguments, end));
            }
            arguments.push(self.expression()?);
            if !self.eat(",") {
                let end = self.expect(close)?;
                return Ok((arguments, end));
            }
        }
    }

    fn primary(&mut self) -> Parsed<Ast> {
        let at = self.span();
        let kind = match self.peek().clone() {
            Token::Int(magnitude) => Kind::Int(
                i64::try_from(magnitude)
                    .map_err(|_| ExprProblem::new(Code::ExprLiteral, at.clone()).what("integer"))?,
            ),
            Token::Double(value) => Kind::Double(value),
            Token::Text(text) => Kind::Text(text),
            Token::Name(name) => return self.named(name),
            Token::Symbol("(") => {
                self.take();
                let inner = self.expression()?;
                let end = self.expect(")")?;
                return Ok(Ast {
                    kind: inner.kind,
                    at: at.start..end,
                });
            }
            Token::Symbol("[") => {
                self.take();
                let (items, end) = self.arguments("]")?;
                return Ok(Ast {
                    kind: Kind::List(items),
                    at: at.start..end,
                });
            }
            Token::Symbol("{") => {
                return Err(ExprProblem::new(Code::ExprUnsupported, at).what("map literal"));
            }
            Token::Symbol(".") => {
                return Err(ExprProblem::new(Code::ExprUnsupported, at).what("leading dot"));
            }
            Token::Symbol(_) | Token::End => return Err(self.unexpected()),
        };
        self.take();
        Ok(Ast { kind, at })
    }

    fn named(&mut self, name: String) -> Parsed<Ast> {
        let at = self.span();
        self.take();
        if self.eat("(") {
            let (arguments, end) = self.arguments(")")?;
            return Ok(Ast {
                kind: Kind::Call(None, name, arguments),
                at: at.start..end,
            });
        }
        let kind = match name.as_str() {
            "true" => Kind::Bool(true),
            "false" => Kind::Bool(false),
            "null" => Kind::Null,
            _ => Kind::Name(name),
        };
        Ok(Ast { kind, at })
    }
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
