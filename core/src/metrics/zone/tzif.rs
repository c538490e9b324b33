//! TZif, the compiled form of a time zone (RFC 9636).

use super::posix::Rule;

/// What a file says.
pub(super) struct Parsed {
    /// Seconds since 1970 at which the offset changes, ascending.
    pub(super) at: Vec<i64>,
    /// The offset from there on.
    pub(super) offsets: Vec<i32>,
    /// The offset before the first change.
    pub(super) first: i32,
    pub(super) rule: Option<Rule>,
}

/// Counts of a header, in the order in which their parts follow.
struct Counts {
    utc: usize,
    standard: usize,
    leaps: usize,
    times: usize,
    types: usize,
    letters: usize,
}

impl Counts {
    /// Bytes of a block whose moments take `width` bytes.
    fn length(&self, width: usize) -> usize {
        self.times * (width + 1)
            + self.types * 6
            + self.letters
            + self.leaps * (width + 4)
            + self.standard
            + self.utc
    }
}

/// Reads version 2 and later; `Err` says what is wrong.
pub(super) fn parse(bytes: &[u8]) -> Result<Parsed, &'static str> {
    let mut input = Input(bytes);
    let (version, old) = input.header().ok_or("no TZif header")?;
    if version < b'2' {
        return Err("TZif version 1");
    }
    input.take(old.length(4)).ok_or("too short")?;
    let (_, counts) = input.header().ok_or("no second header")?;
    if counts.leaps > 0 {
        return Err("leap seconds");
    }
    let mut parsed = input.block(&counts).ok_or("too short")??;
    parsed.rule = input.footer()?;
    Ok(parsed)
}

struct Input<'a>(&'a [u8]);

impl<'a> Input<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (head, tail) = self.0.split_at_checked(length)?;
        self.0 = tail;
        Some(head)
    }

    fn count(&mut self) -> Option<usize> {
        let bytes: [u8; 4] = self.take(4)?.try_into().ok()?;
        usize::try_from(u32::from_be_bytes(bytes))
            .ok()
            .filter(|count| *count <= 1 << 16)
    }

    fn header(&mut self) -> Option<(u8, Counts)> {
        (self.take(4)? == b"TZif").then_some(())?;
        let version = *self.take(1)?.first()?;
        self.take(15)?;
        let counts = Counts {
            utc: self.count()?,
            standard: self.count()?,
            leaps: self.count()?,
            times: self.count()?,
            types: self.count()?,
            letters: self.count()?,
        };
        Some((version, counts))
    }

    fn block(&mut self, counts: &Counts) -> Option<Result<Parsed, &'static str>> {
        let at = self.take(counts.times * 8)?;
        let kinds = self.take(counts.times)?;
        let types = self.take(counts.types * 6)?;
        self.take(counts.letters + counts.standard + counts.utc)?;
        Some(tables(at, kinds, types))
    }

    /// `\nTZ\n`, where the text between may be empty.
    fn footer(&mut self) -> Result<Option<Rule>, &'static str> {
        let text = self.0.strip_prefix(b"\n").ok_or("no footer")?;
        let text = text.strip_suffix(b"\n").ok_or("no end of the footer")?;
        let text = std::str::from_utf8(text).map_err(|_| "a footer that is no text")?;
        if text.is_empty() {
            return Ok(None);
        }
        Rule::parse(text).map(Some).ok_or("an unreadable rule")
    }
}

fn tables(at: &[u8], kinds: &[u8], types: &[u8]) -> Result<Parsed, &'static str> {
    let at: Vec<i64> = at
        .as_chunks()
        .0
        .iter()
        .map(|b| i64::from_be_bytes(*b))
        .collect();
    let types: Vec<i32> = types.as_chunks::<6>().0.iter().map(offset).collect();
    let kinds = kinds
        .iter()
        .map(|kind| types.get(usize::from(*kind)).copied());
    let offsets: Option<Vec<i32>> = kinds.collect();
    let (Some(offsets), Some(&first)) = (offsets, types.first()) else {
        return Err("no such type of local time");
    };
    super::checked(&at, &offsets, first)?;
    Ok(Parsed {
        at,
        offsets,
        first,
        rule: None,
    })
}

fn offset([a, b, c, d, _, _]: &[u8; 6]) -> i32 {
    i32::from_be_bytes([*a, *b, *c, *d])
}
