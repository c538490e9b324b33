//! Tokens of CEL.

use std::ops::Range;

use super::problem::ExprProblem;
use crate::error::Code;
use crate::host;

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Token {
    Name(String),
    Int(u64),
    Double(f64),
    Text(String),
    Symbol(&'static str),
    End,
}

/// Longest symbols first.
const SYMBOLS: [&str; 24] = [
    "&&", "||", "==", "!=", "<=", ">=", "<", ">", "+", "-", "*", "/", "%", "!", "?", ":", ".", ",",
    "(", ")", "[", "]", "{", "}",
];

/// Names of fields at most.
pub(crate) const RESERVED: [&str; 17] = [
    "as",
    "break",
    "const",
    "continue",
    "else",
    "for",
    "function",
    "if",
    "import",
    "let",
    "loop",
    "package",
    "namespace",
    "return",
    "var",
    "void",
    "while",
];

type Lexed<T> = Result<T, ExprProblem>;

/// Splits a source into tokens; the last one is [`Token::End`].
pub(crate) fn tokens(source: &str) -> Lexed<Vec<(Token, Range<usize>)>> {
    let mut lexer = Lexer { source, at: 0 };
    let mut tokens = Vec::new();
    loop {
        lexer.pass_blank();
        let start = lexer.at;
        let token = lexer.token()?;
        let end = token == Token::End;
        tokens.push((token, start..lexer.at));
        if end {
            return Ok(tokens);
        }
    }
}

struct Lexer<'s> {
    source: &'s str,
    at: usize,
}

impl<'s> Lexer<'s> {
    fn rest(&self) -> &'s str {
        self.source.get(self.at..).unwrap_or_default()
    }

    fn pass_blank(&mut self) {
        loop {
            let rest = self.rest();
            let trimmed = rest.trim_start_matches([' ', '\t', '\n', '\r', '\u{c}']);
            self.at += rest.len() - trimmed.len();
            if !trimmed.starts_with("//") {
                return;
            }
            self.at += trimmed.find('\n').unwrap_or(trimmed.len());
        }
    }

    fn token(&mut self) -> Lexed<Token> {
        let rest = self.rest();
        let Some(first) = rest.chars().next() else {
            return Ok(Token::End);
        };
        if first.is_ascii_digit()
            || first == '.' && rest.chars().nth(1).is_some_and(|c| c.is_ascii_digit())
        {
            return self.number();
        }
        if let Some(prefix) = string_prefix(rest) {
            return self.string(prefix);
        }
        if first.is_ascii_alphabetic() || first == '_' {
            return self.name();
        }
        if first == '`' {
            let problem = self.problem(Code::ExprUnsupported, self.at + 1);
            return Err(problem.what("quoted field name"));
        }
        match SYMBOLS.iter().find(|symbol| rest.starts_with(**symbol)) {
            Some(symbol) => {
                self.at += symbol.len();
                Ok(Token::Symbol(symbol))
            }
            None => Err(self
                .problem(Code::ExprSyntax, self.at + first.len_utf8())
                .expected("value or operator")),
        }
    }

    fn problem(&self, code: Code, end: usize) -> ExprProblem {
        ExprProblem::new(code, self.at..end.min(self.source.len()))
    }

    fn name(&mut self) -> Lexed<Token> {
        let rest = self.rest();
        let end = rest
            .find(|c: char| !c.is_ascii_alphanumeric() && c != '_')
            .unwrap_or(rest.len());
        let name = rest.get(..end).unwrap_or_default();
        self.at += end;
        Ok(if name == "in" {
            Token::Symbol("in")
        } else {
            Token::Name(name.to_owned())
        })
    }

    fn number(&mut self) -> Lexed<Token> {
        let rest = self.rest();
        if let Some(hex) = rest.strip_prefix("0x").or_else(|| rest.strip_prefix("0X")) {
            let length = hex.bytes().take_while(u8::is_ascii_hexdigit).count();
            let value = hex
                .get(..length)
                .and_then(|digits| u64::from_str_radix(digits, 16).ok());
            return self.end_number(2 + length, value.map(Token::Int));
        }
        let length = number_length(rest);
        let written = rest.get(..length).unwrap_or_default();
        let token = if written.contains(['.', 'e', 'E']) {
            host::double(written)
                .filter(|value| value.is_finite())
                .map(Token::Double)
        } else {
            written.parse().ok().map(Token::Int)
        };
        self.end_number(length, token)
    }

    fn end_number(&mut self, length: usize, token: Option<Token>) -> Lexed<Token> {
        let (end, next) = (
            self.at + length,
            self.rest().get(length..).and_then(|r| r.chars().next()),
        );
        if matches!(next, Some('u' | 'U')) {
            return Err(self
                .problem(Code::ExprUnsupported, end + 1)
                .what("unsigned integer"));
        }
        match token.filter(|_| !next.is_some_and(|c| c.is_alphanumeric() || c == '_')) {
            Some(token) => {
                self.at = end;
                Ok(token)
            }
            None => Err(self.problem(Code::ExprLiteral, end).expected("number")),
        }
    }

    fn string(&mut self, prefix: Prefix) -> Lexed<Token> {
        if prefix.bytes {
            return Err(self
                .problem(Code::ExprUnsupported, self.at + prefix.letters)
                .what("bytes"));
        }
        let body_at = self.at + prefix.length;
        let body = self.source.get(body_at..).unwrap_or_default();
        let length = string_length(body, &prefix).ok_or_else(|| {
            self.problem(Code::ExprLiteral, self.source.len())
                .expected("closing quote")
        })?;
        let written = body.get(..length).unwrap_or_default();
        let text = if prefix.raw {
            Some(written.to_owned())
        } else {
            unescape(written)
        };
        let end = body_at + length + prefix.quote.len();
        let text = text.ok_or_else(|| {
            self.problem(Code::ExprLiteral, end)
                .expected("string with valid escapes")
        })?;
        self.at = end;
        Ok(Token::Text(text))
    }
}

/// How a string literal opens.
struct Prefix {
    raw: bool,
    bytes: bool,
    quote: &'static str,
    /// Bytes before the quote.
    letters: usize,
    /// Bytes before the body.
    length: usize,
}

fn string_prefix(rest: &str) -> Option<Prefix> {
    let text = rest.strip_prefix(['b', 'B']).unwrap_or(rest);
    let quoted = text.strip_prefix(['r', 'R']).unwrap_or(text);
    let quotes = ["\"\"\"", "'''", "\"", "'"];
    let quote = quotes.into_iter().find(|quote| quoted.starts_with(quote))?;
    let letters = rest.len() - quoted.len();
    Some(Prefix {
        raw: quoted.len() < text.len(),
        bytes: text.len() < rest.len(),
        quote,
        letters,
        length: letters + quote.len(),
    })
}

/// Bytes of the body up to the closing quote.
fn string_length(body: &str, prefix: &Prefix) -> Option<usize> {
    let mut at = 0;
    while let Some(rest) = body.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with(prefix.quote) {
            return Some(at);
        }
        let mut chars = rest.chars();
        let first = chars.next()?;
        if prefix.quote.len() == 1 && matches!(first, '\n' | '\r') {
            return None;
        }
        at += first.len_utf8();
        if first == '\\' && !prefix.raw {
            at += chars.next()?.len_utf8();
        }
    }
    None
}

fn unescape(written: &str) -> Option<String> {
    let mut out = String::with_capacity(written.len());
    let mut chars = written.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        let escape = chars.next()?;
        out.push(match escape {
            'a' => '\u{7}',
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'v' => '\u{b}',
            '\\' | '?' | '"' | '\'' | '`' => escape,
            'x' | 'X' => code_point(&mut chars, 2, 16, 0)?,
            'u' => code_point(&mut chars, 4, 16, 0)?,
            'U' => code_point(&mut chars, 8, 16, 0)?,
            '0'..='3' => code_point(&mut chars, 2, 8, escape.to_digit(8)?)?,
            _ => return None,
        });
    }
    Some(out)
}

fn code_point(
    chars: &mut std::str::Chars<'_>,
    digits: usize,
    radix: u32,
    first: u32,
) -> Option<char> {
    let mut value = first;
    for _ in 0..digits {
        value = value
            .checked_mul(radix)?
            .checked_add(chars.next()?.to_digit(radix)?)?;
    }
    char::from_u32(value)
}

fn number_length(rest: &str) -> usize {
    let digits = |from: usize| {
        rest.bytes()
            .skip(from)
            .take_while(u8::is_ascii_digit)
            .count()
    };
    let byte = |at: usize| rest.as_bytes().get(at).copied();
    let mut at = digits(0);
    if byte(at) == Some(b'.') && digits(at + 1) > 0 {
        at += 1 + digits(at + 1);
    }
    if matches!(byte(at), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(byte(at + 1), Some(b'+' | b'-')));
        let exponent = digits(at + 1 + sign);
        if exponent > 0 {
            at += 1 + sign + exponent;
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lexed(source: &str) -> Vec<(Token, Range<usize>)> {
        tokens(source).unwrap_or_else(|problem| panic!("{source}: {problem:?}"))
    }

    fn one(source: &str) -> Token {
        lexed(source).swap_remove(0).0
    }

    #[test]
    fn tokens_know_their_bytes() {
        let spans = |source| -> Vec<Range<usize>> {
            let tokens = lexed(source);
            tokens.into_iter().map(|(_, at)| at).collect()
        };
        assert_eq!(spans(" self.n"), [1..5, 5..6, 6..7, 7..7]);
        assert_eq!(spans("'é' <=\n0x1F // é\n"), [0..4, 5..7, 8..12, 19..19]);
    }

    #[test]
    fn the_longest_symbol_wins() {
        let symbols = |source| -> Vec<Token> {
            let tokens = lexed(source).into_iter().map(|(token, _)| token);
            tokens.filter(|token| *token != Token::End).collect()
        };
        let symbol = Token::Symbol;
        assert_eq!(symbols("<=<"), [symbol("<="), symbol("<")]);
        assert_eq!(symbols("!!="), [symbol("!"), symbol("!=")]);
        assert_eq!(symbols("in"), [symbol("in")]);
        assert_eq!(symbols("int"), [Token::Name("int".to_owned())]);
    }

    #[test]
    fn numbers_end_where_they_must() {
        assert_eq!(one("18446744073709551615"), Token::Int(u64::MAX));
        assert_eq!(one("0xFFFFFFFFFFFFFFFF"), Token::Int(u64::MAX));
        assert_eq!(one("1.5e-3"), Token::Double(0.0015));
        // A point without a digit behind it is a selection.
        assert_eq!(one("1.size()"), Token::Int(1));
        assert_eq!(one("1..2"), Token::Int(1));
        for wrong in [
            "18446744073709551616",
            "0x",
            "0x1FFFFFFFFFFFFFFFFF",
            "1e",
            "1e+",
            "1_000",
            "1é",
        ] {
            let code = tokens(wrong).map_err(|problem| problem.code);
            assert_eq!(code, Err(Code::ExprLiteral), "{wrong}");
        }
    }

    #[test]
    fn prefixes_are_not_names() {
        assert_eq!(one("r'\\'"), Token::Text("\\".to_owned()));
        assert_eq!(one("R\"\"\"a\"b\"\"\""), Token::Text("a\"b".to_owned()));
        assert_eq!(one("r"), Token::Name("r".to_owned()));
        assert_eq!(one("br"), Token::Name("br".to_owned()));
        for bytes in ["b''", "B\"\"", "br''", "bR'''x'''"] {
            let code = tokens(bytes).map_err(|problem| problem.code);
            assert_eq!(code, Err(Code::ExprUnsupported), "{bytes}");
        }
    }

    #[test]
    fn a_backslash_before_the_end_does_not_close() {
        for open in ["'\\'", "\"a\\\"", "'''a''", "'", "'\\"] {
            let at = tokens(open).map_err(|problem| problem.at);
            assert_eq!(at, Err(0..open.len()), "{open}");
        }
    }
}
