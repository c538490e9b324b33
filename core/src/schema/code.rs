//! Code lists: countries, currencies, languages, time zones.

use std::sync::LazyLock;

use super::names::NameIndex;

/// ISO 3166-1 alpha-2, in order.
const COUNTRIES: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW";

/// ISO 4217 with two decimals, in order.
const TWO_DECIMALS: &str = "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG";

/// ISO 4217 without decimals, in order.
const NO_DECIMALS: &str = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF";

/// ISO 4217 with three decimals, in order.
const THREE_DECIMALS: &str = "BHD IQD JOD KWD LYD OMR TND";

/// IANA time zone names, in order.
const TIMEZONES: &str = include_str!("timezones.txt");

/// Whether `text` is an ISO 3166-1 alpha-2 code.
#[must_use]
pub fn is_country(text: &str) -> bool {
    listed(COUNTRIES, 2, text)
}

/// Whether `text` is an ISO 4217 code of a currency in use.
#[must_use]
pub fn is_currency(text: &str) -> bool {
    currency_exponent(text).is_some()
}

/// How many decimals ISO 4217 gives a currency.
#[must_use]
pub fn currency_exponent(text: &str) -> Option<u8> {
    currencies()
        .into_iter()
        .find(|(list, _)| listed(list, 3, text))
        .map(|(_, exponent)| exponent)
}

/// Whether `text` is a name of the IANA time zone database.
#[must_use]
pub fn is_timezone(text: &str) -> bool {
    static NAMES: LazyLock<NameIndex> =
        LazyLock::new(|| NameIndex::new(TIMEZONES.lines().map(Into::into).collect()));
    NAMES.find(text).is_some()
}

/// Every country code, in order.
pub(super) fn countries() -> Vec<&'static str> {
    COUNTRIES.split(' ').collect()
}

/// Every time zone name, in order.
pub(super) fn timezones() -> Vec<&'static str> {
    TIMEZONES.lines().collect()
}

/// Every currency code, by its decimals, with single spaces between.
pub(crate) fn currencies() -> [(&'static str, u8); 3] {
    [(TWO_DECIMALS, 2), (NO_DECIMALS, 0), (THREE_DECIMALS, 3)]
}

/// Whether `text` is one of the `width` letter codes of a list with single spaces between.
fn listed(list: &str, width: usize, text: &str) -> bool {
    if text.len() != width || !text.bytes().all(|b| b.is_ascii_uppercase()) {
        return false;
    }
    let entries = list.len().div_ceil(width + 1);
    let entry = |index: usize| list.get(index * (width + 1)..index * (width + 1) + width);
    let (mut low, mut high) = (0, entries);
    while low < high {
        let middle = (low + high) / 2;
        match entry(middle).map(|code| code.cmp(text)) {
            Some(std::cmp::Ordering::Equal) => return true,
            Some(std::cmp::Ordering::Less) => low = middle + 1,
            _ => high = middle,
        }
    }
    false
}

/// The canonical case of a BCP 47 tag `language[-Script][-REGION][-variant…]`, if well formed.
pub(crate) fn language(text: &str) -> Option<String> {
    if matches!(text.as_bytes(), [b'a'..=b'z', b'a'..=b'z']) {
        return Some(text.to_owned());
    }
    let mut parts = text.split('-').peekable();
    let letters = |part: &str, lengths: &[usize]| {
        lengths.contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphabetic())
    };
    let mut tag = parts
        .next()
        .filter(|p| letters(p, &[2, 3]))?
        .to_ascii_lowercase();
    if let Some(script) = parts.next_if(|p| letters(p, &[4])) {
        let (first, rest) = script.split_at(1);
        tag.push('-');
        tag.push_str(&first.to_ascii_uppercase());
        tag.push_str(&rest.to_ascii_lowercase());
    }
    let digits = |part: &str| part.len() == 3 && part.bytes().all(|b| b.is_ascii_digit());
    if let Some(region) = parts.next_if(|p| letters(p, &[2]) || digits(p)) {
        tag.push('-');
        tag.push_str(&region.to_ascii_uppercase());
    }
    for variant in parts {
        let long = (5..=8).contains(&variant.len());
        let dated = variant.len() == 4 && variant.starts_with(|c: char| c.is_ascii_digit());
        if !(long || dated) || !variant.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return None;
        }
        tag.push('-');
        tag.push_str(&variant.to_ascii_lowercase());
    }
    Some(tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_in_order_and_every_entry_is_found() {
        for list in [COUNTRIES, TWO_DECIMALS, NO_DECIMALS, THREE_DECIMALS] {
            let codes: Vec<&str> = list.split(' ').collect();
            assert!(codes.is_sorted());
            assert!(codes.iter().all(|code| listed(list, code.len(), code)));
        }
        assert_eq!(COUNTRIES.split(' ').count(), 249);
        let zones: Vec<&str> = TIMEZONES.lines().collect();
        assert!(zones.is_sorted());
        assert!(zones.iter().all(|zone| is_timezone(zone)));
        for absent in ["", "A", "Zz", "europe/berlin", "Europe/Berlin ", "Zulu2"] {
            assert!(!is_timezone(absent), "{absent}");
        }
    }

    #[test]
    fn exponents_follow_the_standard() {
        for (code, exponent) in [
            ("USD", Some(2)),
            ("JPY", Some(0)),
            ("KWD", Some(3)),
            ("usd", None),
            ("XXX", None),
        ] {
            assert_eq!(currency_exponent(code), exponent, "{code}");
        }
    }

    #[test]
    fn language_tags_get_their_canonical_case() {
        for (text, tag) in [
            ("en", Some("en")),
            ("EN-us", Some("en-US")),
            ("zh-hant-tw", Some("zh-Hant-TW")),
            ("de-CH-1996", Some("de-CH-1996")),
            ("es-419", Some("es-419")),
            ("english", None),
            ("en_US", None),
            ("", None),
        ] {
            assert_eq!(language(text).as_deref(), tag, "{text}");
        }
    }
}
