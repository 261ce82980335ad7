//! What a `Host` header may be (RFC 9110, 7.2).

/// `uri-host [ ":" port ]`. Only a URL without authority has an empty one, and those are not of HTTP
/// (RFC 9110, 4.2.1).
pub(super) fn is_host(value: &[u8]) -> bool {
    if let Some(literal) = value.strip_prefix(b"[") {
        let Some(end) = literal.iter().position(|byte| *byte == b']') else { return false };
        let (address, port) = (&literal[..end], &literal[end + 1..]);
        let inside = |byte: &u8| byte.is_ascii_alphanumeric() || b":.-_~!$&'()*+,;=".contains(byte);
        return end > 0 && address.iter().all(inside) && (port.is_empty() || is_port(port));
    }
    let name = name_end(value);
    name > 0 && (name == value.len() || is_port(&value[name..]))
}

/// Whether each byte may stand in a registered name (RFC 3986, 3.2.2). A table, because every
/// request is looked at.
const NAMES: [bool; 256] = {
    let mut names = [false; 256];
    let mut byte = 0u8;
    while byte < 128 {
        names[byte as usize] = byte.is_ascii_alphanumeric();
        byte += 1;
    }
    let mut others: &[u8] = b"-._~!$&'()*+,;=";
    while let [first, rest @ ..] = others {
        names[*first as usize] = true;
        others = rest;
    }
    names
};

fn is_port(text: &[u8]) -> bool {
    matches!(text, [b':', digits @ ..] if digits.len() <= 5 && digits.iter().all(u8::is_ascii_digit))
}

/// Where the registered name ends that `value` begins with.
fn name_end(value: &[u8]) -> usize {
    let mut at = 0;
    loop {
        while value.get(at).is_some_and(|byte| NAMES[usize::from(*byte)]) {
            at += 1;
        }
        match value[at..] {
            [b'%', high, low, ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => at += 3,
            _ => return at,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_host;

    #[test]
    fn a_host_is_a_name_or_an_address_with_an_optional_port() {
        for host in ["a", "localhost:8000", "a.b-c_d", "127.0.0.1:1", "a:", "[::1]", "[::1]:80"] {
            assert!(is_host(host.as_bytes()), "{host}");
        }
        for host in ["%41", "caf%c3%a9.example:443", "[v1.fe:1]"] {
            assert!(is_host(host.as_bytes()), "{host}");
        }
    }

    #[test]
    fn everything_else_is_none() {
        for host in
            ["a b", "a,b c", "a/b", "user@a", "a:b", "a:80:80", ":80", "a:123456", "%4", "%zz"]
        {
            assert!(!is_host(host.as_bytes()), "{host}");
        }
        for host in ["", "[]", "[::1", "[::1]80", "[::1]:x", "[a/b]", "\u{e9}", "a\"b", "::1"] {
            assert!(!is_host(host.as_bytes()), "{host}");
        }
    }
}
