//! What a browser may do with the page: run this one script, use these looks, and nothing else.

/// The digests of `page.css` and `page.js`, as browsers check them. A test computes them again and says
/// what they have to be.
const STYLE: &str = "sha256-YteKEgnPUvZ5MhIWfKzJD+tUta5YGrrTtj79ymKYwfw=";
const SCRIPT: &str = "sha256-+QhtDUZZzNFOIaH/D6Q9Sm1oV17vI3pXbww0FSpKe7E=";

/// The content security policy of the page. No request leaves it, no form is sent, no address is taken
/// as its base, and no text can become markup or code.
/// Source: W3C, "Content Security Policy Level 3"; "Trusted Types".
pub(super) fn content_policy() -> String {
    format!(
        "default-src 'none'; style-src '{STYLE}'; script-src '{SCRIPT}'; base-uri 'none'; form-action 'none'; \
         require-trusted-types-for 'script'; trusted-types 'none'"
    )
}

#[cfg(test)]
mod tests {
    use sha2::{Digest, Sha256};

    use super::*;

    /// Base 64 of the digest.
    fn digest(text: &str) -> String {
        const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let mut written = String::from("sha256-");
        for bytes in Sha256::digest(text.as_bytes()).chunks(3) {
            let number = bytes.iter().fold(0_u32, |number, &byte| number << 8 | u32::from(byte));
            let number = number << (8 * (3 - bytes.len()));
            for letter in 0..4 {
                let place = number >> (18 - 6 * letter) & 63;
                written.push(if letter <= bytes.len() { char::from(LETTERS[place as usize]) } else { '=' });
            }
        }
        written
    }

    #[test]
    fn the_policy_names_the_digests_of_the_files() {
        assert_eq!(digest(""), "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
        assert_eq!([STYLE, SCRIPT], [digest(super::super::STYLE), digest(super::super::SCRIPT)]);
    }
}
