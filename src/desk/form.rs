//! Values of a form that was sent, by name, in their order.

use crate::text::percent;

/// A form may send so many values: past what any page has.
const VALUES_LIMIT: usize = 50_000;

/// A form that was sent. Line ends of its texts are LF.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Form(Vec<(String, String)>);

/// A file that came with a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SentFile {
    /// As the browser names it; empty where no file was chosen.
    pub name: String,
    pub bytes: Vec<u8>,
}

impl Form {
    /// Reads `application/x-www-form-urlencoded`. `None` for what is not that.
    pub(super) fn parse(body: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(body).ok()?;
        let pairs = text.split('&').filter(|pair| !pair.is_empty()).take(VALUES_LIMIT + 1);
        let values: Option<Vec<(String, String)>> = pairs
            .map(|pair| {
                let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
                Some((decode(name)?, decode(value)?))
            })
            .collect();
        values.filter(|values| values.len() <= VALUES_LIMIT).map(Self)
    }

    /// Reads `multipart/form-data` with this boundary, as browsers send it: the values, and the files by their fields.
    pub(super) fn parse_parts(body: &[u8], boundary: &str) -> Option<(Self, Vec<(String, SentFile)>)> {
        let line = format!("--{boundary}");
        let delimiter = format!("\r\n{line}");
        let mut rest = body.strip_prefix(line.as_bytes())?;
        let (mut values, mut files) = (Vec::new(), Vec::new());
        loop {
            if rest.starts_with(b"--") {
                return Some((Self(values), files));
            }
            let part = rest.strip_prefix(b"\r\n")?;
            let head_end = find(part, b"\r\n\r\n")?;
            let (head, content) = part.split_at_checked(head_end)?;
            let content = content.get(4..)?;
            let end = find(content, delimiter.as_bytes())?;
            let (content, after) = content.split_at_checked(end)?;
            rest = after.get(delimiter.len()..)?;
            let head = std::str::from_utf8(head).ok()?;
            let name = parameter(head, "name")?;
            match parameter(head, "filename") {
                Some(file) => files.push((name, SentFile { name: file, bytes: content.to_vec() })),
                None => values.push((name, plain(std::str::from_utf8(content).ok()?))),
            }
            if values.len() + files.len() > VALUES_LIMIT {
                return None;
            }
        }
    }

    pub(super) fn from_pairs<'p>(pairs: impl IntoIterator<Item = (&'p str, &'p str)>) -> Self {
        Self(pairs.into_iter().map(|(name, value)| (name.to_owned(), plain(value))).collect())
    }

    /// The first value of a name; empty where there is none.
    pub(super) fn get(&self, name: &str) -> &str {
        self.find(name).unwrap_or_default()
    }

    pub(super) fn find(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// All values of a name, without empty ones.
    pub(super) fn all<'f>(&'f self, name: &'f str) -> impl Iterator<Item = &'f str> {
        let named = self.0.iter().filter(move |(known, value)| known == name && !value.is_empty());
        named.map(|(_, value)| value.as_str())
    }

    /// Gives a name these values in the place of its own, which stay where the first of them was.
    pub(super) fn replace(&mut self, name: &str, values: Vec<String>) {
        let at = self.0.iter().position(|(known, _)| known == name).unwrap_or(self.0.len());
        self.0.retain(|(known, _)| known != name);
        let at = at.min(self.0.len());
        self.0.splice(at..at, values.into_iter().map(|value| (name.to_owned(), value)));
    }
}

fn decode(text: &str) -> Option<String> {
    let bytes = percent::decode(&text.replace('+', " "));
    String::from_utf8(bytes).ok().map(|text| plain(&text))
}

/// Browsers send CRLF for every line end of a text.
fn plain(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    memchr::memmem::find(bytes, wanted)
}

/// `name="…"` of a part's head, with what browsers escape in it.
fn parameter(head: &str, name: &str) -> Option<String> {
    let line = head.lines().find(|line| line.to_ascii_lowercase().starts_with("content-disposition:"))?;
    let (_, rest) = line.split_once(&format!("; {name}=\""))?;
    let (value, _) = rest.split_once('"')?;
    Some(value.replace("%22", "\"").replace("%0D%0A", " "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_read_as_browsers_send_them() {
        let form = Form::parse("a=1&b=x+y%26z&a=%D0%9A%D0%B8%D1%97%D0%B2&c=one%0D%0Atwo&d".as_bytes()).unwrap();
        assert_eq!(form.all("a").collect::<Vec<_>>(), ["1", "Київ"]);
        assert_eq!(
            (form.get("b"), form.get("c"), form.find("d"), form.find("e")),
            ("x y&z", "one\ntwo", Some(""), None)
        );
        assert_eq!(Form::parse(b"a=%FF"), None);
        assert_eq!(Form::parse(b"\xFF"), None);
    }

    #[test]
    fn files_come_whole() {
        let body = b"--b\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\nt\r\n--b\r\nContent-Disposition: form-data; \
name=\"file\"; filename=\"a \\ b.png\"\r\nContent-Type: image/png\r\n\r\n\x89PNG\r\n\r\n--c\r\n--b--\r\n";
        let (form, files) = Form::parse_parts(body, "b").unwrap();
        assert_eq!(form.get("token"), "t");
        let file = SentFile { name: "a \\ b.png".to_owned(), bytes: b"\x89PNG\r\n\r\n--c".to_vec() };
        assert_eq!(files, [("file".to_owned(), file)]);
        for cut in 0..body.len() - 4 {
            assert_eq!(Form::parse_parts(&body[..cut], "b"), None, "{cut}");
        }
    }

    #[test]
    fn values_are_replaced_in_their_place() {
        let mut form = Form::from_pairs([("a", "1"), ("b", "2"), ("a", "3"), ("c", "4")]);
        form.replace("a", vec!["5".to_owned(), "6".to_owned()]);
        assert_eq!(form, Form::from_pairs([("a", "5"), ("a", "6"), ("b", "2"), ("c", "4")]));
    }
}
